import { environment } from './callers.ts';

/** Prepares a process in which programs are booted: nothing of a program ends it or reaches a terminal. */
export function isolate(onRejection: (error: unknown) => void = () => {}): void {
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', () => {});
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = () => {};
  Object.assign(process.env, environment);
}

/** A program that ends itself has not booted. */
export function forbidExit(): void {
  process.exit = ((code?: number) => {
    throw new Error(`process.exit(${code ?? ''})`);
  }) as typeof process.exit;
}

/** Answers the jobs of a `Booter`, one after the other. What a program writes into the environment goes with it. */
export function bootsJobs<Job, Report>(answer: (job: Job) => Promise<Report>): void {
  process.on('message', async (job: Job) => {
    const before = { ...process.env };
    const report = await answer(job).catch((error: unknown) => ({ booted: false, reason: String(error) }));
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    process.send!(report);
  });
}
