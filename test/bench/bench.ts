import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openProject } from '#session';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    'eslint-runs': { type: 'string', default: '1' },
    'no-eslint': { type: 'boolean', default: false },
    'no-plugin': { type: 'boolean', default: false },
  },
});
if (positionals.length === 0 && values['no-plugin']) {
  console.error('usage: npm run bench -- [--runs 5] [--eslint-runs 1] [--no-eslint] [--no-plugin] <repository>…');
  process.exit(2);
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Contestant {
  readonly name: string;
  readonly runs: number;
  readonly args: readonly string[];
  readonly seconds: number[];
  /** The repository itself by default. */
  readonly cwd?: string;
  readonly prepare?: (run: number) => void;
}

const temporary = mkdtempSync(join(tmpdir(), 'authlint-bench-'));
process.env['AUTHLINT_CACHE_DIR'] = join(temporary, 'cache');
try {
  for (const path of positionals) await compare(resolve(path));
} finally {
  rmSync(temporary, { recursive: true });
}

// In a process of its own, because its first figure is that of a process that has just started.
if (!values['no-plugin']) {
  const { status } = spawnSync(process.execPath, [...process.execArgv, here('plugin.ts')], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

async function compare(repository: string): Promise<void> {
  const { files } = await openProject({ cwd: repository, needles: ['express'] });
  const list = join(temporary, `${basename(repository)}.json`);
  writeFileSync(list, JSON.stringify(files));
  const runs = Number(values.runs);
  const check = [here('../../bin/authlint.js'), 'check', '--format', 'json', '--fail-on', 'never'];
  const contestants: Contestant[] = [
    { name: 'empty Node', runs, args: ['-e', '0'], seconds: [] },
    { name: 'floor: read + parse, no tree', runs, args: [here('floor.mjs'), repository, list], seconds: [] },
    {
      name: 'authlint check, cold',
      runs,
      args: [...check, '--no-cache'],
      seconds: [],
    },
  ];
  const copy = copyOf(repository);
  // The first run fills the cache.
  cpuOf({ name: 'authlint check, first', args: check }, copy);
  for (const changed of [0, 5]) {
    const name = changed === 0 ? 'authlint check, unchanged' : `authlint check, ${changed} changed`;
    contestants.push({
      name,
      runs,
      args: check,
      seconds: [],
      cwd: copy,
      prepare: (run) => edit(copy, files, changed, run),
    });
  }
  if (!values['no-eslint']) {
    const eslint = [here('eslint.mjs'), repository, list];
    contestants.push({
      name: 'ESLint + security + sonarjs',
      runs: Number(values['eslint-runs']),
      args: eslint,
      seconds: [],
    });
  }
  // Interleaved, so that a busy minute is unfair to all alike.
  for (let run = 0; run < Math.max(...contestants.map((one) => one.runs)); run++) {
    for (const one of contestants) {
      if (run >= one.runs) continue;
      one.prepare?.(run);
      one.seconds.push(cpuOf(one, one.cwd ?? repository));
    }
  }
  print(repository, files.length, contestants);
}

/** To be edited; a repository of git, because that is where hooks run. */
function copyOf(repository: string): string {
  const copy = join(temporary, 'copy', basename(repository));
  cpSync(repository, copy, { recursive: true, filter: (path) => !/\/(?:node_modules|\.git)$/.test(path) });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: copy, stdio: 'ignore' });
  git('init', '-q');
  git('add', '-A');
  return copy;
}

/** Files from all over the project get another last line. */
function edit(copy: string, files: readonly string[], count: number, run: number): void {
  for (let n = 0; n < count; n++) {
    const file = files[Math.floor(((n + 0.5) * files.length) / count)];
    if (file !== undefined) appendFileSync(join(copy, file), `\n// ${run}\n`);
  }
}

/** User and system time of a process and all its children, as bash's `time` counts them. */
function cpuOf({ name, args }: Pick<Contestant, 'name' | 'args'>, cwd: string): number {
  const script = 'TIMEFORMAT="%3U %3S"; time "$@" >/dev/null 2>"$0"';
  const log = join(temporary, 'stderr');
  const { status, stderr } = spawnSync('bash', ['-c', script, log, process.execPath, ...args], {
    cwd,
    encoding: 'utf8',
  });
  const times = stderr.trim().split('\n').at(-1)!.replaceAll(',', '.').split(' ').map(Number);
  if (status !== 0 || times.length !== 2 || times.some(Number.isNaN)) {
    const { stdout } = spawnSync('cat', [log], { encoding: 'utf8' });
    throw new Error(`${name} failed in ${cwd} with ${status}: ${stderr}${stdout.slice(-2000)}`);
  }
  return times[0]! + times[1]!;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function print(repository: string, files: number, contestants: readonly Contestant[]): void {
  const floor = median(contestants[1]!.seconds);
  const own = median(contestants[2]!.seconds);
  console.log(`\n${basename(repository)}: ${files} files; CPU seconds (user + system), median`);
  console.log(
    `${''.padEnd(30)}${'median'.padStart(9)}${'min'.padStart(9)}${'max'.padStart(9)}${'× floor'.padStart(10)}${'× authlint'.padStart(12)}  runs`,
  );
  for (const { name, seconds, runs } of contestants) {
    const middle = median(seconds);
    const columns = [middle.toFixed(3), Math.min(...seconds).toFixed(3), Math.max(...seconds).toFixed(3)].map((text) =>
      text.padStart(9),
    );
    console.log(
      `${name.padEnd(30)}${columns.join('')}${(middle / floor).toFixed(2).padStart(10)}${(middle / own).toFixed(2).padStart(12)}  ${runs}`,
    );
  }
}
