#!/usr/bin/env node
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const [word, ...more] = process.argv.slice(2);
// Loading anything would be felt here.
if (more.length === 0 && (word === '--version' || word === '-v')) {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  const { load } = await import('./compiled.js');
  await load('cli').start(root);
}
