import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import { afterAll, describe, expect, expectTypeOf, test, vi } from 'vitest';
import { allRules } from '#session';
import manifest from '../package.json' with { type: 'json' };
import plugin from '../src/eslint/index.ts';
import { eslintIn, majors } from './support/eslint.ts';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';

// To look into all that other tests have kept would take longer than these.
vi.stubEnv('AUTHLINT_CACHE_DIR', folderWith({}));
afterAll(() => void vi.unstubAllEnvs());

const root = fileURLToPath(new URL('..', import.meta.url));

const GUARD = `import jwt from 'jsonwebtoken';
export function requireUser(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
`;
const LATE = `import express from 'express';
import { requireUser } from './guard.js';
import { orders } from './orders.js';
const app = express();
app.use('/orders', orders);
app.use(requireUser);
app.get('/me', (req, res) => res.json(req.user));
app.listen(3000);
`;
const EARLY = LATE.replace(
  "app.use('/orders', orders);\napp.use(requireUser);\n",
  "app.use(requireUser);\napp.use('/orders', orders);\n",
);
const ORDERS = `import { Router } from 'express';
export const orders = Router();
orders.post('/', (req, res) => res.sendStatus(201));
`;
const CORE = {
  'no-undef': 'error',
  'no-unused-vars': 'error',
  'prefer-const': 'error',
  'no-irregular-whitespace': 'error',
} as const;
const SERVER = {
  'package.json': { type: 'module', dependencies: { express: '^5.1.0', jsonwebtoken: '^9.0.0' } },
  'package-lock.json': '{}',
  'src/guard.js': GUARD,
  'src/app.js': LATE,
  'src/orders.js': ORDERS,
};

describe('the plugin describes itself', () => {
  test('with every rule and its metadata', () => {
    expect(plugin.meta).toEqual({ name: 'authlint', version: manifest.version, namespace: 'authlint' });
    expect(Object.keys(plugin.rules)).toEqual(allRules.map(({ id }) => id));
    for (const { id, summary } of allRules) {
      const { type, docs, schema } = plugin.rules[id]!.meta;
      expect({ type, schema, description: docs.description }).toEqual({
        type: 'problem',
        schema: [],
        description: summary,
      });
      const page = docs.url.replace(`https://unpkg.com/authlint@${manifest.version}/`, '').replace(/#.*/, '');
      expect(existsSync(join(root, page)), page).toBe(true);
      expect(manifest.files.some((pattern) => page === pattern || page.startsWith(pattern.replace('*.md', '')))).toBe(
        true,
      );
    }
  });

  test('with configurations that grow from recommended to audit', () => {
    const { recommended, strict, audit } = plugin.configs;
    const names = (config: typeof audit) => Object.keys(config.rules);
    expect(names(audit)).toEqual(allRules.map(({ id }) => `authlint/${id}`));
    expect(names(strict)).toEqual(expect.arrayContaining(names(recommended)));
    expect(recommended.rules['authlint/late-authentication']).toBe('error');
    expect(recommended.plugins.authlint).toBe(plugin);
  });

  test('in the types that ESLint expects', () => {
    expectTypeOf(plugin).toExtend<ESLint.Plugin>();
    expectTypeOf(plugin.configs.recommended).toExtend<Linter.Config>();
  });
});

describe.each(Object.keys(majors) as (keyof typeof majors)[])('%s', (major) => {
  const rulesOf = (results: readonly ESLint.LintResult[]) =>
    results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));

  test('sees a finding go when another file is mended, in the editor or on disk', async () => {
    const cwd = folderWith(SERVER);
    const eslint = eslintIn(cwd, { major });
    const type = (file: string, text: string) => eslint.lintText(text, { filePath: join(cwd, file) });
    const [first] = await type('src/orders.js', ORDERS);
    expect(first!.messages).toMatchObject([
      {
        ruleId: 'authlint/late-authentication',
        severity: 2,
        line: 3,
        column: 1,
        endLine: 3,
        message: expect.stringContaining('(also src/app.js:6 requireUser is installed here'),
      },
    ]);
    await type('src/app.js', EARLY);
    expect(rulesOf(await type('src/orders.js', ORDERS))).toEqual([]);
    await type('src/app.js', LATE);
    expect(rulesOf(await type('src/orders.js', `\n${ORDERS}`))).toEqual(['authlint/late-authentication']);
    writeFileSync(join(cwd, 'src/app.js'), EARLY);
    expect(rulesOf(await type('src/orders.js', `\n${ORDERS}`))).toEqual([]);
    writeFileSync(join(cwd, 'src/app.js'), LATE);
    expect(rulesOf(await eslint.lintFiles(['src']))).toEqual(['authlint/late-authentication']);
  });

  test('sees the package around the folder that it is started in, up to the top of the repository', async () => {
    const files = {
      'package.json': SERVER['package.json'],
      'guard.js': GUARD,
      'app.js': LATE.replace('./orders.js', './routes/orders.js'),
      'routes/orders.js': ORDERS,
    };
    const found = async (cwd: string) => rulesOf(await eslintIn(join(cwd, 'routes'), { major }).lintFiles(['.']));
    expect(await found(repositoryWith(files).cwd)).toEqual(['authlint/late-authentication']);
    expect(await found(folderWith(files))).toEqual([]);
  });

  test('sees what the open text says and not what the disk says', async () => {
    const cwd = folderWith(SERVER);
    const eslint = eslintIn(cwd, { major });
    const guarded = ORDERS.replace("orders.post('/',", "orders.post('/', requireUser,").replace(
      '\n',
      `\nimport { requireUser } from './guard.js';\n`,
    );
    const lint = async (text: string) => rulesOf(await eslint.lintText(text, { filePath: join(cwd, 'src/orders.js') }));
    expect(await lint(guarded)).toEqual([]);
    expect(await lint(ORDERS)).toEqual(['authlint/late-authentication']);
    expect(await lint(`// authlint-disable late-authentication -- an example\n${ORDERS}`)).toEqual([]);
    expect(await lint(`/* eslint-disable authlint/late-authentication */\n${ORDERS}`)).toEqual([]);
  });

  test('obeys the settings that are shared with the command line, and its own', async () => {
    const cwd = folderWith({ ...SERVER, 'authlint.config.json': { publicRoutes: ['/orders'] } });
    const lint = async (settings: object) => {
      const eslint = eslintIn(cwd, { major, more: [{ settings: { authlint: settings } }] });
      return rulesOf(await eslint.lintFiles(['src']));
    };
    expect(await lint({})).toEqual([]);
    expect(await lint({ config: false })).toEqual(['authlint/late-authentication']);
    writeFileSync(join(cwd, 'own.json'), '{ "apps": { "src": { "rules": { "late-authentication": "off" } } } }');
    expect(await lint({ config: 'own.json' })).toEqual([]);
    await expect(lint({ preset: 'all' })).rejects.toThrow('must be one of recommended, strict, audit, not "all"');
    await expect(lint({ presets: 'strict' })).rejects.toThrow(`knows 'preset', 'config' and 'cache', not 'presets'`);
    await expect(lint({ config: 'none.json' })).rejects.toThrow('none.json');
  });

  test('suggests what would mend a finding', async () => {
    const app = `import express from 'express';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
passport.use('jwt', new Strategy({ jwtFromRequest: () => null, secretOrKey: process.env.SECRET }, (claims, done) => done(null, claims)));
const app = express();
app.get('/me', passport.authenticate('jwtt', { session: false }), (req, res) => res.json(req.user));
app.listen(3000);
`;
    const cwd = folderWith({ 'package.json': SERVER['package.json'], 'package-lock.json': '{}', 'app.js': app });
    const eslint = eslintIn(cwd, { major });
    const [first] = await eslint.lintFiles(['app.js']);
    const [second] = await eslint.lintText(`\n\n${app}`, { filePath: join(cwd, 'app.js') });
    for (const [result, shift] of [
      [first!, 0],
      [second!, 2],
    ] as const) {
      const from = result.source!.indexOf("'jwtt'");
      expect(result.messages).toMatchObject([
        {
          ruleId: 'authlint/unknown-scheme',
          line: 6 + shift,
          suggestions: [{ desc: "Use 'jwt'", fix: { range: [from, from + 6], text: "'jwt'" } }],
        },
      ]);
    }
  });

  test('reads TypeScript that ESLint cannot parse, and leaves the rest of it alone', async () => {
    const typed = ORDERS.replace('(req, res)', '(req: Request, res: Response): void');
    const cwd = folderWith({
      'package.json': SERVER['package.json'],
      'package-lock.json': '{}',
      'src/guard.ts': GUARD,
      'src/app.ts': LATE,
      'src/orders.ts': typed,
    });
    const own: Linter.Config = { files: ['**/*.ts'], languageOptions: { parser: plugin.parser }, rules: CORE };
    const eslint = eslintIn(cwd, { major, more: [own] });
    expect(rulesOf(await eslint.lintFiles(['src']))).toEqual(['authlint/late-authentication']);
    const disabled = typed.replace('orders.post', '// eslint-disable-next-line -- known\norders.post');
    expect(rulesOf(await eslint.lintText(disabled, { filePath: join(cwd, 'src/orders.ts') }))).toEqual([]);
  });

  test('says nothing about texts without a file and parts of files', async () => {
    const eslint = eslintIn(folderWith(SERVER), { major });
    expect(rulesOf(await eslint.lintText(LATE))).toEqual([]);
    expect(rulesOf(await eslint.lintText(ORDERS, { filePath: '/elsewhere/orders.js', warnIgnored: false }))).toEqual(
      [],
    );
  });
});

describe('the built plugin', () => {
  const versions = { 9: 'eslint9', 10: 'eslint' } as const;
  const configs = {
    'eslint.config.js': `import authlint from 'authlint/eslint';\nexport default [authlint.configs.recommended];\n`,
    'eslint.config.cjs': `const authlint = require('authlint/eslint');\nmodule.exports = [authlint.configs.recommended];\n`,
    'eslint.config.mjs': `import { defineConfig } from 'eslint/config';\nimport authlint from 'authlint/eslint';\nexport default defineConfig([{ plugins: { authlint }, extends: ['authlint/strict'] }]);\n`,
  };

  describe.each([9, 10] as const)('in ESLint %i', (major) => {
    test.each(Object.entries(configs))('with %s', (name, config) => {
      const cwd = folderWith({ ...SERVER, [name]: config, 'node_modules/.keep': '' });
      symlinkSync(root, join(cwd, 'node_modules/authlint'));
      symlinkSync(join(root, 'node_modules', versions[major]), join(cwd, 'node_modules/eslint'));
      const out = runFailing(join(cwd, 'node_modules/eslint/bin/eslint.js'), ['--format', 'json', '.'], cwd);
      const results = JSON.parse(out) as ESLint.LintResult[];
      const messages = results.flatMap(({ filePath, messages }) => messages.map((one) => ({ ...one, filePath })));
      expect(messages).toMatchObject([
        { filePath: join(cwd, 'src/orders.js'), ruleId: 'authlint/late-authentication', line: 3 },
      ]);
    });
  });

  test('is the same through require', () => {
    const required = createRequire(import.meta.url)('../bin/eslint.js');
    expect(Object.keys(required)).toEqual(Object.keys(plugin));
  });

  /** The standard output of a run of Node that ends with 1. */
  function runFailing(script: string, args: readonly string[], cwd: string): string {
    try {
      execFileSync(process.execPath, [script, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      if (status !== 1) throw new Error(`${status}: ${stdout}${stderr}`);
      return stdout;
    }
    throw new Error('it found nothing');
  }
});
