#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** Bytecode that a function runs before V8 optimises it: 9 times the usual, because optimising takes a run of seconds longer. */
const BUDGET = 1_200_000;

const root = new URL('..', import.meta.url);
const [word, ...more] = process.argv.slice(2);
// Loading anything would be felt here.
if (more.length === 0 && (word === '--version' || word === '-v')) {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
  const { load } = await import('./compiled.js');
  await load('cli').start(root);
}
