import { expect, onTestFinished, test } from 'vitest';
import { campaign } from '../campaign.ts';
import { fastify } from './try.ts';

// One seed for everybody, so that a change is judged by what it changes; `npm run fuzz` draws new ones.
const seed = Number(process.env['AUTHLINT_SEED'] ?? 20250607);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 300);

test.each([4, 5] as const)(
  `${runs} random servers of Fastify %s behave as the model says (AUTHLINT_SEED=${seed})`,
  { timeout: 10 * 60_000 },
  async (major) => {
    const ignore = () => {};
    process.on('unhandledRejection', ignore);
    onTestFinished(() => void process.off('unhandledRejection', ignore));
    const { booted, routes, unknown, failure } = await campaign(fastify(major), seed, runs);
    expect(failure).toBeNull();
    console.info(`seed ${seed}: ${booted} of ${runs} start, ${routes} routes, ${unknown} called unknown`);
    expect(booted, 'servers that start').toBeGreaterThan(runs * 0.7);
    expect(unknown / routes, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
  },
);
