import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { link } from '#link';
import { chainOf, type Model, type Route } from '#model';
import { memoryProgram } from '../../support/memory-program.ts';
import { answered } from '../../support/patience.ts';
import type { Attempt, Generator } from '../campaign.ts';
import { Renderer } from './render.ts';
import { type Item, setup } from './setup.ts';

interface Instance {
  inject(ask: object): Promise<{ statusCode: number; body: string }>;
  close(): Promise<unknown>;
}

const patience = 400;
const silence = { statusCode: 0, body: '' };

/** Boots a random server in this process, asks every route with and without a key, and compares with the model. */
async function trySetup(items: readonly Item[], major: 4 | 5): Promise<Attempt> {
  const source = new Renderer().render(items);
  const manifest = fileURLToPath(new URL(`../../environments/fastify${major}/package.json`, import.meta.url));
  const reached = new Set<string>();
  // Some awaits wait for each other, and the server never starts.
  const app = await answered(
    boot(source, createRequire(manifest), reached).catch(() => null),
    patience,
  );
  if (!app) return { source, boots: false, routes: 0, unknown: 0, disagreements: [] };
  const model = link(memoryProgram({ 'server.js': source }, { fastify: `${major}.0.0` }), {});
  const disagreements: string[] = [];
  const ask = async ({ method, samples }: Route, headers: object) =>
    (await answered(app.inject({ method, url: samples[0]!, headers }), patience)) ?? silence;
  // All at once: some of them are never answered.
  const asked = await Promise.all(
    model.routes.map(async (route) => {
      const [none, good] = await Promise.all([ask(route, {}), ask(route, { 'x-api-key': 'right-key' })]);
      return { route, none, good };
    }),
  );
  for (const { route, none, good } of asked) {
    // A handler that runs has done its work, whatever was answered before.
    const isIn = reached.has(route.samples[0]!);
    const complain = (text: string) => disagreements.push(`${route.path}: called ${route.access}, ${text}`);
    if (route.access === 'authenticated' && isIn) complain('but anonymous callers reach the handler');
    // 500: a step calls what is not there.
    if (route.access === 'authenticated' && !good.body.includes('"trail"') && good.statusCode !== 500)
      complain(`but good callers do not: ${good.statusCode}`);
    if (route.access === 'anonymous' && !isIn) complain(`but anonymous callers get ${none.statusCode}`);
    const ran = good.body.includes('"trail"') ? (JSON.parse(good.body) as { trail: string[] }).trail.join(' > ') : null;
    const told = toldChain(model, route);
    if (ran !== null && told !== null && ran !== told) complain(`chain is ${told}, but ${ran} ran`);
  }
  const served = [...source.matchAll(/\.get\('(\/r\d+)'/g)].length;
  if (model.routes.length !== served)
    disagreements.push(`${served} routes are declared, ${model.routes.length} are known`);
  await app.close();
  const unknown = model.routes.filter((route) => route.access === 'unknown').length;
  return { source, boots: true, routes: model.routes.length, unknown, disagreements };
}

/** Names of the steps that run; null where one of them only calls another. */
function toldChain(model: Model, route: Route): string | null {
  const steps = chainOf(model, route).slice(0, -1);
  const names = steps
    .filter((step) => step.flaws.every((flaw) => flaw.kind !== 'undefined'))
    .map((step) => step.name.split('.').at(-1)!);
  return names.every((name) => /^[hd]\d+$/.test(name)) ? names.join(' > ') : null;
}

/** `reached`: takes the paths whose handlers ran for callers without the key. */
async function boot(source: string, require: NodeJS.Require, reached: Set<string>): Promise<Instance> {
  const module: { exports: unknown } = { exports: {} };
  new Function('module', 'require', 'reached', source)(module, require, reached);
  const app = (await module.exports) as Instance & { ready(): Promise<unknown> };
  await app.ready();
  return app;
}

/** Random servers of one major of Fastify. */
export function fastify(major: 4 | 5): Generator<readonly Item[]> {
  return { setup, attempt: (items) => trySetup(items, major) };
}
