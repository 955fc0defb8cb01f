import { describe, test } from 'vitest';
import { expectSameFacts, fixtureTexts } from '../support/trees.ts';

describe('one extractor for all trees', () => {
  test.each(fixtureTexts())('%s', (...text) => expectSameFacts(text));
});
