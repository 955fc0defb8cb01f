import type { Finding, Severity } from '#rule';
import { type FindingsInput, Locator } from './input.ts';
import { commandless, safe } from './safe.ts';
import { type Colors, colorsOf, type Look, plural } from './style.ts';
import { coverageLine, notesBlock, type Selection, selected, verdictLine } from './summary.ts';

/** `--format compact`: a line for each finding, as compilers write them. */
export function compact(input: FindingsInput, options: Look & Selection): string {
  const colors = colorsOf(options);
  const locator = new Locator(input.textOf);
  const { shown, hidden } = selected(input, options);
  return ending(
    shown.map((finding) => compactLine(finding, locator, colors)),
    hidden,
    input,
    colors,
  );
}

/** The lines of some findings alone, each called new. */
export function newFindings(input: FindingsInput, findings: readonly Finding[], look: Look): string {
  const colors = colorsOf(look);
  const locator = new Locator(input.textOf);
  return commandless(findings.map((finding) => `new: ${compactLine(finding, locator, colors)}\n`).join(''));
}

/** `src/server.ts:12:3: error late-cors: what is wrong`. */
export function compactLine(finding: Finding, locator: Locator, colors: Colors): string {
  const { file, line, column } = locator.at(finding.at);
  const sure = finding.confidence === 'high' ? '' : ` (${finding.confidence} confidence)`;
  const severity = paintOf(finding.severity, colors)(finding.severity);
  return `${safe(`${file}:${line}:${column}`)}: ${severity} ${finding.rule}: ${safe(finding.message)}${sure}`;
}

/** `--format agent`: the same with all that is needed to act on it, and nothing to look at. */
export function agent(input: FindingsInput, options: Selection): string {
  const colors = colorsOf({ color: false, width: null });
  const locator = new Locator(input.textOf);
  const { shown, hidden } = selected(input, options);
  const lines = shown.map((finding) => {
    const also = finding.also.map(({ at, message }) => `also: ${safe(locator.label(at))} ${safe(message)}`);
    const fields = [...also, `fix: ${safe(finding.remedy)}`, `docs: authlint explain ${finding.rule}`];
    return [compactLine(finding, locator, colors), ...fields].join(' | ');
  });
  return ending(lines, hidden, input, colors);
}

function ending(lines: readonly string[], hidden: number, input: FindingsInput, colors: Colors): string {
  const rest = hidden > 0 ? [`… and ${plural(hidden, 'more finding')} (--max-findings)`] : [];
  const all = [
    ...lines,
    ...rest,
    ...notesBlock(input, colors),
    verdictLine(input, colors),
    coverageLine(input, colors),
  ];
  return commandless(`${all.join('\n')}\n`);
}

export function paintOf(severity: Severity, colors: Colors): (text: string) => string {
  return severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;
}
