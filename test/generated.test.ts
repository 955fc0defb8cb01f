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

<<<<<<< HEAD
/** A folder of its own for bad and good, or `not-applicable.txt` with the reason. */
function matrix(): Map<string, Map<string, true | string>> {
  const found = new Map<string, Map<string, true | string>>();
=======
/** A framework that cannot have the defect says why in `not-applicable.md`, in the place of its fixtures. */
function matrix(): Map<string, Map<string, true | string>> {
  const known = new Map<string, Map<string, true | string>>();
>>>>>>> 05397cb (test(fixtures): [koa] [hono] bad and good servers for the rules; cells that say n/a with a reason; feat(link): headers that are read as an empty text)
  for (const rule of folders(join(root, 'fixtures/rules'))) {
    const cells = new Map<string, true | string>();
    known.set(rule, cells);
    for (const framework of folders(join(root, 'fixtures/rules', rule))) {
      const folder = join(root, 'fixtures/rules', rule, framework);
      const kinds = folders(folder);
<<<<<<< HEAD
      const reason = join(folder, 'not-applicable.txt');
      const known = existsSync(reason)
        ? readFileSync(reason, 'utf8').trim()
        : kinds.includes('bad') && kinds.includes('good');
      if (known) found.set(rule, (found.get(rule) ?? new Map()).set(framework, known));
    }
  }
  return found;
=======
      const reason = join(folder, 'not-applicable.md');
      if (kinds.includes('bad') && kinds.includes('good')) cells.set(framework, true);
      if (!existsSync(reason)) continue;
      expect(kinds, `${folder}: a defect that cannot be has no fixtures`).toEqual([]);
      cells.set(framework, readFileSync(reason, 'utf8').trim().replace(/\s+/g, ' '));
    }
  }
  return known;
>>>>>>> 05397cb (test(fixtures): [koa] [hono] bad and good servers for the rules; cells that say n/a with a reason; feat(link): headers that are read as an empty text)
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
