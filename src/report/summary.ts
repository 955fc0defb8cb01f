import { allGaps, type ReportInput } from './input.ts';
import { safe } from './safe.ts';
import { type Colors, plural } from './style.ts';

const MOST_LISTED = 10;

/** `24 routes in 1 app: 18 authenticated, 5 anonymous, 1 unknown · 31 of 32 files analysed`. */
export function coverageLine(input: ReportInput, colors: Colors): string {
  const { summary } = input;
  const parts = [
    [summary.access.authenticated, 'authenticated', colors.green],
    [summary.access.optional, 'optional', colors.yellow],
    [summary.access.anonymous, 'anonymous', colors.red],
    [summary.access.unknown, 'unknown', colors.magenta],
  ] as const;
  const verdicts = parts.filter(([count]) => count > 0).map(([count, name, paint]) => paint(`${count} ${name}`));
  const routes = `${plural(summary.routes, 'route')} in ${plural(summary.apps, 'app')}`;
  const files =
    summary.analysed === summary.files
      ? `${plural(summary.files, 'file')} analysed`
      : `${summary.analysed} of ${plural(summary.files, 'file')} analysed`;
  const gaps = allGaps(input.model).length;
  return [
    verdicts.length > 0 ? `${routes}: ${verdicts.join(', ')}` : routes,
    files,
    ...(gaps > 0 ? [colors.magenta(plural(gaps, 'gap'))] : []),
  ].join(' · ');
}

/** Files that were left out or lost, each with its reason. */
export function notesBlock({ notes, problems }: ReportInput, colors: Colors): string[] {
  const lines = [
    ...problems.map(({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`),
    ...notes.map(({ file, reason }) => `${file}: ${reason}`),
  ].map(safe);
  if (lines.length === 0) return [];
  const rest = lines.length - MOST_LISTED;
  return [
    colors.yellow('not analysed, or only in part:'),
    ...lines.slice(0, MOST_LISTED).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more (--format json lists all)`] : []),
  ];
}
