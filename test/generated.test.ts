import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { adapters } from '#frameworks';
import { type Rule, suppressionRules } from '#rule';
import {
  type RuleFile,
  recordedCommands,
  renderOutputs,
  renderRegistry,
  renderRulePage,
  renderRulesTable,
  renderSchema,
} from '../src/render/index.ts';
import { authlint } from './support/run.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ids = readdirSync(join(root, 'rules'))
  .filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'index.ts')
  .map((name) => name.slice(0, -3))
  .sort();

const files: RuleFile[] = [];
const rules: Rule[] = [];
for (const id of ids) {
  // Not by way of rules/index.ts: that is one of the rendered files and may be stale.
  const module: Record<string, unknown> = await import(pathToFileURL(join(root, 'rules', `${id}.ts`)).href);
  const found = Object.entries(module).find(([, value]) => (value as Partial<Rule> | null)?.id === id);
  if (!found) throw new Error(`rules/${id}.ts exports no rule with the id '${id}'`);
  files.push({ id, exported: 'default' in module ? 'default' : found[0] });
  rules.push(found[1] as Rule);
}

const frameworks = new Map(adapters.map(({ name, title }) => [name, title]));

/** `npm run render` brings these files up to date. */
describe('rendered files are current', () => {
  test('rules/index.ts', async () => {
    await expect(renderRegistry(files)).toMatchFileSnapshot(join(root, 'rules/index.ts'));
  });

  test('rules/README.md', async () => {
    await expect(renderRulesTable(rules, frameworks, matrix())).toMatchFileSnapshot(join(root, 'rules/README.md'));
  });

  test('schema.json', async () => {
    await expect(renderSchema([...rules, ...suppressionRules])).toMatchFileSnapshot(join(root, 'schema.json'));
  });

  test('README.md', async () => {
    const path = join(root, 'README.md');
    const page = readFileSync(path, 'utf8');
    const outputs = new Map<string, string>();
    for (const command of recordedCommands(page)) {
      const { out, err } = await authlint(root, command.split(' ').slice(1));
      expect(err).toBe('');
      outputs.set(command, out);
    }
    await expect(renderOutputs(page, outputs)).toMatchFileSnapshot(path);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))('rules/%s.md', async (id, rule) => {
    const page = join(root, 'rules', `${id}.md`);
    expect(existsSync(page), `rules/${id}.md is missing: every rule has a page`).toBe(true);
    await expect(renderRulePage(rule, readFileSync(page, 'utf8'))).toMatchFileSnapshot(page);
  });
});

/** A folder of its own for bad and good, or `not-applicable.txt` with the reason. */
function matrix(): Map<string, Map<string, true | string>> {
  const found = new Map<string, Map<string, true | string>>();
  for (const rule of folders(join(root, 'fixtures/rules'))) {
    for (const framework of folders(join(root, 'fixtures/rules', rule))) {
      const folder = join(root, 'fixtures/rules', rule, framework);
      const kinds = folders(folder);
      const reason = join(folder, 'not-applicable.txt');
      const known = existsSync(reason)
        ? readFileSync(reason, 'utf8').trim()
        : kinds.includes('bad') && kinds.includes('good');
      if (known) found.set(rule, (found.get(rule) ?? new Map()).set(framework, known));
    }
  }
  return found;
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
