import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandless, safe } from '#report';
import { changeSince, type LintOptions, type LintResult, lintChange, stagedChange } from '#session';
import { wantsFix } from './fix.ts';
import type { Io } from './io.ts';
import { type Arguments, UsageError } from './usage.ts';

/** Which change is asked for. */
export interface Wanted {
  /** A revision or range; null for the staged change. */
  readonly since: string | null;
}

export function wantsChange(args: Arguments): Wanted | null {
  const { values } = args;
  const since = values.get('since')?.[0];
  if (since === undefined && !values.has('staged')) return null;
  if (since !== undefined && values.has('staged'))
    throw new UsageError(`'--staged' and '--since' contradict each other; use one of them`);
  if (wantsFix(args)) throw new UsageError(`fixes change the working tree; use them without '--staged' and '--since'`);
  return { since: since ?? null };
}

/** Hook managers append the names of staged files; a change can open a route in any other, so only folders narrow. */
export function foldersOf(paths: readonly string[], io: Io): readonly string[] {
  return paths.filter((path) => !statSync(resolve(io.cwd, path), { throwIfNoEntry: false })?.isFile());
}

export function changed({ since }: Wanted, io: Io): (options: LintOptions) => Promise<LintResult> {
  return async (options) => {
    const change = since === null ? stagedChange(io.cwd) : changeSince(io.cwd, since);
    const result = await lintChange(options, change);
    const { older, unjudged } = result;
    const [first, ...others] = unjudged;
    if (first) {
      const routes = others.length === 0 ? first : `${first} and ${others.length} more`;
      const told = `${routes} asked for a credential before the change, and cannot be judged now`;
      io.stderr.write(`authlint: ${commandless(safe(told))}; 'authlint routes --unknown' tells why\n`);
    }
    if (older > 0) {
      const findings = older === 1 ? '1 finding' : `${older} findings`;
      io.stderr.write(`authlint: ${findings} older than the change not shown; 'authlint check' shows all\n`);
    }
    return result;
  };
}
