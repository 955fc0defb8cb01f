import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '#config';
import { suppressionRules } from '#rule';
import { rules } from '#rules';
import manifest from '../package.json' with { type: 'json' };
import { parseArguments } from '../src/cli/usage.ts';

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
