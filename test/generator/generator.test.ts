import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { link } from '#link';
import { packageOf } from '../support/express.ts';
import { memoryProgram } from '../support/memory-program.ts';
import type { Judgement } from './judge.ts';
import { judge } from './judge.ts';
import type { Rendered } from './render.ts';
import { render } from './render.ts';
import type { Setup } from './setup.ts';
import { setup } from './setup.ts';

const seed = Number(process.env['AUTHLINT_SEED'] ?? Date.now() % 2 ** 31);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 500);

const require = createRequire(import.meta.url);
const installed = (name: string): string => require(`${name}/package.json`).version;
const versions = Object.fromEntries(
  ['jsonwebtoken', 'cors', 'express-jwt', 'express-basic-auth'].map((name) => [name, installed(name)]),
);

async function judged(setup: Setup): Promise<{ rendered: Rendered; judgement: Judgement }> {
  const rendered = render(setup);
  // Routers mounted by routers that are mounted again and again.
  if (rendered.routes.length > 40)
    return { rendered, judgement: { disagreements: [], routes: 0, served: 0, abstained: 0 } };
  const program = memoryProgram(rendered.print(setup.modules), {
    ...versions,
    express: installed(packageOf[setup.major]),
  });
  const model = link(program, { publicRoutes: [], loginRoutes: [], catalog: [] });
  return { rendered, judgement: await judge(rendered, model, setup.modules) };
}

function source({ setup, print }: Rendered): string {
  const files = Object.entries(print(setup.modules)).map(([path, text]) => `// ---- ${path}\n${text}`);
  return `Express ${setup.major}\n${files.join('\n')}`;
}

test(
  `${runs} random Express servers behave as the model says (AUTHLINT_SEED=${seed})`,
  async () => {
    const total = { setups: 0, routes: 0, served: 0, abstained: 0 };
    const outcome = await fc.check(
      fc.asyncProperty(setup, async (value) => {
        const { judgement } = await judged(value);
        total.setups++;
        total.routes += judgement.routes;
        total.served += judgement.served;
        total.abstained += judgement.abstained;
        return judgement.disagreements.length === 0;
      }),
      { seed, numRuns: runs },
    );
    if (outcome.failed) {
      const { rendered, judgement } = await judged(outcome.counterexample![0]);
      const thrown = outcome.errorInstance ? `${outcome.errorInstance}\n` : '';
      expect.fail(`${thrown}${judgement.disagreements.join('\n')}\n\nAUTHLINT_SEED=${seed}, ${source(rendered)}`);
    }
    console.info(
      `seed ${seed}: ${total.setups} setups, ${total.routes} routes, ${total.served} of them can be reached, ${total.abstained} called unknown`,
    );
    expect(total.abstained / total.served, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
  },
  20 * 60_000,
);
