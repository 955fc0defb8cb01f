import { createServer, Server } from 'node:http';
import Module, { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { bootsJobs, isolate } from '../support/boots.ts';
import type { Ask } from '../support/inject.ts';
import { forget, type OnionVisit, recordHono, recordKoa, trailOf } from '../support/onion.ts';
import { allowsOrigin, askHeader, send } from '../support/send.ts';
import { siteIn } from '../support/site.ts';
import type { Job, Report, ServedRoute, Told, ToldVisit } from './protocol.ts';

/** Boots servers of Koa and Hono. */
const require = createRequire(import.meta.url);
const patience = 1500;
// biome-ignore lint/suspicious/noExplicitAny: whatever a fixture exports
type Any = any;

interface Booted {
  ask(ask: Ask, id: string): Promise<{ readonly status: number | null; readonly cors: boolean }>;
  readonly served: readonly ServedRoute[];
  close(): void;
}

isolate();
recordKoa(require);
await recordHono(require);

let listened: Any = null;
const listen = Server.prototype.listen;
require('koa').prototype.listen = function remembered(this: Any) {
  listened = this;
};

// What a runtime is given to call; Node has no such global.
let opened: Any = null;
Object.assign(globalThis, { Bun: { serve: (options: Any) => (opened = options) } });

bootsJobs(answer);

async function answer(job: Job): Promise<Report> {
  listened = null;
  opened = null;
  forget();
  const booted = await boot(await appOf(job));
  if (!booted) return { booted: false, reason: 'neither exports an app nor lets one listen' };
  const answers: Told[] = [];
  for (const [index, ask] of job.asks.entries()) {
    const id = `${job.folder} ${index}`.replace(/[^\w ]/g, '-');
    const { status, cors } = await booted.ask(ask, id);
    answers.push({ status, cors, trail: trailOf(id).map((visit) => told(visit, job.folder)) });
  }
  booted.close();
  return { booted: true, served: booted.served, answers };
}

async function appOf(job: Job): Promise<Any> {
  for (const file of Object.keys(require.cache)) if (!file.includes('/node_modules/')) delete require.cache[file];
  const modules = Module as unknown as { _resolveFilename: (specifier: string, ...rest: unknown[]) => string };
  const resolve = modules._resolveFilename;
  modules._resolveFilename = function redirected(specifier, ...rest) {
    const name = Object.keys(job.copies ?? {}).find((one) => specifier === one || specifier.startsWith(`${one}/`));
    return resolve.apply(this, [name ? specifier.replace(name, job.copies![name]!) : specifier, ...rest]);
  };
  try {
    const loaded = await load(job.entry);
    await wait(5);
    const candidates = [loaded, loaded?.default, loaded?.app, loaded?.default?.app, loaded?.default?.default];
    const found = candidates.find((one) => isKoa(one) || isHono(one)) ?? listened;
    const door = opened ?? loaded?.default;
    // What is there for a runtime to call may stand in front of the app.
    const isDoor = isHono(found) && typeof door?.fetch === 'function' && !isHono(door);
    return isDoor ? { routes: found.routes, fetch: door.fetch.bind(door) } : found;
  } finally {
    modules._resolveFilename = resolve;
  }
}

async function load(entry: string): Promise<Any> {
  try {
    return require(entry);
  } catch (error) {
    if (!String(error).includes('Top-level await')) throw error;
    return import(`${pathToFileURL(entry)}?${Date.now()}`);
  }
}

function isKoa(value: Any): boolean {
  return typeof value?.callback === 'function' && Array.isArray(value.middleware);
}

function isHono(value: Any): boolean {
  return typeof value?.fetch === 'function' && Array.isArray(value.routes);
}

async function boot(app: Any): Promise<Booted | null> {
  if (isHono(app)) return bootHono(app);
  return isKoa(app) ? bootKoa(app) : null;
}

function bootHono(app: Any): Booted {
  return {
    async ask({ method, path, headers }, id) {
      const asked = new Request(`http://localhost${path}`, { method, headers: { ...headers, [askHeader]: id } });
      const answer: Response = await app.fetch(asked, process.env);
      return { status: answer.status, cors: answer.headers.has('access-control-allow-origin') };
    },
    served: app.routes.filter(({ method }: Any) => method !== 'ALL'),
    close: () => {},
  };
}

async function bootKoa(app: Any): Promise<Booted> {
  app.silent = true;
  app.keys ??= ['key'];
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => listen.apply(server, [{ port: 0, host: '127.0.0.1' }, resolve]));
  const { port } = server.address() as AddressInfo;
  return {
    async ask(ask, id) {
      const sent = await send(port, ask, id, patience);
      return { status: sent.status, cors: allowsOrigin(sent) };
    },
    served: app.middleware.flatMap((fn: Any) =>
      (fn.router?.stack ?? []).flatMap(({ methods, path }: Any) =>
        typeof path === 'string' && methods.length < 5
          ? methods.filter((one: string) => one !== 'HEAD').map((method: string) => ({ method, path }))
          : [],
      ),
    ),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function told({ step, goes, status }: OnionVisit, folder: string): ToldVisit {
  return {
    name: step.name,
    site: siteIn(step.site, folder),
    routePaths: step.path === null ? null : [step.path],
    method: step.method,
    isLast: step.siblings.at(-1) === step,
    handlesError: false,
    goes,
    status,
  };
}
