import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Report } from './protocol.ts';

const patience = 60_000;

/** Boots programs in a child process; a child that dies or hangs is replaced. */
export class Runner {
  #child: ChildProcess | null = null;

  run(job: Job): Promise<Report> {
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
    return fork(fileURLToPath(new URL('./child.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx', '--conditions=authlint-source'],
      env,
      stdio: ['ignore', 'ignore', process.env['AUTHLINT_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
    });
  }
}
