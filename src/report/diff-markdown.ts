import { CHANGE_KINDS } from '#surface';
import {
  type Cause,
  type DiffInput,
  DiffLocator,
  declaration,
  diffHeadline,
  labelOf,
  lostFiles,
  now,
  type Story,
  settingsNote,
  storiesOf,
  summary,
  TITLES,
  verdict,
} from './diff.ts';
import { notesJson } from './json.ts';
import { markdownCode, markdownText } from './markdown.ts';
import { commandless } from './safe.ts';
import { plural } from './style.ts';

/** What a reviewer has to look at is open, the rest folded. */
const OPEN = ['newly-open', 'weakened', 'unknown'];

/** For a comment on a pull request. Text of the analysed code can neither format nor mention. */
export function diffMarkdown(input: DiffInput): string {
  const locator = new DiffLocator(input);
  const { diff } = input;
  const out = [`### authlint: ${diffHeadline(diff) ?? 'no route changed who may call it'}`, ''];
  for (const kind of CHANGE_KINDS) {
    const stories = storiesOf(diff, kind);
    if (stories.length === 0) continue;
    const count = stories.reduce((sum, story) => sum + story.changes.length, 0);
    const title = `${TITLES[kind][0]!.toUpperCase()}${TITLES[kind].slice(1)} (${count})`;
    const body = stories.flatMap((story) => storyLines(story, locator));
    if (OPEN.includes(kind)) out.push(`#### ${title}`, '', ...body);
    else out.push('<details>', `<summary>${title}</summary>`, '', ...body, '</details>', '');
  }
  if (diff.loose.length > 0) {
    out.push('#### Verification of tokens', '');
    out.push(...diff.loose.map((reason) => `- ${causeText({ text: reason.text, place: reason }, locator)}`), '');
  }
  if (diff.gaps.length > 0) {
    const gaps = diff.gaps.map(
      (gap) => `- ${markdownCode(locator.of('after').label(gap.at))}: ${markdownText(gap.reason)}`,
    );
    out.push('<details>', `<summary>${plural(gaps.length, 'new gap')}: what can no longer be resolved</summary>`, '');
    out.push(...gaps, '', '</details>', '');
  }
  const lost = notesJson(lostFiles(input));
  if (lost.length > 0) {
    out.push('#### Not analysed, or only in part', '');
    out.push(...lost.map(({ file, reason }) => `- ${markdownCode(file)}: ${markdownText(reason)}`), '');
  }
  const note = settingsNote(input);
  if (note) out.push(note, '');
  return commandless(`${[...out, `<sub>${markdownText(summary(input))}</sub>`].join('\n')}\n`);
}

function storyLines(story: Story, locator: DiffLocator): string[] {
  const why = [...declaration(story), ...story.causes].map((cause) => causeText(cause, locator));
  const rows = story.changes.map((change) => {
    const cells = [
      markdownCode(labelOf(change)),
      markdownText(verdict(change.before)),
      markdownText(now(change)),
      markdownCode(locator.route(change)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [...why.map((text) => `- ${text}`), '', '| Route | Before | Now | Where |', '|---|---|---|---|', ...rows, ''];
}

/** What stands between backticks is code. */
function causeText({ text, place }: Cause, locator: DiffLocator): string {
  const parts = text.split('`').map((part, i) => (i % 2 === 1 ? markdownCode(part) : markdownText(part)));
  return `${parts.join('')}${place ? ` (${markdownCode(locator.label(place))})` : ''}`;
}
