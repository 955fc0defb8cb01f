#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';

/** Bytecode that a function runs before V8 optimises it: 9 times the usual, because optimising takes a run of seconds longer. */
const BUDGET = 1_200_000;

const root = new URL('..', import.meta.url);
const [word, ...more] = process.argv.slice(2);

/** Tells the version; false where it cannot be written, which the command line reports. */
function tellsVersion() {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  try {
    // Loading anything would be felt here, even the stream of the standard output.
    return writeSync(1, `${version}\n`) > 0;
  } catch {
    return false;
  }
}

const asksVersion = more.length === 0 && (word === '--version' || word === '-v');
if (!asksVersion || !tellsVersion()) {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
  const { load } = await import('./compiled.js');
  await load('cli').start(root);
}
