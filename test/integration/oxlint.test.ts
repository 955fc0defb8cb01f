import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extract, factsFromProgram } from '#extract';
import { lint } from '#session';
import { LineTable } from '#text';
import { folderWith } from '../support/folder.ts';
import { fixtures, programs, textsOf } from '../support/programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function oxlint(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const bin = join(root, 'node_modules/oxlint/bin/oxlint');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`oxlint ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

test('the trees that oxlint hands to plugins give the same facts', () => {
  const trees = folderWith({
    'oxlint.json': {
      jsPlugins: [join(root, 'test/support/dump-trees.mjs')],
      categories: { correctness: 'off' },
      rules: { 'trees/write': 'error' },
    },
  });
  oxlint(fixtures, ['-c', join(trees, 'oxlint.json')], { TREES: join(trees, 'out') });
  const names = readdirSync(join(trees, 'out'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
  const sources = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.[cm]?[jt]sx?$/.test(name),
  );
  expect(names.sort()).toEqual(sources.filter((name) => !name.includes('node_modules')).sort());
  for (const name of names) {
    const { ast, comments, text, parser } = JSON.parse(readFileSync(join(trees, 'out', `${name}.json`), 'utf8'));
    expect(parser).toBe('oxlint');
    expect(factsFromProgram(ast, comments, text), name).toEqual(extract(name, text).facts);
  }
});

describe('as a plugin of oxlint it reports at the same places as the command line', () => {
  const bad = programs().filter((one) =>
    [...textsOf(one).values()].some((text) => text.includes(`expect: ${one.rule}`)),
  );
  const first = bad.filter(({ rule }, index) => rule && bad.findIndex((one) => one.rule === rule) === index);

  test.each(first.map((program) => [program.name, program] as const))('%s', async (_, program) => {
    const folder = folderWith({});
    cpSync(program.folder, folder, { recursive: true });
    const home = folderWith({ 'config.mjs': CONFIG, 'node_modules/.keep': '' });
    symlinkSync(root, join(home, 'node_modules/authlint'));
    const out = oxlint(folder, ['-c', join(home, 'config.mjs'), '--format', 'json']);
    const { diagnostics } = JSON.parse(out) as { diagnostics: Diagnostic[] };
    const seen = diagnostics.map(({ code, filename, labels: [label] }) => {
      const { line, column } = label!.span;
      return `${code.replace(/^authlint\((.*)\)$/, '$1')} ${filename}:${line}:${column}`;
    });

    const { findings, textOf } = await lint({ cwd: folder, preset: 'audit' });
    const expected = findings.map(({ rule, at }) => {
      const { line, column } = new LineTable(textOf(at.file)!).at(at.start);
      return `${rule} ${at.file}:${line}:${column}`;
    });
    expect(expected).not.toEqual([]);
    expect(seen.sort()).toEqual(expected.sort());
  });
});

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
}

const CONFIG = `import authlint from 'authlint/eslint';
const { rules, settings } = authlint.configs.audit;
export default { jsPlugins: ['authlint/eslint'], categories: { correctness: 'off' }, rules, settings };
`;
