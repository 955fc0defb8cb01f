import { expect, test } from 'vitest';
import { campaign } from './campaign.ts';
import { express } from './try-setup.ts';

// One seed for everybody, so that a change is judged by what it changes; `npm run fuzz` draws new ones.
const seed = Number(process.env['AUTHLINT_SEED'] ?? 14450975);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 500);

test(
  `${runs} random Express servers behave as the model says (AUTHLINT_SEED=${seed})`,
  async () => {
    const { routes, unknown, failure } = await campaign(express, seed, runs);
    expect(failure).toBeNull();
    console.info(`seed ${seed}: ${runs} setups, ${routes} routes can be reached, ${unknown} called unknown`);
    expect(unknown / routes, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
  },
  20 * 60_000,
);
