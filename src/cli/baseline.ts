import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Look, newFindings, safe } from '#report';
import {
  BASELINE_FILE,
  Baseline,
  BaselineError,
  EXIT,
  isNothing,
  type LintResult,
  onDisk,
  readBaseline,
  writeWhole,
} from '#session';
import { lintAs } from './check.ts';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, tellUnseen } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

const ACTIONS = { create, check, prune } as const;

interface Task {
  /** As the user names it. */
  readonly file: string;
  readonly path: string;
  /** Of a run that no baseline silenced. */
  readonly result: LintResult;
  readonly io: Io;
  readonly look: Look;
}

export async function baseline(args: Arguments, io: Io): Promise<number> {
  const { values, positionals } = args;
  const [action = '', ...paths] = positionals;
  const act = Object.entries(ACTIONS).find(([name]) => name === action)?.[1];
  if (!act) {
    const names = Object.keys(ACTIONS);
    throw new UsageError(`'authlint baseline' needs to know what to do: ${names.join(', ')}`, action, names);
  }
  const file = values.get('baseline')?.[0] ?? BASELINE_FILE;
  const path = resolve(io.cwd, file);
  if (act === create && existsSync(path) && !values.has('force')) {
    throw new BaselineError(
      `${file} exists; 'authlint baseline prune' removes what is fixed, and --force takes in all findings of today`,
    );
  }
  const result = await lintAs({ ...args, positionals: paths }, io, { baseline: false });
  complain(result, args, paths, io);
  if (result.missing.length > 0) return EXIT.failure;
  // A run that saw nothing must not call everything fixed.
  if (isNothing(result)) return EXIT.nothing;
  tellUnseen(result, args, io);
  return act({ file, path, result, io, look: { color: wantsColor(values, io), width: widthOf(io) } });
}

function create({ file, path, result, io }: Task): number {
  const { findings } = result;
  const made = new Baseline(findings.flatMap((finding) => finding.identity));
  if (findings.length === 0) {
    io.stdout.write('No findings, so no baseline is needed.\n');
    return EXIT.clean;
  }
  writeWhole(path, made.print(), file);
  io.stdout.write(
    `${safe(file)}: ${count(made.entries.size, 'entry')} for ${count(findings.length, 'finding')}. Commit it; from now on only others are reported.\n`,
  );
  return EXIT.clean;
}

function check({ file, result, io, look }: Task): number {
  const known = existing(file, io);
  const fixed = known.fixed(result);
  const fresh = result.findings.filter((finding) => !known.covers(finding));
  for (const entry of fixed) io.stdout.write(`fixed: ${entry.replaceAll('\t', ' ')}\n`);
  io.stdout.write(newFindings(result, fresh, look));
  const state = fixed.length + fresh.length === 0 ? 'up to date' : 'not up to date';
  io.stdout.write(
    `${safe(file)}: ${count(known.entries.size, 'entry')}, ${fixed.length} fixed, ${count(fresh.length, 'finding')} not in it: ${state}\n`,
  );
  if (fixed.length > 0)
    io.stdout.write(`'authlint baseline prune' removes what is fixed, so that it cannot come back.\n`);
  return fixed.length + fresh.length === 0 ? EXIT.clean : EXIT.findings;
}

function prune({ file, path, result, io }: Task): number {
  const known = existing(file, io);
  const fixed = new Set(known.fixed(result));
  const left = new Baseline([...known.entries].filter((entry) => !fixed.has(entry)));
  if (fixed.size > 0) writeWhole(path, left.print(), file);
  io.stdout.write(
    `${safe(file)}: ${fixed.size} of ${count(known.entries.size, 'entry')} removed, ${left.entries.size} left\n`,
  );
  return EXIT.clean;
}

function existing(file: string, io: Io): Baseline {
  const known = readBaseline(onDisk, io.cwd, file);
  if (known) return known;
  throw new BaselineError(`${file}: there is no such baseline; 'authlint baseline create' writes one`);
}

function count(number: number, noun: 'entry' | 'finding'): string {
  return `${number} ${number === 1 ? noun : noun === 'entry' ? 'entries' : 'findings'}`;
}
