import { expect, test } from 'vitest';
import { answersAfterEdits } from '../support/edit-sequences.ts';

const seed = Number(process.env['AUTHLINT_SEED'] ?? 20261123);
const runs = Number(process.env['AUTHLINT_RUNS'] ?? 420);

test(`more sequences of edits than \`npm test\` has time for: with the cache as without it (AUTHLINT_SEED=${seed})`, {
  timeout: 420_000,
}, async () => {
  const answers = await answersAfterEdits(seed, runs);
  expect(answers.size).toBeGreaterThan(runs / 10);
});
