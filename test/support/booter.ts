import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';

export interface NotBooted {
  readonly booted: false;
  readonly reason: string;
}

/**
 * A process of its own that boots programs, one job after the other: a program may exit, hang or change globals. It is
 * replaced when it dies or does not answer in time. What it runs is in ./boots.ts.
 */
export class Booter<Job extends object, Report extends { readonly booted: boolean }> {
  readonly #file: URL;
  readonly #args: readonly string[];
  readonly #patience: number;
  #child: ChildProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: URL, { args = [], patience = 45_000 }: { args?: readonly string[]; patience?: number } = {}) {
    this.#file = file;
    this.#args = args;
    this.#patience = patience;
  }

  /** Waits for the jobs that were given before. */
  run(job: Job): Promise<Report | NotBooted> {
    const report = this.#last.then(() => this.#boot(job));
    this.#last = report;
    return report;
  }

  #boot(job: Job): Promise<Report | NotBooted> {
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve) => {
      const finish = (report: Report | NotBooted) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(report);
      };
      const fail = (reason: string) => {
        this.close();
        finish({ booted: false, reason });
      };
      const timer = setTimeout(fail, this.#patience, 'does not come to an end');
      child.once('message', (report) => finish(report as Report));
      child.once('exit', (code) => fail(`the process ended with ${code}`));
      child.send(job);
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #start(): ChildProcess {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return fork(this.#file, [...this.#args], {
      execArgv: ['--import', 'tsx', '--conditions=authlint-source'],
      env,
      stdio: ['ignore', 'ignore', process.env['AUTHLINT_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
    });
  }
}
