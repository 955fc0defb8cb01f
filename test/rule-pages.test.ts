import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { link } from '#link';
import { runRules } from '#rule';
import { rules } from '#rules';
import { memoryProgram } from './support/memory-program.ts';
import { root } from './support/modules.ts';
import type { Example } from './support/pages.ts';
import { examplesOf, readPage } from './support/pages.ts';
import { programs } from './support/programs.ts';

const required = ['Why', 'Bad', 'Good', 'How to fix', 'When not to use it'];
/** Every heading that a page may have, in its order. */
const known = ['Why', 'Bad', 'Good', 'How to fix', 'What it cannot see', 'When not to use it', 'Options', 'References'];

const require = createRequire(import.meta.url);
const { devDependencies, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** As installed for the tests; `express4` behind the fence asks for the older Express. */
function versionsFor(words: readonly string[]): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const name of Object.keys(devDependencies)) {
    const manifest = join(root, 'node_modules', name, 'package.json');
    if (existsSync(manifest)) versions[name] = require(manifest).version;
  }
  return words.includes('express4') ? { ...versions, express: versions['express4']! } : versions;
}

function findingsIn(id: string, { files, words }: Example): string[] {
  const model = link(memoryProgram(files, versionsFor(words)), { publicRoutes: [], loginRoutes: [], catalog: [] });
  return runRules(model, rules, { preset: 'audit', only: [id] }).map((finding) => finding.message);
}

describe.each(rules.map((rule) => [rule.id] as const))('rules/%s.md', (id) => {
  const path = join(root, 'rules', `${id}.md`);
  const page = readPage(existsSync(path) ? readFileSync(path, 'utf8') : '');

  test('has its headings, in order', () => {
    expect(required.filter((heading) => !page.headings.includes(heading))).toEqual([]);
    expect(page.headings).toEqual(known.filter((heading) => page.headings.includes(heading)));
  });

  test('code under Bad is reported', () => {
    const examples = examplesOf(page, 'Bad');
    expect(examples.length).toBeGreaterThan(0);
    expect(
      examples.filter((example) => findingsIn(id, example).length === 0).map(({ line }) => `line ${line}: silence`),
    ).toEqual([]);
  });

  test('code under Good is not', () => {
    const examples = examplesOf(page, 'Good');
    expect(examples.length).toBeGreaterThan(0);
    expect(
      examples.flatMap((example) => findingsIn(id, example).map((text) => `line ${example.line}: ${text}`)),
    ).toEqual([]);
  });

  test('has bad and good fixtures for a framework', () => {
    const own = programs().filter((program) => program.rule === id);
    const frameworks = (isBad: boolean) => own.flatMap((one) => (one.isBad === isBad ? [one.framework] : []));
    expect(frameworks(true).filter((name) => frameworks(false).includes(name))).not.toEqual([]);
  });
});

describe('what the project says about itself exists', () => {
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `src/${entry.name}/README.md`),
    ...readdirSync(join(root, 'rules'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `rules/${name}`),
  ].filter((path) => existsSync(join(root, path)));

  test.each(documents)('%s', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const folder = join(root, path, '..');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
    expect(
      links.filter((to) => !existsSync(join(folder, to))),
      'links',
    ).toEqual([]);
    const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(
      run.filter((name) => !(name in scripts)),
      'scripts',
    ).toEqual([]);
    const paths = [...text.matchAll(/`((?:src|rules|test|fixtures|bin|examples)\/[\w./-]*\w)`/g)].map(
      (match) => match[1]!,
    );
    expect(
      paths.filter((one) => !existsSync(join(root, one))),
      'paths',
    ).toEqual([]);
    const explained = [...text.matchAll(/authlint explain ([a-z]+(?:-[a-z]+)+)/g)].map((match) => match[1]!);
    expect(
      explained.filter((id) => !rules.some((rule) => rule.id === id)),
      'rules',
    ).toEqual([]);
  });
});
