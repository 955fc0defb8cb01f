import { expect, test } from 'vitest';
import { campaign } from '../campaign.ts';
import { edits } from './edits.ts';
import { unreadEdits } from './unread.ts';

const seed = Number(process.env['AUTHLINT_SEED'] ?? 20261122);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 12);

test(`a model is kept only while a new one would say the same (AUTHLINT_SEED=${seed})`, async () => {
  const { routes: kept, unknown: givenUp, failure } = await campaign(edits, seed, runs);
  expect(failure).toBeNull();
  expect(kept, 'times that it was kept').toBeGreaterThan(runs / 4);
  expect(givenUp, 'times that it was given up').toBeGreaterThan(runs / 4);
});

test(`what nobody has looked at may change (AUTHLINT_SEED=${seed})`, { timeout: 60_000 }, async () => {
  const { routes: kept, unknown: givenUp, failure } = await campaign(unreadEdits, seed, runs);
  expect(failure).toBeNull();
  expect(kept, 'times that it was kept').toBeGreaterThan(runs / 2);
  expect(givenUp, 'times that it was given up').toBeGreaterThan(runs / 2);
});
