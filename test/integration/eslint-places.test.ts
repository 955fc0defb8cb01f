import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editsOf } from '#rule';
import { allRules, lint } from '#session';
import { LineTable } from '#text';
import plugin from '../../src/eslint/index.ts';
import { eslintIn } from '../support/eslint.ts';
import { programs, textsOf } from '../support/programs.ts';

const all = programs();
/** Not a module to espree, as ESLint asks it by default. */
const SLOPPY = ['projects/module-traps/src/auth/twice.js'];
const refused = new Set<string>();
const reported = new Set<string>();
const mendable = new Set<string>();

// The two differ in what they hand to rules, and not from rule to rule: for the older one a program of each kind is enough.
describe.each(['ESLint 9', 'ESLint 10'] as const)('%s reports at the same places as the command line', (major) => {
  const chosen =
    major === 'ESLint 10'
      ? all
      : all.filter(({ rule, isBad }, index) => !rule || (isBad && all[index - 1]?.rule !== rule));

  test.each(chosen.map((program) => [program.name, program] as const))('%s', async (_, program) => {
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
    const seen = messages.flatMap((one) =>
      one.fatal
        ? []
        : [`${one.ruleId} ${one.file}:${one.line}:${one.column}${one.suggestions ? ' with a suggestion' : ''}`],
    );

    const { findings, textOf } = await lint({ cwd: program.folder, preset: 'audit' });
    const expected = findings.flatMap(({ rule, at, fix }) => {
      const { line, column } = new LineTable(textOf(at.file)!).at(at.start);
      const edits = fix && editsOf(fix, textOf);
      const isMendable = edits?.every((edit) => edit.at.file === at.file);
      if (isMendable) mendable.add(rule);
      const place = `${at.file}:${line}:${column}${isMendable ? ' with a suggestion' : ''}`;
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

test('the rules that say how to mend a finding are those that declare it', () => {
  const declared = allRules.filter(({ mends }) => mends).map(({ id }) => id);
  expect([...mendable].filter((id) => !declared.includes(id))).toEqual([]);
  expect(declared.filter((id) => plugin.rules[id]!.meta.hasSuggestions !== true)).toEqual([]);
});
