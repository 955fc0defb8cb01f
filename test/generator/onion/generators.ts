import { createRequire } from 'node:module';
import fc from 'fast-check';
import { link } from '#link';
import { inject } from '../../support/inject.ts';
import { memoryProgram } from '../../support/memory-program.ts';
import type { Attempt, Generator } from '../campaign.ts';
import { type RouterVersion, routerClass, routerVersions } from './routers.ts';
import { honoSetup, koaSetup, type Written } from './setups.ts';

const require = createRequire(import.meta.url);
const good = { 'x-api-key': 'right-key' };

// biome-ignore lint/suspicious/noExplicitAny: frameworks seen from outside
type Ask = (method: string, path: string, headers: Record<string, string>) => Promise<any>;

/** A program, and how it is run in this process: null when the framework does not accept it. */
interface Program {
  readonly text: string;
  readonly versions: Readonly<Record<string, string>>;
  boot(): Ask;
}

function honoProgram({ body }: Written): Program {
  return {
    text: `import { Hono } from 'hono';\n${body}`,
    versions: { hono: '4.13.19' },
    boot() {
      const app = new Function('Hono', `${body}return app;`)(require('hono').Hono);
      app.onError((_: unknown, c: { text(text: string, status: number): unknown }) => c.text('error', 500));
      return async (method, path, headers) => (await app.request(path, { method, headers })).text();
    },
  };
}

function koaProgram({ body }: Written, router: RouterVersion): Program {
  return {
    text: `const Koa = require('koa');\nconst Router = require('${router.name}');\n${body}`,
    versions: { koa: '3.3.0', [router.name]: router.version },
    boot() {
      const app = new Function('Koa', 'Router', `${body}return app;`)(require('koa'), routerClass(router));
      app.silent = true;
      return async (method, path, headers) => (await inject(app.callback(), { method, path, headers })).body;
    },
  };
}

/** Asks every route of a setup with and without a key, and compares with the model. */
async function attempt({ text, versions, boot }: Program): Promise<Attempt> {
  const source = `${JSON.stringify(versions)}\n${text}`;
  const ask = started(boot);
  if (!ask) return { source, boots: false, routes: 0, unknown: 0, disagreements: [] };
  const model = link(memoryProgram({ 'app.js': text }, versions));
  const texts: string[] = [];
  let told = 0;
  let unknown = 0;
  for (const route of model.routes) {
    const own = /H\d+;/.exec(text.slice(route.at.start, route.at.end))?.[0];
    const [path] = route.samples;
    if (!own || path === undefined || model.apps[route.app]!.detached) continue;
    // The same handler at another place answers first.
    if (route.shadowedBy !== null && model.routes[route.shadowedBy]!.at.start === route.at.start) continue;
    const method = route.method === 'ALL' ? 'GET' : route.method;
    const serves = async (paths: readonly string[], headers: Record<string, string>) => {
      for (const one of paths) if ((await ask(method, one, headers)) === own) return one;
      return null;
    };
    const open = await serves(route.samples, {});
    const reached = await serves(route.samples, good);
    told++;
    unknown += Number(route.access === 'unknown');
    const say = (what: string) => texts.push(`${route.method} ${route.path} (${path}): ${what}; ${route.why}`);
    if (route.access === 'authenticated' && open)
      say(`called authenticated, but an anonymous request is served (${open})`);
    // Another copy of it may be what answers.
    const isAlone = model.routes.every((other) => other === route || other.at.start !== route.at.start);
    if (route.access === 'anonymous' && reached && !open && isAlone)
      say('called anonymous, but only a good caller is served');
    if (route.shadowedBy !== null && reached && isAlone) say(`called shadowed, but it answers (${reached})`);
    const isBypassed = route.chain.some((link) => link.bypass);
    if (route.access !== 'authenticated' || open || isBypassed || !isAlone) continue;
    const through = await serves(route.samples.flatMap(spellings), {});
    if (through) say(`an anonymous request for ${through} is served, and no bypass is told`);
  }
  return { source, boots: true, routes: told, unknown, disagreements: texts };
}

function started(boot: () => Ask): Ask | null {
  try {
    return boot();
  } catch {
    return null;
  }
}

/** Other spellings that a router may serve. */
function spellings(path: string): string[] {
  const swapped = path.toLowerCase() === path ? path.toUpperCase() : path.toLowerCase();
  return [swapped, path.endsWith('/') ? path.slice(0, -1) : `${path}/`].filter((one) => one !== path && one !== '');
}

/** A setup is made from a number. */
const seeds = fc.noShrink(fc.integer({ min: 1, max: 2 ** 31 - 1 }));

export const hono: Generator<number> = { setup: seeds, attempt: (seed) => attempt(honoProgram(honoSetup(seed))) };

/** The number chooses the version of the router too. */
export const koa: Generator<number> = {
  setup: seeds,
  attempt: (seed) => {
    const router = routerVersions[seed % routerVersions.length]!;
    return attempt(koaProgram(koaSetup(seed, router), router));
  },
};
