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

export type InjectedReport =
  | NotBooted
  | {
      readonly booted: true;
      readonly served: readonly string[];
      /** In the order of the questions; a status of null where nothing came. */
      readonly answers: readonly {
        readonly status: number | null;
        readonly body: string;
        readonly cors: boolean;
        /** The handler has run, whatever was answered. */
        readonly ran: boolean;
      }[];
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

async function boot({ entry, asks }: FastifyJob): Promise<InjectedReport> {
  const { served, ran } = watchRouter(entry);
  const loaded = (await import(`${pathToFileURL(entry)}?${Date.now()}`)) as Record<string, unknown>;
  const app = await (isStartedByCommand(entry) ? asCommand(entry, loaded) : instanceIn(loaded));
  if (!app) return { booted: false, reason: 'exports neither an app nor a function that builds one' };
  await app.ready();
  const tell = async (ask: Ask, index: number) => {
    const headers = { ...ask.headers, [askedAs]: String(index) };
    const asked = app.inject({ method: ask.method, url: ask.path, headers });
    const answer = await answered(asked, patience);
    const cors = answer?.headers['access-control-allow-origin'] !== undefined;
    const isRun = ran.has(String(index));
    return { status: answer?.statusCode ?? null, body: answer?.body.slice(0, 200) ?? '', cors, ran: isRun };
  };
  // All at once: some of them are never answered.
  const answers = await Promise.all(asks.map(tell));
  await app.close();
  return { booted: true, served: [...served], answers };
}

/** Tells the questions apart. */
const askedAs = 'x-question';

/** Notes what is given to the router that Fastify finds its handlers with, and for which questions these run. */
function watchRouter(entry: string): { readonly served: Set<string>; readonly ran: Set<string> } {
  const served = new Set<string>();
  const ran = new Set<string>();
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
    for (const one of rest) noteRuns(one, ran);
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
  return { served, ran };
}

/** The context that Fastify leaves at the router holds the handler. */
function noteRuns(context: unknown, ran: Set<string>): void {
  const { handler } = (context ?? {}) as { handler?: unknown };
  if (typeof handler !== 'function') return;
  (context as { handler: unknown }).handler = function noted(
    this: unknown,
    request: { headers: Record<string, string> },
    ...rest: unknown[]
  ): unknown {
    ran.add(request.headers[askedAs] ?? '');
    return handler.call(this, request, ...rest);
  };
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
