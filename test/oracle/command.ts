import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadModel } from '#session';
import { LineTable } from '#text';
import { Checker } from './checker.ts';
import { consult } from './oracle.ts';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: npm run oracle -- <folder>…');
  process.exit(2);
}

let failed = false;
for (const folder of folders) {
  const cwd = resolve(folder);
  const { model } = await loadModel({ cwd });
  const places = [...model.steps.map((step) => step.at), ...model.scopes.map((scope) => scope.at)];
  const files = [...new Set(places.map((place) => place.file))];
  const { disagreements, agreed, open, untold } = consult(new Checker(cwd, files), model);
  console.log(
    `${folder}: ${agreed} agree, ${disagreements.length} disagree, ${open} left open by the linker, ${untold} beyond the checker`,
  );
  for (const { what, at, text } of disagreements) {
    const { line, column } = new LineTable(readFileSync(join(cwd, at.file), 'utf8')).at(at.start);
    console.log(`  ${at.file}:${line}:${column} ${what} ${text}`);
  }
  failed ||= disagreements.length > 0;
}
process.exitCode = failed ? 1 : 0;
