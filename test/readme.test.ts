import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '#config';
import { suppressionRules } from '#rule';
import { rules } from '#rules';
import manifest from '../package.json' with { type: 'json' };
import { parseArguments } from '../src/cli/usage.ts';
import { folderWith } from './support/folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
}

describe('what the README says holds', () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));

  test('the set-up commands call scripts that exist', () => {
    expect(commands).toContain('npm install && npm run build && node bin/authlint.js examples/orders-api');
    expect(commands).toContain('npm install && npm test');
    expect(manifest.scripts).toMatchObject({ build: expect.any(String), test: expect.any(String) });
    expect(readFileSync(`${root}.ci/run`, 'utf8')).toContain('npm install && npm test');
  });

  test('every call of authlint is understood', () => {
    const calls = commands.filter((command) => command.startsWith('npx authlint'));
    expect(calls.length).toBeGreaterThan(5);
    for (const call of calls) {
      const words = call.replace(/\s+#.*/, '').match(/"[^"]*"|\S+/g) ?? [];
      expect(() => parseArguments(words.slice(2).map((word) => word.replaceAll('"', '')))).not.toThrow();
    }
  });

  test('the configuration is valid', () => {
    const [text] = blocks('jsonc');
    expect(() =>
      parseConfig({ file: 'README', text: text!, embedded: false }, [...rules, ...suppressionRules]),
    ).not.toThrow();
  });

  test('the plugin finds in the bundled example what the command line finds', () => {
    const js = blocks('js');
    const text = js.find((block) => block.startsWith('// eslint.config.mjs'));
    const cwd = folderWith({ 'eslint.config.mjs': text!, 'node_modules/.keep': '' });
    cpSync(`${root}examples/orders-api`, cwd, { recursive: true });
    for (const name of ['eslint', '@typescript-eslint'])
      symlinkSync(`${root}node_modules/${name}`, `${cwd}/node_modules/${name}`);
    symlinkSync(root, `${cwd}/node_modules/authlint`);
    const run = (file: string, ...args: string[]) =>
      JSON.parse(spawnSync(process.execPath, [`${root}${file}`, ...args], { cwd, encoding: 'utf8' }).stdout);
    const results: readonly { filePath: string; messages: readonly { ruleId: string; line: number }[] }[] = run(
      'node_modules/eslint/bin/eslint.js',
      '--format=json',
      '.',
    );
    const places = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line }) => `${ruleId} ${filePath.slice(cwd.length + 1)}:${line}`),
    );
    const { findings } = run('bin/authlint.js', 'check', '--format', 'json') as {
      findings: { rule: string; file: string; line: number }[];
    };
    expect(places).toEqual(findings.map(({ rule, file, line }) => `authlint/${rule} ${file}:${line}`));
    expect(places).not.toEqual([]);
    const oxlint = js.find((block) => block.startsWith('// oxlint.config.ts'));
    writeFileSync(`${cwd}/oxlint.config.mjs`, oxlint!);
    const { diagnostics } = run('node_modules/oxlint/bin/oxlint', '--config=oxlint.config.mjs', '--format=json') as {
      diagnostics: { code: string }[];
    };
    const own = diagnostics.filter(({ code }) => code.startsWith('authlint('));
    expect(own.length).toBe(findings.length);
  });

  test('linked files exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !existsSync(root + link))).toEqual([]);
  });

  test('the bundled example has findings', () => {
    const { status, stdout } = spawnSync(process.execPath, ['bin/authlint.js', 'examples/orders-api'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toContain('late-authentication');
  });
});
