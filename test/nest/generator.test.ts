import { afterAll, expect, test } from 'vitest';
import { each } from '../generator/campaign.ts';
import { nest } from './generator.ts';
import { majors, platforms } from './protocol.ts';

const setups = 100;
const seed = Number(process.env['AUTHLINT_SEED'] ?? 20_260_101);
const generator = nest();
afterAll(() => generator.close?.());

test(`${setups} random applications behave as the model says (AUTHLINT_SEED=${seed})`, {
  timeout: 300_000,
}, async () => {
  const all = Array.from({ length: setups }, (_, index) => ({
    seed: seed + index,
    major: majors[index % majors.length]!,
    platform: platforms[Math.floor(index / 2) % platforms.length]!,
  }));
  const { routes, failure } = await each(generator, all);
  expect(failure).toBeNull();
  console.info(`seed ${seed}: ${setups} applications, ${routes} routes`);
});
