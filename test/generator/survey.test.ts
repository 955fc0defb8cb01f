import { createRequire } from 'node:module';
import fc from 'fast-check';
import { test } from 'vitest';
import { link } from '#link';
import { packageOf } from '../support/express.ts';
import { memoryProgram } from '../support/memory-program.ts';
import { judge } from './judge.ts';
import { render } from './render.ts';
import type { Setup } from './setup.ts';
import { setup } from './setup.ts';

const require = createRequire(import.meta.url);
const installed = (name: string): string => require(`${name}/package.json`).version;
const versions = Object.fromEntries(
  ['jsonwebtoken', 'cors', 'express-jwt', 'express-basic-auth'].map((name) => [name, installed(name)]),
);
const kind = (text: string) =>
  text
    .replace(/^\w+ \S+ \(h\d+\): /, '')
    .replace(/\([^()]*\([^()]*\)[^()]*\)|\([^()]*\)/g, '()')
    .replace(/\b[sh]\d+\b/g, 'X')
    .replace(/chain is .* ran/, 'chain …')
    .replace(/\/[\w/:{}*]*/g, 'P')
    .replace(/\d+/g, 'N');
async function run(value: Setup) {
  const rendered = render(value);
  if (rendered.routes.length > 40)
    return { rendered, judgement: { disagreements: [], routes: 0, served: 0, abstained: 0 } };
  try {
    const model = link(
      memoryProgram(rendered.print(value.modules), { ...versions, express: installed(packageOf[value.major]) }),
      {},
    );
    return { rendered, judgement: await judge(rendered, model, value.modules) };
  } catch (e) {
    return {
      rendered,
      judgement: {
        disagreements: [`threw ${(e as Error).stack?.split('\n').slice(0, 3).join(' ')}`],
        routes: 0,
        served: 0,
        abstained: 0,
      },
    };
  }
}
test('survey', async () => {
  const n = Number(process.env['N'] ?? 300);
  const seed = Number(process.env['AUTHLINT_SEED'] ?? 7);
  const kinds = new Map<string, number>();
  let abst = 0,
    served = 0,
    bad = 0;
  for (const s of fc.sample(setup, { numRuns: n, seed })) {
    const { judgement } = await run(s);
    abst += judgement.abstained;
    served += judgement.served;
    if (judgement.disagreements.length) bad++;
    for (const k of new Set(judgement.disagreements.map(kind))) kinds.set(k, (kinds.get(k) ?? 0) + 1);
  }
  console.log({ n, bad, abst, served });
  const sorted = [...kinds].sort((a, b) => b[1] - a[1]);
  for (const [k, c] of sorted) console.log(c, k);
  for (const [k] of sorted.slice(0, Number(process.env['TOP'] ?? 8))) {
    const out = await fc.check(
      fc.asyncProperty(setup, async (s) => !(await run(s)).judgement.disagreements.some((d) => kind(d) === k)),
      { seed, numRuns: n },
    );
    if (!out.failed) continue;
    const { rendered, judgement } = await run(out.counterexample![0]);
    console.log(
      `\n=== ${k}\n${judgement.disagreements.join('\n')}\nExpress ${rendered.setup.major}\n` +
        Object.entries(rendered.print(rendered.setup.modules))
          .map(([p, t]) => `// ---- ${p}\n${t}`)
          .join('\n'),
    );
  }
}, 1200000);
