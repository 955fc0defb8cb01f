import { cpSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editsOf } from '#rule';
import { allRules, lint } from '#session';
import { LineTable } from '#text';
import plugin from '../../src/eslint/index.ts';
import { eslintIn } from '../support/eslint.ts';
import { folderWith } from '../support/folder.ts';
import { type FixtureProgram, fixtures, programs, textsOf } from '../support/programs.ts';

const all = programs();
/** Not a module to espree, as ESLint asks it by default. */
const SLOPPY = ['projects/module-traps/src/auth/twice.js'];
const refused = new Set<string>();
const reported = new Set<string>();
const mendable = new Set<string>();

/** Linted as one project, because each costs a session and an ESLint; bad twins apart, lest good ones register what they lack. */
const groupOf = ({ name, rule }: FixtureProgram) =>
  name
    .split('/')
    .slice(0, rule ? 4 : 2)
    .join('/');
const groups = [...new Set(all.map(groupOf))].map(
  (group) => [group, all.filter((program) => groupOf(program) === group)] as const,
);

/** What the command line finds in each, by file and place: the same for both versions. */
const found = new Map<string, Promise<readonly Found[]>>();

interface Found {
  readonly file: string;
  readonly place: string;
}

function findingsIn(group: string): Promise<readonly Found[]> {
  const known = found.get(group) ?? look(copyOf(group));
  found.set(group, known);
  return known;
}

const copies = new Map<string, string>();

/** Outside of this package, as which the plugin would take all fixtures. */
function copyOf(group: string): string {
  const folder = copies.get(group) ?? folderWith({});
  if (!copies.has(group)) cpSync(join(fixtures, group), folder, { recursive: true });
  copies.set(group, folder);
  return folder;
}

async function look(cwd: string): Promise<readonly Found[]> {
  const { findings, textOf } = await lint({ cwd, preset: 'audit' });
  return findings.map(({ rule, at, fix }) => {
    const { line, column } = new LineTable(textOf(at.file)!).at(at.start);
    const edits = fix && editsOf(fix, textOf);
    const isMendable = edits?.every((edit) => edit.at.file === at.file);
    if (isMendable) mendable.add(rule);
    const place = `authlint/${rule} ${at.file}:${line}:${column}${isMendable ? ' with a suggestion' : ''}`;
    return { file: at.file, place };
  });
}

// The two differ in what they hand to rules, and not from rule to rule: for the older one a program of each kind is enough.
describe.each(['ESLint 9', 'ESLint 10'] as const)('%s reports at the same places as the command line', (major) => {
  const isChosen = (program: FixtureProgram) => {
    const before = all[all.indexOf(program) - 1];
    return major === 'ESLint 10' || !program.rule || (program.isBad && before?.rule !== program.rule);
  };
  const chosen = groups.flatMap(([group, programs]) => {
    const some = programs.filter(isChosen);
    return some.length > 0 ? [[group, some] as const] : [];
  });
  const uncached = { settings: { authlint: { cache: false } } };

  test.each(chosen)(
    '%s',
    async (group, programs) => {
      const cwd = copyOf(group);
      const files = programs.flatMap((program) => sourcesOf(program, cwd, group));
      const eslint = eslintIn(cwd, { major, config: plugin.configs.audit, more: [uncached] });
      const results = await eslint.lintFiles(files.length > 0 ? files : ['.']);
      const messages = results.flatMap(({ filePath, messages }) =>
        messages.map((message) => ({ ...message, file: relative(cwd, filePath) })),
      );
      for (const { fatal, file, ruleId } of messages) {
        if (fatal) refused.add(`${group}/${file}`);
        reported.add(ruleId ?? '');
      }
      const seen = messages.flatMap((one) =>
        one.fatal
          ? []
          : [`${one.ruleId} ${one.file}:${one.line}:${one.column}${one.suggestions ? ' with a suggestion' : ''}`],
      );

      const linted = new Set(results.map(({ filePath }) => relative(cwd, filePath)));
      const expected = (await findingsIn(group)).flatMap(({ file, place }) =>
        linted.has(file) && !refused.has(`${group}/${file}`) ? [place] : [],
      );
      expect(seen.sort()).toEqual(expected.sort());
    },
    120_000,
  );
});

function sourcesOf(program: FixtureProgram, cwd: string, group: string): string[] {
  const files = [...textsOf(program).keys()].filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  return files.map((file) => join(cwd, relative(join(fixtures, group), program.folder), file));
}

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
