import type { Confidence } from '#model';
import type { Finding, Severity } from '#rule';
import { type FindingsInput, Locator } from './input.ts';
import { compactLine } from './lines.ts';
import { commandless, safe } from './safe.ts';
import { colorsOf, plural } from './style.ts';
import { coverageLine, notesBlock, type Selection, selected, verdictLine } from './summary.ts';

/** GitHub shows so many annotations of each kind for a step, and silently drops the rest. */
const MOST = 10;

const KINDS = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'notice'],
] as const satisfies readonly (readonly [Severity, string])[];

const SURE: Readonly<Record<Confidence, number>> = { high: 0, medium: 1, low: 2 };

/**
 * `--format github`: workflow commands that GitHub turns into annotations, the surest of each kind first; what would be
 * dropped follows as plain lines. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function github(input: FindingsInput, options: Selection): string {
  const colors = colorsOf({ color: false, width: null });
  const locator = new Locator(input.textOf);
  const { shown, hidden } = selected(input, options);
  const commands: string[] = [];
  const plain: string[] = [];
  for (const [severity, kind] of KINDS) {
    const mine = shown.filter((finding) => finding.severity === severity);
    const ranked = mine.sort((a, b) => SURE[a.confidence] - SURE[b.confidence]);
    commands.push(...ranked.slice(0, MOST).map((finding) => command(kind, finding, locator)));
    plain.push(...ranked.slice(MOST).map((finding) => compactLine(finding, locator, colors)));
  }
  if (plain.length > 0) plain.unshift(`${plural(plain.length, 'more finding')} without annotation:`);
  if (hidden > 0) plain.push(`… and ${plural(hidden, 'more finding')} (--max-findings)`);
  plain.push(...notesBlock(input, colors), verdictLine(input, colors), coverageLine(input, colors));
  return `${commands.map((line) => `${line}\n`).join('')}${commandless(`${plain.join('\n')}\n`)}`;
}

function command(kind: string, finding: Finding, locator: Locator): string {
  const { file, line, column, endLine, endColumn } = locator.at(finding.at);
  const properties = {
    file,
    line,
    endLine,
    // GitHub takes columns only within one line.
    ...(line === endLine ? { col: column, endColumn } : {}),
    title: `authlint ${finding.rule}`,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(safe(String(value)))}`);
  const lines = [
    finding.message,
    ...finding.also.map((also) => `${locator.label(also.at)}: ${also.message}`),
    `fix: ${finding.remedy}`,
  ];
  return `::${kind} ${written.join(',')}::${escapeData(lines.map(safe).join('\n'))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
