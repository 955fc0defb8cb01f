import fc from 'fast-check';
import type { Setup } from './setup.ts';
import { setup } from './setup.ts';
import type { Tried } from './try-setup.ts';
import { sourceOf, trySetup } from './try-setup.ts';

/** `npm run fuzz`: many more setups than a test run has time for, all kinds of disagreement, and one small program for each kind. */
// Express prints unhandled errors in any other environment.
process.env['NODE_ENV'] = 'test';

const seed = Number(process.env['AUTHLINT_SEED'] ?? Date.now() % 2 ** 31);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 5000);
const shown = Number(process.env['AUTHLINT_SHOWN'] ?? 5);

/** What is left of a complaint without names, paths and numbers. */
function kindOf(complaint: string): string {
  return complaint
    .replace(/^\w+ \S+ \([sh]\d+\): /, '')
    .replace(/\((?:[^()]|\([^()]*\))*\)/g, '()')
    .replace(/chain is .* ran/, 'chain')
    .replace(/\/[\w/:{}*?]*/g, '/…')
    .replace(/\b[sh]?\d+\b/g, '#');
}

async function complaintsOf(
  value: Setup,
): Promise<{ readonly tried: Tried | null; readonly kinds: ReadonlySet<string> }> {
  try {
    const tried = await trySetup(value);
    return { tried, kinds: new Set(tried.judgement.disagreements.map(kindOf)) };
  } catch (error) {
    return {
      tried: null,
      kinds: new Set([
        `threw ${String((error as Error).stack)
          .split('\n')
          .slice(0, 3)
          .join(' ')}`,
      ]),
    };
  }
}

const counts = new Map<string, number>();
let served = 0;
let abstained = 0;
let wrong = 0;
for (const value of fc.sample(setup, { seed, numRuns: runs })) {
  const { tried, kinds } = await complaintsOf(value);
  served += tried?.judgement.served ?? 0;
  abstained += tried?.judgement.abstained ?? 0;
  if (kinds.size > 0) wrong++;
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
const sorted = [...counts].sort((a, b) => b[1] - a[1]);
console.log(
  `AUTHLINT_SEED=${seed}: ${runs} setups, ${wrong} disagree; ${served} routes can be reached, ${abstained} of them called unknown (${((100 * abstained) / served).toFixed(1)} %)`,
);
for (const [kind, count] of sorted) console.log(`${String(count).padStart(5)}  ${kind}`);
for (const [kind] of sorted.slice(0, shown)) {
  const property = fc.asyncProperty(setup, async (value) => !(await complaintsOf(value)).kinds.has(kind));
  const outcome = await fc.check(property, { seed, numRuns: runs });
  const { tried } = outcome.failed ? await complaintsOf(outcome.counterexample![0]) : { tried: null };
  if (tried) console.log(`\n=== ${kind}\n${tried.judgement.disagreements.join('\n')}\n${sourceOf(tried.rendered)}`);
}
process.exitCode = wrong > 0 ? 1 : 0;
