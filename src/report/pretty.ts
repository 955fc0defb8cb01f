import type { Finding, Severity } from '#rule';
import { frame, type Mark } from './frame.ts';
import { type FindingsInput, Locator } from './input.ts';
import { paintOf } from './lines.ts';
import { commandless, safe } from './safe.ts';
import { type Colors, colorsOf, type Look, plural, wrap } from './style.ts';
import {
  appLines,
  appsOf,
  coverageLine,
  notesBlock,
  type Selection,
  sectionName,
  selected,
  verdictLine,
} from './summary.ts';

export interface PrettyOptions extends Look, Selection {}

const WIDEST = 120;

/** Findings grouped by file, each with its frame, and what the run saw and did not see. */
export function pretty(input: FindingsInput, options: PrettyOptions): string {
  const colors = colorsOf(options);
  const locator = new Locator(input.textOf);
  const { shown, hidden } = selected(input, options);
  const out: string[] = [];
  const several = appsOf(input).length > 1;
  let app: string | null = null;
  let file: string | null = null;
  for (const finding of shown) {
    if (several && input.appOf(finding.at.file) !== app) {
      app = input.appOf(finding.at.file);
      out.push(colors.bold(`[${sectionName(app)}]`), '');
    }
    if (finding.at.file !== file) {
      file = finding.at.file;
      out.push(colors.bold(colors.underline(safe(file))), '');
    }
    out.push(...findingLines(finding, locator, colors, options), '');
  }
  if (hidden > 0) out.push(colors.dim(`… and ${plural(hidden, 'more finding')} (--max-findings)`), '');
  if (!options.quiet) out.push(...block(notesBlock(input, colors)));
  out.push(verdictLine(input, colors), ...appLines(input, colors), coverageLine(input, colors));
  return commandless(`${out.join('\n')}\n`);
}

function block(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [...lines, ''] : [];
}

function findingLines(finding: Finding, locator: Locator, colors: Colors, look: Look): string[] {
  const paint = paintOf(finding.severity, colors);
  const { file, line, column } = locator.at(finding.at);
  const sure = finding.confidence === 'high' ? '' : colors.dim(` (${finding.confidence} confidence)`);
  const width = Math.min(look.width ?? WIDEST, WIDEST);
  return [
    `  ${paint(`${SIGN[finding.severity]} ${finding.severity}`)} ${colors.bold(finding.rule)}${sure} ${colors.dim(safe(`${file}:${line}:${column}`))}`,
    wrap(safe(finding.message), width, '  '),
    '',
    ...frames(finding, locator, colors, paint, width),
    '',
    colors.green(wrap(`fix: ${safe(finding.remedy)}`, width, '  ')),
  ];
}

const SIGN: Readonly<Record<Severity, string>> = { error: '✖', warning: '▲', info: 'ℹ' };

/** One frame per file: the finding's own file first, then the others as the story tells them. */
function frames(
  finding: Finding,
  locator: Locator,
  colors: Colors,
  paint: (text: string) => string,
  width: number,
): string[] {
  const byFile = new Map<string, Mark[]>([
    [finding.at.file, [{ ...locator.at(finding.at), primary: true, label: '' }]],
  ]);
  for (const also of finding.also) {
    const marks = byFile.get(also.at.file) ?? [];
    byFile.set(also.at.file, [...marks, { ...locator.at(also.at), primary: false, label: also.message }]);
  }
  return [...byFile].flatMap(([file, marks]) => {
    const lines = frame(locator.table(file), marks, { colors, width: width - 2, paint }).map((line) => `  ${line}`);
    return file === finding.at.file ? lines : ['', colors.dim(`  ${safe(file)}:${marks[0]!.line}`), ...lines];
  });
}
