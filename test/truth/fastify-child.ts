import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { NotBooted } from '../support/booter.ts';
import { bootsJobs, isolate } from '../support/boots.ts';
import type { Ask } from '../support/inject.ts';
import { answered } from '../support/patience.ts';

export interface FastifyJob {
  /** Inside the environment whose Fastify is meant. */
  readonly entry: string;
  readonly asks: readonly Ask[];
}

export type FastifyReport =
  | NotBooted
  | {
      readonly booted: true;
      readonly served: readonly string[];
      /** In the order of the questions; a status of null where nothing came. */
      readonly answers: readonly { readonly status: number | null; readonly body: string; readonly cors: boolean }[];
    };

interface Instance {
  ready(): Promise<unknown>;
  register(plugin: unknown, options: object): PromiseLike<unknown>;
  inject(ask: object): Promise<{ statusCode: number; body: string; headers: Record<string, unknown> }>;
  close(): Promise<unknown>;
}

const patience = 700;

isolate();

bootsJobs(boot);

async function boot({ entry, asks }: FastifyJob): Promise<FastifyReport> {
  const served = watchRouter(entry);
  const loaded = (await import(`${pathToFileURL(entry)}?${Date.now()}`)) as Record<string, unknown>;
  const app = await (isStartedByCommand(entry) ? asCommand(entry, loaded) : instanceIn(loaded));
  if (!app) return { booted: false, reason: 'exports neither an app nor a function that builds one' };
  await app.ready();
  const tell = async (ask: Ask) => {
    const asked = app.inject({ method: ask.method, url: ask.path, headers: ask.headers });
    const answer = await answered(asked, patience);
    const cors = answer?.headers['access-control-allow-origin'] !== undefined;
    return { status: answer?.statusCode ?? null, body: answer?.body.slice(0, 200) ?? '', cors };
  };
  // All at once: some of them are never answered.
  const answers = await Promise.all(asks.map(tell));
  await app.close();
  return { booted: true, served: [...served], answers };
}

/** Notes what is given to the router that Fastify finds its handlers with. */
function watchRouter(entry: string): Set<string> {
  const served = new Set<string>();
  const local = createRequire(entry);
  const fromFastify = createRequire(join(dirname(local.resolve('fastify')), 'package.json'));
  const router = fromFastify('find-my-way') as {
    prototype: { on(method: unknown, path: string): unknown; plain?: unknown };
  };
  const original = (router.prototype.plain ?? router.prototype.on) as (...args: unknown[]) => unknown;
  router.prototype.plain = original;
  let depth = 0;
  router.prototype.on = function on(method, path, ...rest: unknown[]) {
    // A path with an optional end is registered twice more by the router itself.
    if (depth > 0) return original.call(this, method, path, ...rest);
    const methods = [method].flat().map(String);
    // What takes every method there is serves the answer 404.
    if (!methods.includes('M-SEARCH')) for (const one of methods) served.add(`${one} ${path}`);
    depth++;
    try {
      return original.call(this, method, path, ...rest);
    } finally {
      depth--;
    }
  };
  return served;
}

function isStartedByCommand(entry: string): boolean {
  return /"fastify start /.test(readFileSync(join(dirname(entry), 'package.json'), 'utf8'));
}

/** What `fastify start` of fastify-cli does with a module: https://github.com/fastify/fastify-cli/blob/v7.4.1/start.js#L165 */
async function asCommand(entry: string, loaded: Record<string, unknown>): Promise<Instance> {
  const fastify = createRequire(entry)('fastify') as () => Instance;
  const app = fastify();
  await app.register(loaded['default'], {});
  return app;
}

async function instanceIn(loaded: Record<string, unknown>): Promise<Instance | null> {
  const inner = loaded['default'] as Record<string, unknown> | undefined;
  for (const candidate of [
    loaded['app'],
    inner,
    inner?.['app'],
    inner?.['default'],
    loaded['build'],
    inner?.['build'],
  ]) {
    const value: unknown =
      typeof candidate === 'function' && !('inject' in candidate) ? await candidate() : await candidate;
    if (value && typeof (value as Instance).inject === 'function') return value as Instance;
  }
  return null;
}
