import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ask } from '../support/inject.ts';
import type { FixtureProgram } from '../support/programs.ts';
import type { FastifyJob, FastifyReport } from './fastify-child.ts';
import { entryOf } from './runner.ts';

const patience = 30_000;

/**
 * Boots programs with one major of Fastify: a copy of the program stands inside the environment, so that its imports find
 * what is installed there.
 */
export class FastifyRunner {
  readonly #boots: string;
  #child: ChildProcess | null = null;
  #count = 0;

  constructor(major: 4 | 5) {
    this.#boots = fileURLToPath(new URL(`../environments/fastify${major}/.boots`, import.meta.url));
  }

  run(program: Pick<FixtureProgram, 'folder'>, asks: readonly Ask[]): Promise<FastifyReport> {
    const entry = entryOf(program.folder);
    if (!entry) return Promise.resolve({ booted: false, reason: 'no server file' });
    const copy = join(this.#boots, `${process.pid}-${this.#count++}`);
    mkdirSync(copy, { recursive: true });
    cpSync(program.folder, copy, { recursive: true });
    const job: FastifyJob = { entry: join(copy, relative(program.folder, entry)), asks };
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve) => {
      const finish = (report: FastifyReport) => {
        clearTimeout(timer);
        child.removeAllListeners();
        rmSync(copy, { recursive: true, force: true });
        if (!report.booted) this.#stop();
        resolve(report);
      };
      const timer = setTimeout(() => finish({ booted: false, reason: 'does not come to an end' }), patience);
      child.once('message', (report) => finish(report as FastifyReport));
      child.once('exit', (code) => finish({ booted: false, reason: `the process ended with ${code}` }));
      child.send(job);
    });
  }

  close(): void {
    this.#stop();
    rmSync(this.#boots, { recursive: true, force: true });
  }

  #stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return fork(fileURLToPath(new URL('./fastify-child.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx', '--conditions=authlint-source'],
      env,
      stdio: ['ignore', 'ignore', process.env['AUTHLINT_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
    });
  }
}
