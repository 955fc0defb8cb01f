import type { IncomingMessage } from 'node:http';
import { createServer, Server } from 'node:http';
import Module, { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { bootsJobs, forbidExit, isolate } from '../support/boots.ts';
import type { App, ExpressMajor, StepFunction, Visit } from '../support/express.ts';
import { loadExpress, trailOf } from '../support/express.ts';
import type { Ask } from '../support/inject.ts';
import { allowsOrigin, askHeader, send } from '../support/send.ts';
import { pathsOf, servedBy } from '../support/served.ts';
import { siteIn } from '../support/site.ts';
import type { Job, Report, Told, ToldVisit } from './protocol.ts';

/** A process of its own, because a fixture may exit, leave rejections unhandled or change globals. */
const require = createRequire(import.meta.url);
const patience = 1500;
/** For setups that await something before they install the rest. */
const settle = 25;

let listened: App | null = null;

isolate();
forbidExit();

const express: Record<ExpressMajor, StepFunction> = { 4: loadExpress(4, require), 5: loadExpress(5, require) };
for (const factory of Object.values(express)) {
  const { application } = factory as unknown as { application: { listen: StepFunction } };
  application.listen = function listen(this: App) {
    listened = this;
    return quietServer();
  };
}

bootsJobs(answer);

async function answer(job: Job): Promise<Report> {
  listened = null;
  const app = await load(job);
  if (!app) return { booted: false, reason: 'neither exports an app nor lets one listen' };
  const served = servedBy(app).map(({ method, path }) => ({ method, path }));
  const requests = new Map<string, IncomingMessage>();
  const server = createServer((req, res) => {
    requests.set(String(req.headers[askHeader]), req);
    delete req.headers[askHeader];
    app(req, res);
  });
  await new Promise<void>((resolve) => realListen.apply(server, [{ port: 0, host: '127.0.0.1' }, resolve]));
  const { port } = server.address() as AddressInfo;
  const tell = async (ask: Ask, index: number): Promise<Told> => {
    const sent = await send(port, ask, String(index), patience);
    const req = requests.get(String(index));
    const trail = req ? trailOf(req).map((visit) => told(visit, ask.method.toLowerCase(), job.folder)) : [];
    return { status: sent.status, cors: allowsOrigin(sent), trail };
  };
  // All at once: some of them are never answered.
  const answers = await Promise.all(job.asks.map(tell));
  server.close();
  server.closeAllConnections();
  return { booted: true, served, answers };
}

const realListen = Server.prototype.listen;
Server.prototype.listen = function listen(this: Server & { _events?: { request?: App } }) {
  listened ??= this.listeners('request')[0] as App;
  return this;
} as typeof realListen;

function quietServer() {
  const server = { close: () => {}, on: () => server, once: () => server, address: () => ({ port: 0 }) };
  return server;
}

/** The program's own modules, and the packages that keep state of a program. */
function isFresh(file: string): boolean {
  return !file.includes('/node_modules/') || file.includes('/node_modules/passport/');
}

async function load(job: Job): Promise<App | null> {
  for (const file of Object.keys(require.cache)) if (isFresh(file)) delete require.cache[file];
  const modules = Module as unknown as { _resolveFilename: StepFunction };
  const resolve = modules._resolveFilename;
  modules._resolveFilename = function redirected(specifier: string, ...rest: unknown[]) {
    const isExpress = job.major === 4 && (specifier === 'express' || specifier.startsWith('express/'));
    return resolve.apply(this, [isExpress ? specifier.replace('express', 'express4') : specifier, ...rest]);
  };
  try {
    const loaded = await loadModule(job);
    await wait(settle);
    const app = await appIn(loaded);
    await wait(0);
    return app;
  } finally {
    modules._resolveFilename = resolve;
  }
}

async function loadModule(job: Job) {
  try {
    return require(job.entry);
  } catch (error) {
    // Only modules may await at the top; those of Express 4 cannot be told to load another copy.
    if (job.major !== 5 || !String(error).includes('Top-level await')) throw error;
    return import(`${pathToFileURL(job.entry)}?${Date.now()}`);
  }
}

async function appIn(loaded: Record<string, unknown> & { default?: Record<string, unknown> }): Promise<App | null> {
  const candidates = [loaded, loaded.default, loaded['app'], loaded.default?.['app'], loaded.default?.['default']];
  const factories = [loaded, loaded.default, loaded['createApp'], loaded['buildApp'], loaded['createServer']];
  const isApp = (value: unknown): value is App => typeof value === 'function' && 'handle' in value;
  for (const candidate of candidates) {
    const value = await candidate;
    if (isApp(value)) return value;
  }
  if (listened) return listened;
  for (const factory of factories) {
    if (typeof factory !== 'function') continue;
    const made = await factory();
    if (isApp(made)) return made;
    if (isApp(made?.app)) return made.app;
  }
  return listened;
}

function told({ layer, route, handlesError, goes }: Visit, method: string, folder: string): ToldVisit {
  const same = route?.stack.filter((other) => other.method === undefined || other.method === method);
  return {
    name: layer.handle.name,
    site: siteIn(layer.site, folder),
    routePaths: route ? pathsOf(route.path) : null,
    method: layer.method?.toUpperCase() ?? null,
    isLast: same?.at(-1) === layer,
    handlesError,
    goes,
  };
}
