import type { Route } from '#model';
import type { Finding, Severity } from '#rule';
import { allGaps, type FindingsInput, type ReportInput } from './input.ts';
import { safe } from './safe.ts';
import { type Colors, colorsOf, type Look, plural } from './style.ts';

const MOST_LISTED = 10;

/** Which findings a report shows; its counts are always of all. */
export interface Selection {
  /** Errors only. */
  readonly quiet?: boolean;
  readonly maxFindings?: number;
}

export function selected({ findings }: FindingsInput, { quiet, maxFindings }: Selection) {
  const wanted: readonly Finding[] = quiet ? findings.filter((one) => one.severity === 'error') : findings;
  const shown = wanted.slice(0, maxFindings ?? wanted.length);
  return { shown, hidden: wanted.length - shown.length };
}

/** `2 errors, 1 warning (3 suppressed, 5 in the baseline)`. */
export function verdictLine({ findings, suppressed }: FindingsInput, colors: Colors): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    [count('error'), 'error', colors.red],
    [count('warning'), 'warning', colors.yellow],
    [count('info'), 'remark', colors.blue],
  ] as const;
  const named = parts.filter(([number]) => number > 0).map(([number, noun, paint]) => paint(plural(number, noun)));
  const known = suppressed.filter((one) => one.by === 'baseline').length;
  const silenced = [
    ...(suppressed.length > known ? [`${suppressed.length - known} suppressed`] : []),
    ...(known > 0 ? [`${known} in the baseline`] : []),
  ];
  const aside = silenced.length > 0 ? colors.dim(` (${silenced.join(', ')})`) : '';
  return (named.length > 0 ? colors.bold(named.join(', ')) : colors.green('no findings')) + aside;
}

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
export function notesBlock({ notes, problems }: Pick<ReportInput, 'notes' | 'problems'>, colors: Colors): string[] {
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

/** The same for reports that have no place for them; empty when everything was analysed. */
export function unseen(input: ReportInput, look: Look): string {
  return notesBlock(input, colorsOf(look))
    .map((line) => `${line}\n`)
    .join('');
}

/** For each package of a monorepo, where there are several: `apps/api: 12 routes: 8 authenticated, 4 anonymous · 2 findings`. */
export function appLines(input: ReportInput & Partial<FindingsInput>, colors: Colors): string[] {
  const apps = appsOf(input);
  if (apps.length < 2) return [];
  return apps.map((app) => {
    const routes = input.model.routes.filter((route) => appOfRoute(input, route) === app);
    const count = (access: Route['access']) => routes.filter((route) => route.access === access).length;
    const verdicts = ACCESSES.filter((access) => count(access) > 0).map((access) => `${count(access)} ${access}`);
    const mine = input.findings?.filter((finding) => input.appOf(finding.at.file) === app).length;
    const findings = mine === undefined ? '' : colors.dim(` · ${plural(mine, 'finding')}`);
    return `  ${colors.bold(sectionName(app))}  ${plural(routes.length, 'route')}: ${verdicts.join(', ')}${findings}`;
  });
}

const ACCESSES = ['authenticated', 'optional', 'anonymous', 'unknown'] as const;

/** The packages that serve routes, sorted. */
export function appsOf(input: ReportInput): string[] {
  return [...new Set(input.model.routes.map((route) => appOfRoute(input, route)))].sort();
}

function appOfRoute(input: ReportInput, route: Route): string {
  return input.appOf(input.model.apps[route.app]!.at.file);
}

export function sectionName(app: string): string {
  return app === '' ? '(top)' : safe(app);
}
