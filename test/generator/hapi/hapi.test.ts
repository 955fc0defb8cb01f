import { expect, test } from 'vitest';
import { campaign } from '../campaign.ts';
import { hapi } from './generator.ts';

// One seed for everybody, so that a change is judged by what it changes; `npm run fuzz` draws new ones.
const seed = Number(process.env['AUTHLINT_SEED'] ?? 20_260_102);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 120);

test(`${runs} random hapi servers behave as the model says (AUTHLINT_SEED=${seed})`, {
  timeout: 10 * 60_000,
}, async () => {
  const { booted, routes, unknown, failure } = await campaign(hapi, seed, runs);
  expect(failure).toBeNull();
  expect(booted, 'servers that start').toBeGreaterThan(runs * 0.7);
  expect(routes, 'routes that were compared').toBeGreaterThan(runs);
  expect(unknown / routes, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
});
