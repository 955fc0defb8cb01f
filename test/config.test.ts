import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkConfig, parseConfig, resolveConfig } from '#config';
import type { Rule } from '#rule';
import { findSettings } from '../src/session/check/settings.ts';

const base = {
  summary: 's',
  severity: 'error',
  topic: 'ordering',
  preset: 'recommended',
  since: '0',
  cwe: [],
} as const;
const rules: Rule[] = [
  { ...base, id: 'late-authentication', messages: {}, remedy: '', *check() {} },
  {
    ...base,
    id: 'pii-logging',
    messages: {},
    remedy: '',
    options: {
      allow: { kind: 'list', default: [], help: 'h' },
      depth: { kind: 'count', default: 1, help: 'h' },
      mode: { kind: 'choice', choices: ['loose', 'tight'], default: 'loose', help: 'h' },
      all: { kind: 'flag', default: false, help: 'h' },
    },
    *check() {},
  },
];

const wrong = (text: string, embedded = false): string => {
  try {
    parseConfig({ file: 'authlint.config.json', text, embedded }, rules);
  } catch (error) {
    return (error as Error).message.replace('authlint.config.json:', '');
  }
  return 'accepted';
};

describe('messages say where, what and what to do', () => {
  test.each([
    ['{ "presets": "strict" }', "1:3: unknown key 'presets'; did you mean 'preset'?"],
    [
      '{ "preset": "strikt" }',
      `1:13: 'preset': expected "recommended" or "strict" or "audit", found "strikt"; did you mean 'strict'?`,
    ],
    [
      '{ "files": { "exclude": ["src\\\\legacy\\\\**"] } }',
      `1:26: item 1 of 'exclude': a pattern is written with '/', also on Windows`,
    ],
    [
      '{\n  "rules": { "late-authentification": "off" }\n}',
      "2:14: unknown key 'late-authentification'; did you mean 'late-authentication'?",
    ],
    [
      '{ "rules": { "late-authentication": "eror" } }',
      `1:37: 'late-authentication': expected "error", "warning", "info", "off", or one of them with options: ["error", { … }]`,
    ],
    ['{ "rules": { "pii-logging": ["error", { "depht": 1 }] } }', "1:41: unknown key 'depht'; did you mean 'depth'?"],
    ['{ "rules": { "pii-logging": ["error", { "depth": "1" }] } }', `1:50: 'depth': expected a number, found "1"`],
    [
      '{ "rules": { "pii-logging": { "options": { "mode": "tihgt" } } } }',
      `1:52: 'mode': expected "loose" or "tight", found "tihgt"; did you mean 'tight'?`,
    ],
    ['{ "rules": { "pii-logging": { "severty": "off" } } }', "1:31: unknown key 'severty'; did you mean 'severity'?"],
    ['{ "publicRoutes": "/health" }', `1:19: 'publicRoutes': expected a list, found "/health"`],
    ['{ "publicRoutes": ["health"] }', `1:20: item 1 of 'publicRoutes': a route is written '/path/**' or 'GET /path'`],
    ['{ "files": { "includes": [] } }', "1:14: unknown key 'includes'; did you mean 'include'?"],
    ['{ "catalog": { "./a.ts#b": { "stepp": "authenticate" } } }', "1:30: unknown key 'stepp'; did you mean 'step'?"],
    [
      '{ "catalog": { "./a.ts#b": { "step": "authentication" } } }',
      `1:38: 'step': expected "authenticate" or "authorize" or "session" or "cors" or "csrf" or "rate-limit" or "headers" or "cookies" or "body" or "log" or "error", found "authentication"; did you mean 'authenticate'?`,
    ],
    [
      '{ "catalog": { "./a.ts#b": 1 } }',
      `1:28: './a.ts#b': expected one of { "step": … }, { "wrapper": … }, { "scheme": … }, { "verifies": … }`,
    ],
    ['{ "preset": }', '1:13: value expected; the file must be JSON (comments are allowed)'],
    ['', '1:1: value expected; the file must be JSON (comments are allowed)'],
    ['[]', '1:1: expected an object { … }, found a list'],
    ['{ "rules": [] }', "1:12: 'rules': expected an object { … }, found a list"],
    ['{ "preset": "audit", "preset": "strict" }', "1:22: 'preset' is written twice; only the last one would count"],
    [
      '{ "__proto__": { "polluted": 1 } }',
      "1:3: unknown key '__proto__'; known are 'preset', 'rules', 'files', 'publicRoutes', 'loginRoutes', 'catalog', 'needles', 'apps', '$schema'",
    ],
  ])('%s', (text, message) => {
    expect(wrong(text)).toBe(message);
  });

  test('in package.json the place is that of the key within', () => {
    expect(wrong('{ "name": "x",\n "authlint": { "preset": 1 } }', true)).toMatch(/^2:26: 'preset': expected/);
  });

  test('hostile nesting', () => {
    expect(wrong('['.repeat(100_000))).toBe('1:1: nested more than 100 levels deep');
  });

  test('comments and trailing commas are fine', () => {
    expect(wrong('{ // why\n "preset": "audit", }')).toBe('accepted');
  });
});

test('no value crashes the validator or pollutes a prototype', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.object()), (value) => {
      checkConfig(value, rules);
      checkConfig({ rules: value, catalog: value, files: value }, rules);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

describe('resolved settings', () => {
  test('defaults', () => {
    expect(resolveConfig({})).toEqual({
      files: { include: [], exclude: [] },
      preset: 'recommended',
      rules: {},
      publicRoutes: [],
      loginRoutes: [],
      catalog: [],
      needles: [],
      apps: [],
    });
  });

  test('all three ways to set a rule', () => {
    const { rules: set } = resolveConfig({ rules: { a: 'off', b: ['info', { x: 1 }], c: { options: { y: true } } } });
    expect(set).toEqual({
      a: { severity: 'off' },
      b: { severity: 'info', options: { x: 1 } },
      c: { options: { y: true } },
    });
  });

  test('a guard of the catalog rejects whom guards reject', () => {
    const [addition] = resolveConfig({ catalog: { './src/auth.ts#requireUser': { step: 'authenticate' } } }).catalog;
    expect(addition).toMatchObject({
      module: './src/auth.ts',
      export: 'requireUser',
      meaning: {
        is: 'step',
        step: {
          role: 'authenticate',
          status: 401,
          rejection: 'answer',
          outcome: { none: 'rejects', good: 'continues' },
        },
      },
    });
  });

  test.each([
    ['cors', 'cors', ''],
    ['pkg/sub#a.b', 'pkg/sub', 'a.b'],
    ['#auth#guard', '#auth', 'guard'],
    ['./jwt.ts#Client#verify', './jwt.ts', 'Client#verify'],
    ['./jwt.ts#default', './jwt.ts', ''],
  ])('catalog key %s', (key, module, name) => {
    expect(resolveConfig({ catalog: { [key]: { wrapper: 0 } } }).catalog[0]).toMatchObject({ module, export: name });
  });
});

describe('which file counts', () => {
  const root = mkdtempSync(join(tmpdir(), 'authlint-config-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('authlint.config.json', '{ "preset": "audit" }');
  put('repo/.git/HEAD', '');
  put(
    'repo/authlint.config.json',
    '{ "preset": "strict", "files": { "exclude": ["legacy/**"] }, "catalog": { "./lib/a.ts#b": { "wrapper": 0 } } }',
  );
  put('repo/src/deep/a.ts', '');
  put('repo/pkg/package.json', '{ "authlint": { "preset": "audit" } }');
  put('repo/plain/package.json', '{ "name": "authlint" }');
  put('bare/.git/HEAD', '');
  put('loose/package.json', '{}');

  test('the nearest one upwards, its globs and files rebased', () => {
    const { settings, file } = findSettings(join(root, 'repo/src/deep'), undefined, rules);
    expect(file).toBe('../../authlint.config.json');
    expect(settings.preset).toBe('strict');
    expect(settings.files.exclude).toEqual(['../../legacy/**']);
    expect(settings.catalog[0]?.module).toBe('../../lib/a.ts');
  });

  test('package.json only when it has the key', () => {
    expect(findSettings(join(root, 'repo/pkg'), undefined, rules).settings.preset).toBe('audit');
    expect(findSettings(join(root, 'repo/plain'), undefined, rules).settings.preset).toBe('strict');
  });

  test('never from above the repository, or above the package without one', () => {
    expect(findSettings(join(root, 'bare'), undefined, rules).file).toBeNull();
    expect(findSettings(join(root, 'loose'), undefined, rules).file).toBeNull();
  });

  test('a named file, none, and one that does not exist', () => {
    expect(findSettings(join(root, 'bare'), '../authlint.config.json', rules).settings.preset).toBe('audit');
    expect(findSettings(join(root, 'repo'), false, rules).settings.preset).toBe('recommended');
    expect(() => findSettings(root, 'nope.json', rules)).toThrow('nope.json:1:1: no such file');
  });
});
