import Module, { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { bootsJobs, forbidExit, isolate } from '../support/boots.ts';
import { answered } from '../support/patience.ts';
import type { Status } from './driver.ts';
import { drivers } from './drivers/index.ts';
import type { Job, Report } from './protocol.ts';

/** A process of its own, because a fixture may exit, leave rejections unhandled or change globals. */
const require = createRequire(import.meta.url);
/** For setups that await something before they install the rest. */
const settle = 25;
const patience = 1500;

isolate();
forbidExit();

const driver = drivers[process.argv[2]!]!;
const ready = driver.prepare();
let folder = '';
const modules = Module as unknown as { _resolveFilename: (...args: unknown[]) => string };
const resolve = modules._resolveFilename;
modules._resolveFilename = function redirected(specifier: unknown, ...rest: unknown[]) {
  return resolve.apply(this, [driver.redirect(String(specifier), folder) ?? specifier, ...rest]);
};

bootsJobs(answer);

async function answer(job: Job): Promise<Report> {
  await ready;
  folder = job.folder;
  driver.forget();
  for (const file of Object.keys(require.cache)) if (!file.includes('/node_modules/')) delete require.cache[file];
  const loaded = await load(job.entry);
  await wait(settle);
  const running = await driver.running(loaded);
  if (!running) return { booted: false, reason: 'it makes no server' };
  const answers: Status[] = [];
  for (const ask of job.asks) {
    answers.push((await answered(running.ask(ask), patience)) ?? { status: null, cors: false });
  }
  const served = running.served();
  await running.close();
  return { booted: true, served, answers };
}

/** Runs a program, and calls what it exports as its beginning if it does not begin by itself. */
async function load(entry: string): Promise<Record<string, unknown>> {
  let loaded: Record<string, unknown>;
  try {
    loaded = require(entry);
  } catch (error) {
    if (!/Top-level await|ERR_REQUIRE_ASYNC_MODULE|ERR_REQUIRE_ESM/.test(String(error))) throw error;
    loaded = await import(`${pathToFileURL(entry)}?${Date.now()}`);
  }
  const begin = loaded['start'] ?? loaded['bootstrap'] ?? loaded['createServer'];
  return typeof begin === 'function' && !driver.hasServer() ? { ...loaded, result: await begin() } : loaded;
}
