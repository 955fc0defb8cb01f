import { allRules, exitCode, type LintOptions, type LintResult, lint, type Threshold } from '#session';
import { changed, foldersOf, wantsChange } from './change.ts';
import { fixed, wantsFix } from './fix.ts';
import { targetsOf, writeReports } from './formats.ts';
import type { Io } from './io.ts';
import { complain, loadOptions } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

export async function check(args: Arguments, io: Io, version: string): Promise<number> {
  const { values, positionals } = args;
  const maxFindings = count(values.get('max-findings')?.[0]);
  const targets = targetsOf(values);
  const change = wantsChange(args);
  const run = change ? changed(change, io) : wantsFix(args) ? (options: LintOptions) => fixed(options, args, io) : lint;
  const result = await lintAs(args, io, change ? { paths: foldersOf(positionals, io) } : {}, run);
  complain(result, args, positionals, io);
  const quiet = values.has('quiet');
  const selection = maxFindings === null ? { quiet } : { quiet, maxFindings };
  // A patch stands in the place of a report.
  if (!values.has('diff')) writeReports(targets, { result, args, selection, io, version });
  return exitCode(result, (values.get('fail-on')?.[0] ?? 'error') as Threshold);
}

/** A run as the options say that `check` and `baseline` have in common. */
export async function lintAs(
  args: Arguments,
  io: Io,
  more: LintOptions = {},
  run: (options: LintOptions) => Promise<LintResult> = lint,
): Promise<LintResult> {
  const { values, positionals } = args;
  const only = values.get('rule');
  const known = allRules.map((rule) => rule.id);
  for (const id of only ?? []) if (!known.includes(id)) throw new UsageError(`unknown rule '${id}'`, id, known);
  const preset = values.get('preset')?.[0] as LintOptions['preset'];
  const baseline = values.get('baseline')?.[0];
  if (baseline !== undefined && values.has('no-ignores')) {
    throw new UsageError(`'--baseline' and '--no-ignores' contradict each other; use one of them`);
  }
  const { done, ...options } = loadOptions(args, io, positionals);
  const result = await run({
    ...options,
    ...(preset ? { preset } : {}),
    ...(only ? { only } : {}),
    ...(baseline === undefined ? {} : { baseline }),
    ignores: !values.has('no-ignores'),
    ...more,
  });
  done();
  return result;
}

function count(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`'--max-findings' needs a number, not '${value}'`);
  return Number(value);
}
