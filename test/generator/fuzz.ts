import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { nest } from '../nest/generator.ts';
import type { Attempt, Generator } from './campaign.ts';
import { told } from './campaign.ts';
import { edits } from './edits/edits.ts';
import { fastify } from './fastify/try.ts';
import { hapi } from './hapi/generator.ts';
import { hono, koa } from './onion/generators.ts';
import { express } from './try-setup.ts';

/**
 * `npm run fuzz -- [generator…] [--runs N] [--seed N] [--shown N]`: many more servers than a test run has time for, of all
 * generators or of those that are named; all kinds of disagreement, and one small program for each of the most frequent.
 * Exit code 0: none; 1: some; 2: the command is not understood.
 */
const generators: Readonly<Record<string, () => Generator<unknown>>> = {
  express: () => express as Generator<unknown>,
  fastify4: () => fastify(4) as Generator<unknown>,
  fastify5: () => fastify(5) as Generator<unknown>,
  nest: () => nest() as Generator<unknown>,
  koa: () => koa as Generator<unknown>,
  hono: () => hono as Generator<unknown>,
  hapi: () => hapi as Generator<unknown>,
  edits: () => edits as Generator<unknown>,
};

// Express prints unhandled errors in any other environment; servers that do not start leave rejections behind.
process.env['NODE_ENV'] = 'test';
process.on('unhandledRejection', () => {});

const { names, seed, runs, shown } = asked();
let wrong = 0;
for (const name of names) wrong += await fuzz(name, generators[name]!());
process.exit(wrong > 0 ? 1 : 0);

function asked() {
  try {
    const options = { runs: { type: 'string' }, seed: { type: 'string' }, shown: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.find((name) => !(name in generators));
    if (unknown !== undefined) throw new Error(`no generator is called ${unknown}`);
    return {
      names: positionals.length > 0 ? positionals : Object.keys(generators),
      seed: count(values.seed ?? String(Date.now() % 2 ** 31)),
      runs: count(values.runs ?? '500'),
      shown: count(values.shown ?? '3'),
    };
  } catch (error) {
    console.error(
      `fuzz: ${(error as Error).message}; generators: ${Object.keys(generators).join(', ')}; options: --runs, --seed, --shown`,
    );
    process.exit(2);
  }
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a number`);
  return Number(text);
}

/** Returns how many servers disagree. */
async function fuzz(name: string, generator: Generator<unknown>): Promise<number> {
  const counts = new Map<string, number>();
  const total = { booted: 0, routes: 0, unknown: 0, wrong: 0 };
  for (const value of fc.sample(generator.setup, { seed, numRuns: runs })) {
    const tried = await attempt(generator, value);
    total.booted += Number(tried.boots);
    total.routes += tried.routes;
    total.unknown += tried.unknown;
    total.wrong += Number(tried.disagreements.length > 0);
    for (const kind of kindsOf(tried)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  console.log(
    `${name} --seed ${seed} --runs ${runs}: ${total.booted} start, ${total.wrong} disagree; ${total.routes} routes, ${total.unknown} called unknown`,
  );
  for (const [kind, times] of sorted) console.log(`${String(times).padStart(5)}  ${kind}`);
  for (const [kind] of sorted.slice(0, shown)) {
    const property = fc.asyncProperty(
      generator.setup,
      async (value) => !kindsOf(await attempt(generator, value)).has(kind),
    );
    const { counterexample } = await fc.check(property, { seed, numRuns: runs });
    if (counterexample) console.log(`\n=== ${kind}\n${told(await attempt(generator, counterexample[0]))}`);
  }
  generator.close?.();
  return total.wrong;
}

async function attempt(generator: Generator<unknown>, value: unknown): Promise<Attempt> {
  try {
    return await generator.attempt(value);
  } catch (error) {
    const [first, ...rest] = String((error as Error).stack).split('\n');
    const disagreements = [`threw ${first} ${rest.slice(0, 2).join(' ')}`];
    return { source: JSON.stringify(value), boots: false, routes: 0, unknown: 0, disagreements };
  }
}

/** What is left of complaints without names, paths and numbers. */
function kindsOf({ disagreements }: Attempt): ReadonlySet<string> {
  return new Set(
    disagreements.map((complaint) =>
      complaint
        .replace(/^(?:\w+ )?\/\S*(?: \([^)]*\))?:? /, '')
        .replace(/\((?:[^()]|\([^()]*\))*\)/g, '()')
        .replace(/chain is .* ran/, 'chain')
        .replace(/\/[\w/:{}*?]*/g, '/…')
        .replace(/\b[a-z]?\d+\b/g, '#'),
    ),
  );
}
