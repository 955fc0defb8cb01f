import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { bootsJobs, isolate } from '../support/boots.ts';
import type { Ask } from '../support/inject.ts';
import { answered } from '../support/patience.ts';
import type { InjectedReport } from './fastify-child.ts';

export interface HapiJob {
  readonly entry: string;
  readonly asks: readonly Ask[];
  /** What programs ask for, and under which name that is installed. */
  readonly copies: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: servers of four majors
type Any = any;

const patience = 700;
const require = createRequire(import.meta.url);

isolate();
bootsJobs(boot);

let made: Any = null;

/** Remembers the server that a program makes; no port is opened. */
function record(name: string): void {
  const hapi = require(name);
  const { server, Server } = hapi;
  const plain = server ?? ((options: Any) => new Server(options));
  if (plain.isRecording) return;
  const recording = Object.assign(
    function recorded(options: Any = {}): Any {
      made = plain({ ...options, debug: false });
      made.start = (...args: Any[]) => made.initialize(...args);
      return made;
    },
    { isRecording: true },
  );
  hapi.server = recording;
  hapi.Server = recording;
}

async function boot({ entry, asks, copies }: HapiJob): Promise<InjectedReport> {
  made = null;
  for (const file of Object.keys(require.cache)) if (!file.includes('/node_modules/')) delete require.cache[file];
  const modules = Module as unknown as { _resolveFilename: (specifier: string, ...rest: unknown[]) => string };
  const resolve = modules._resolveFilename;
  modules._resolveFilename = (specifier, ...rest) => resolve(copies[specifier] ?? specifier, ...rest);
  try {
    for (const name of Object.values(copies)) record(name);
    const loaded = await load(entry);
    const given = loaded?.default ?? loaded;
    await (made === null && typeof given?.start === 'function' ? given.start() : given);
    for (let turn = 0; turn < 50 && !made?.info?.started && made?._core?.phase !== 'initialized'; turn++)
      await new Promise((done) => setTimeout(done, 5));
  } finally {
    modules._resolveFilename = resolve;
  }
  if (!made) return { booted: false, reason: 'no server was made' };
  const server = made;
  await initialized(server);
  const tables = server.connections ? server.connections.map((one: Any) => one.table()) : [server.table()];
  const served = tables
    .flat()
    .filter(({ settings }: Any) => !settings.isInternal)
    .map(({ method, path }: Any) => `${method === '*' ? 'ALL' : method.toUpperCase()} ${path}`);
  const tell = async (ask: Ask) => {
    const asked = server.inject({ method: ask.method, url: ask.path, headers: ask.headers });
    const answer = (await answered(asked, patience)) as Any;
    const cors = answer?.headers['access-control-allow-origin'] !== undefined;
    return { status: answer?.statusCode ?? null, body: String(answer?.payload ?? '').slice(0, 200), cors, ran: false };
  };
  const answers = await Promise.all(asks.map(tell));
  await server.stop();
  return { booted: true, served, answers };
}

async function initialized(server: Any): Promise<void> {
  const phase = server._core?.phase ?? server._state;
  if (phase !== 'initialized' && phase !== 'started') await server.initialize();
}

async function load(entry: string): Promise<Any> {
  try {
    return require(entry);
  } catch (error) {
    if (!/Top-level await|require\(\) of ES Module/.test(String(error))) throw error;
    return import(`${pathToFileURL(entry)}?${Date.now()}`);
  }
}
