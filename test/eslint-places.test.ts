import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lint } from '#session';
import { LineTable } from '#text';
import plugin from '../src/eslint/index.ts';
import { eslintIn, majors } from './support/eslint.ts';
import { programs, textsOf } from './support/programs.ts';

const all = programs();
/** Not a module to espree, as ESLint asks it by default. */
const SLOPPY = ['projects/module-traps/src/auth/twice.js'];
const refused = new Set<string>();
const reported = new Set<string>();

describe.each(['ESLint 9', 'ESLint 10'] as const)('%s reports at the same places as the command line', (major) => {
  expect(Object.keys(majors)).toContain(major);

  test.each(all.map((program) => [program.name, program] as const))('%s', async (_, program) => {
    const sources = [...textsOf(program).keys()].filter((file) => /\.[cm]?[jt]sx?$/.test(file));
    const eslint = eslintIn(program.folder, { major, config: plugin.configs.audit });
    const results = await eslint.lintFiles(sources.length > 0 ? sources : ['.']);
    const messages = results.flatMap(({ filePath, messages }) =>
      messages.map((message) => ({ ...message, file: relative(program.folder, filePath) })),
    );
    for (const { fatal, file, ruleId } of messages) {
      if (fatal) refused.add(`${program.name}/${file}`);
      reported.add(ruleId ?? '');
    }
    const seen = messages.flatMap((one) => (one.fatal ? [] : [`${one.ruleId} ${one.file}:${one.line}:${one.column}`]));

    const { findings } = await lint({ cwd: program.folder, preset: 'audit' });
    const expected = findings.flatMap(({ rule, at }) => {
      const lines = new LineTable(readFileSync(join(program.folder, at.file), 'utf8').replace(/^\ufeff/, ''));
      const { line, column } = lines.at(at.start);
      const place = `${at.file}:${line}:${column}`;
      return refused.has(`${program.name}/${at.file}`) ? [] : [`authlint/${rule} ${place}`];
    });
    expect(seen.sort()).toEqual(expected.sort());
  });
});

test('every file was parsed, and every rule that has fixtures was seen', () => {
  expect([...refused]).toEqual(SLOPPY);
  const withFixtures = new Set(all.flatMap(({ rule, isBad }) => (rule && isBad ? [`authlint/${rule}`] : [])));
  expect([...withFixtures].filter((rule) => !reported.has(rule))).toEqual([]);
});
