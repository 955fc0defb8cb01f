import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectationsIn } from './support/expectations.ts';
import { fixtures, programs, textsOf } from './support/programs.ts';

const page = readFileSync(join(fixtures, 'frameworks/behaviour.md'), 'utf8');
const told = [...page.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, id]) => id);

test('each sentence on how frameworks behave is shown by a fixture, and fixtures show no other', () => {
  const texts = programs().flatMap((program) => [...textsOf(program)]);
  const shown = texts.flatMap(([file, text]) => expectationsIn(file, text)).filter(({ tag }) => tag === 'shows');
  expect([...new Set(shown.map(({ subject }) => subject))].sort()).toEqual([...told].sort());
});
