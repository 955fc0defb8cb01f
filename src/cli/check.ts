import { findingsJson, pretty } from '#report';
import { allRules, exitCode, type LintOptions, type LintResult, lint, type Threshold } from '#session';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, loadOptions } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

export async function check(args: Arguments, io: Io, version: string): Promise<number> {
  const { values, positionals } = args;
  const only = values.get('rule');
  const known = allRules.map((rule) => rule.id);
  for (const id of only ?? []) if (!known.includes(id)) throw new UsageError(`unknown rule '${id}'`, id, known);
  const maxFindings = count(values.get('max-findings')?.[0]);
  const preset = values.get('preset')?.[0] as LintOptions['preset'];
  const { done, ...options } = loadOptions(args, io, positionals);
  const result = await lint({ ...options, ...(preset ? { preset } : {}), ...(only ? { only } : {}) });
  done();
  complain(result, positionals, io);
  const quiet = values.has('quiet');
  if (values.get('format')?.[0] === 'json')
    io.stdout.write(findingsJson(limited(result, quiet, maxFindings), { version }));
  else {
    const look = { color: wantsColor(values, io), width: widthOf(io), quiet };
    io.stdout.write(pretty(result, maxFindings === null ? look : { ...look, maxFindings }));
  }
  return exitCode(result, (values.get('fail-on')?.[0] ?? 'error') as Threshold);
}

function limited(result: LintResult, quiet: boolean, most: number | null): LintResult {
  const findings = quiet ? result.findings.filter((finding) => finding.severity === 'error') : result.findings;
  return { ...result, findings: most === null ? findings : findings.slice(0, most) };
}

function count(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`'--max-findings' needs a number, not '${value}'`);
  return Number(value);
}
