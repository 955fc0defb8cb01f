import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setup } from './setup.ts';
import { sourceOf, trySetup } from './try-setup.ts';

// One seed for everybody, so that a change is judged by what it changes; `npm run fuzz` draws new ones.
const seed = Number(process.env['AUTHLINT_SEED'] ?? 14450975);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 500);

test(
  `${runs} random Express servers behave as the model says (AUTHLINT_SEED=${seed})`,
  async () => {
    const total = { setups: 0, routes: 0, served: 0, abstained: 0 };
    const outcome = await fc.check(
      fc.asyncProperty(setup, async (value) => {
        const { judgement } = await trySetup(value);
        total.setups++;
        total.routes += judgement.routes;
        total.served += judgement.served;
        total.abstained += judgement.abstained;
        return judgement.disagreements.length === 0;
      }),
      { seed, numRuns: runs },
    );
    if (outcome.failed) {
      const { rendered, judgement } = await trySetup(outcome.counterexample![0]);
      expect.fail(`${judgement.disagreements.join('\n')}\n\nAUTHLINT_SEED=${seed}, ${sourceOf(rendered)}`);
    }
    console.info(
      `seed ${seed}: ${total.setups} setups, ${total.routes} routes, ${total.served} of them can be reached, ${total.abstained} called unknown`,
    );
    expect(total.abstained / total.served, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
  },
  20 * 60_000,
);
