import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setup } from './setup.ts';
import { trySetup } from './try.ts';

// One seed for everybody, so that a change is judged by what it changes.
const seed = Number(process.env['AUTHLINT_SEED'] ?? 20250607);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 300);

test.each([4, 5] as const)(
  `${runs} random servers of Fastify %s behave as the model says (AUTHLINT_SEED=${seed})`,
  { timeout: 10 * 60_000 },
  async (major) => {
    process.on('unhandledRejection', () => {});
    const total = { booted: 0, routes: 0, unknown: 0 };
    const outcome = await fc.check(
      fc.asyncProperty(setup, async (value) => {
        const tried = await trySetup(value, major);
        total.booted += Number(tried.boots);
        total.routes += tried.routes;
        total.unknown += tried.unknown;
        return tried.disagreements.length === 0;
      }),
      { seed, numRuns: runs },
    );
    if (outcome.failed) {
      const { source, disagreements } = await trySetup(outcome.counterexample![0], major);
      expect.fail(`${disagreements.join('\n')}\n\nAUTHLINT_SEED=${seed}\n${source}`);
    }
    console.info(
      `seed ${seed}: ${total.booted} of ${runs} start, ${total.routes} routes, ${total.unknown} called unknown`,
    );
    expect(total.booted, 'servers that start').toBeGreaterThan(runs * 0.7);
    expect(total.unknown / total.routes, 'share of routes called unknown').toBeLessThanOrEqual(0.05);
  },
);
