import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import type { ExpressMajor } from '../support/express.ts';
import type { Ask } from '../support/inject.ts';
import type { FixtureProgram } from '../support/programs.ts';
import type { Job, Report } from './protocol.ts';

const patience = 45_000;
const names = ['server', 'index', 'main', 'app'];
const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** Boots fixtures in a child process; a child that dies or hangs is replaced. */
export class Runner {
  readonly #file: string;
  #child: ChildProcess | null = null;

  constructor(file = './child.ts') {
    this.#file = file;
  }

  run(program: FixtureProgram, asks: readonly Ask[], copies: Readonly<Record<string, string>> = {}): Promise<Report> {
    const entry = entryOf(program.folder);
    if (!entry) return Promise.resolve({ booted: false, reason: 'no server file' });
    const job: Job = { folder: program.folder, entry, major: majorOf(program.folder), asks, copies };
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve) => {
      const finish = (report: Report) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (!report.booted) this.close();
        resolve(report);
      };
      const timer = setTimeout(() => finish({ booted: false, reason: 'does not come to an end' }), patience);
      child.once('message', (report) => finish(report as Report));
      child.once('exit', (code) => finish({ booted: false, reason: `the process ended with ${code}` }));
      child.send(job);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return fork(fileURLToPath(new URL(this.#file, import.meta.url)), {
      execArgv: ['--import', 'tsx', '--conditions=authlint-source'],
      env,
      stdio: ['ignore', 'ignore', process.env['AUTHLINT_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
    });
  }
}

export function entryOf(folder: string): string | null {
  for (const base of ['', 'src/']) {
    for (const name of names) {
      const found = extensions.map((extension) => join(folder, `${base}${name}.${extension}`)).find(existsSync);
      if (found) return found;
    }
  }
  return null;
}

/** Express 5 unless the program asks for something that only 4 satisfies. */
export function majorOf(folder: string): ExpressMajor {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return 5;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  const range: unknown = dependencies.express ?? devDependencies.express;
  return typeof range === 'string' && semver.validRange(range) && !semver.intersects(range, '>=5') ? 4 : 5;
}
