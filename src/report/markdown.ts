import type { Finding, Severity } from '#rule';
import { type FindingsInput, Locator } from './input.ts';
import { commandless, safe } from './safe.ts';
import { colorsOf, plural } from './style.ts';
import { coverageLine, notesBlock, type Selection, selected, verdictLine } from './summary.ts';

/** A job summary of GitHub holds a megabyte, and nobody reads a table of this length. */
const MOST = 200;

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const SIGN: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** `--format markdown`: for job summaries and comments. */
export function markdown(input: FindingsInput, options: Selection): string {
  const colors = colorsOf({ color: false, width: null });
  const locator = new Locator(input.textOf);
  const { shown, hidden } = selected(input, options);
  const rows = [...shown].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]).slice(0, MOST);
  const rest = hidden + shown.length - rows.length;
  const notes = notesBlock(input, colors).slice(1);
  return commandless(
    [
      `## authlint: ${verdictLine(input, colors)}`,
      '',
      markdownText(coverageLine(input, colors)),
      '',
      ...(rows.length > 0 ? ['| | Rule | Where | What |', '| --- | --- | --- | --- |'] : []),
      ...rows.map((finding) => row(finding, locator)),
      ...(rows.length > 0 ? [''] : []),
      ...(rest > 0 ? [`… and ${plural(rest, 'more finding')}.`, ''] : []),
      ...(notes.length > 0 ? ['Not analysed, or only in part:', ''] : []),
      ...notes.map((line) => `- ${markdownText(line.trim())}`),
      ...(notes.length > 0 ? [''] : []),
    ].join('\n'),
  );
}

function row(finding: Finding, locator: Locator): string {
  const sure = finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`;
  const what = [
    `${markdownText(finding.message)}${sure}`,
    ...finding.also.map(({ at, message }) => `${markdownCode(locator.label(at))} ${markdownText(message)}`),
    // Code in a remedy is the rule's own, not that of the analysed project.
    `**Fix:** ${markdownText(finding.remedy).replace(/&#96;(.+?)&#96;/g, '<code>$1</code>')}`,
  ];
  const cells = [
    `${SIGN[finding.severity]} ${finding.severity}`,
    markdownCode(finding.rule),
    markdownCode(locator.label(finding.at)),
    what.join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

/**
 * Text that stays text: no markup, HTML or table cell, and no mention, reference or link, of which a comment in HTML
 * keeps the parts apart without being seen.
 */
export function markdownText(text: string): string {
  return safe(text)
    .replace(MARKUP, (char) => (/[@#:.]/.test(char) ? `${char}<!-- -->` : `&#${char.charCodeAt(0)};`))
    .replace(/^([-+=]|\d+[.)])/, (start) => `\\${start}`);
}

const MARKUP = /[\\`*_{}[\]<>|~&]|@(?=\w)|#(?=\d)|^#|:(?=\/\/)|(?<=\bwww)\./gi;

/** For names and places. Inside `<code>` nothing is a mention. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}
