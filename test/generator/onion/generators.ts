import { createRequire } from 'node:module';
import fc from 'fast-check';
import { link } from '#link';
import { inject } from '../../support/inject.ts';
import { memoryProgram } from '../../support/memory-program.ts';
import type { Attempt, Generator } from '../campaign.ts';
import { honoSetup, koaSetup, type Written } from './setups.ts';

const require = createRequire(import.meta.url);
const versions = { koa: '3.3.0', '@koa/router': '15.7.0', hono: '4.13.19' };
const good = { 'x-api-key': 'right-key' };

// biome-ignore lint/suspicious/noExplicitAny: frameworks seen from outside
type Ask = (method: string, path: string, headers: Record<string, string>) => Promise<any>;

/** Runs a setup in this process; null when the framework does not accept it. */
function boot(framework: 'koa' | 'hono', { body }: Written): Ask | null {
  try {
    if (framework === 'hono') {
      const app = new Function('Hono', `${body}return app;`)(require('hono').Hono);
      app.onError((_: unknown, c: { text(text: string, status: number): unknown }) => c.text('error', 500));
      return async (method, path, headers) => (await app.request(path, { method, headers })).text();
    }
    const Router = require('@koa/router');
    const app = new Function('Koa', 'Router', `${body}return app;`)(require('koa'), Router.default ?? Router);
    app.silent = true;
    return async (method, path, headers) => (await inject(app.callback(), { method, path, headers })).body;
  } catch {
    return null;
  }
}

const imports = {
  koa: "const Koa = require('koa');\nconst Router = require('@koa/router');\n",
  hono: "import { Hono } from 'hono';\n",
};

/** Asks every route of a setup with and without a key, and compares with the model. */
async function attempt(framework: 'koa' | 'hono', written: Written): Promise<Attempt> {
  const ask = boot(framework, written);
  const source = written.body;
  if (!ask) return { source, boots: false, routes: 0, unknown: 0, disagreements: [] };
  const text = imports[framework] + written.body;
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
    const open = (await ask(method, path, {})) === own;
    const reached = (await ask(method, path, good)) === own;
    told++;
    unknown += Number(route.access === 'unknown');
    const say = (what: string) => texts.push(`${route.method} ${route.path} (${path}): ${what}; ${route.why}`);
    if (route.access === 'authenticated' && open) say('called authenticated, but an anonymous request is served');
    if (route.access === 'anonymous' && reached && !open) say('called anonymous, but only a good caller is served');
    if (route.shadowedBy !== null && reached) say('called shadowed, but it answers');
  }
  return { source, boots: true, routes: told, unknown, disagreements: texts };
}

/** A setup is made from a number. */
const setup = fc.noShrink(fc.integer({ min: 1, max: 2 ** 31 - 1 }));

export const hono: Generator<number> = { setup, attempt: (seed) => attempt('hono', honoSetup(seed)) };
export const koa: Generator<number> = { setup, attempt: (seed) => attempt('koa', koaSetup(seed)) };
