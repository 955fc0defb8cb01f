import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { authlint, LATE_GUARD, project } from './support/run.ts';

const server = { 'server.js': LATE_GUARD };

describe('wrong use is one sentence and code 2', () => {
  test.each([
    [['--formt', 'json'], `unknown option '--formt'; did you mean '--format'?`],
    [['-x'], `unknown option '-x'`],
    [['--format'], `'--format' needs a value: pretty, compact, json, sarif, github, gitlab, junit, markdown, agent`],
    [
      ['--format', 'jsn'],
      `'--format' cannot be 'jsn', only pretty, compact, json, sarif, github, gitlab, junit, markdown, agent; did you mean 'json'?`,
    ],
    [['--quiet=yes'], `'--quiet' takes no value`],
    [['--anonymous'], `'--anonymous' is an option of 'authlint routes', not of 'authlint check'`],
    [
      ['explain', '--format', 'json', 'GET /orders'],
      `'--format' is an option of 'authlint check', 'authlint routes' and 'authlint diff', not of 'authlint explain'`,
    ],
    [['--rule', 'late-authentification'], `unknown rule 'late-authentification'; did you mean 'late-authentication'?`],
    [['--max-findings', 'many'], `'--max-findings' needs a number, not 'many'`],
    [['--config', 'a.json', '--no-config'], `'--config' and '--no-config' contradict each other; use one of them`],
    [['--config', 'nope.json'], `nope.json:1:1: no such file; --config expects the path of a JSON file`],
    [['rotues'], `no such file or folder: rotues; did you mean the command 'routes'?`],
    [['explain', 'late-authentification'], `unknown rule 'late-authentification'; did you mean 'late-authentication'?`],
    [
      ['explain'],
      `what shall be explained? Give a rule ('authlint explain late-authentication') or a route ('authlint explain "GET /path"')`,
    ],
  ])('%j', async (argv, message) => {
    const { code, err } = await authlint(project(server), argv);
    expect({ code, err }).toEqual({ code: 2, err: `authlint: ${message}\n` });
  });

  test('a broken configuration', async () => {
    const { code, out, err } = await authlint(
      project({ ...server, 'authlint.config.json': '{\n  "preset": "strict"\n  "rules": {}\n}' }),
      [],
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(
      'authlint: authlint.config.json:3:3: comma expected; the file must be JSON (comments are allowed)\n',
    );
  });

  test('a missing path among others: the others are analysed', async () => {
    const { code, out, err } = await authlint(project(server), ['server.js', 'gone.js']);
    expect({ code, err }).toEqual({ code: 2, err: 'authlint: no such file or folder: gone.js\n' });
    expect(out).toContain('late-authentication');
  });
});

describe('nothing analysed is not green', () => {
  test.each([
    ['an empty folder', {}, 'no JavaScript or TypeScript file was found'],
    [
      'no server',
      { 'a.js': 'export const a = 1;\n' },
      'in 1 file no server was found that authlint knows (Express, Fastify, hapi, Hono, Koa, NestJS)',
    ],
    [
      'no route',
      { 'a.js': `import express from 'express';\nexpress().listen(1);\n` },
      'in 1 file a server was found, but no route',
    ],
  ])('%s', async (_, files, reason) => {
    for (const argv of [[], ['routes'], ['--format', 'json']]) {
      const { code, err } = await authlint(project(files), argv);
      expect({ code, err }).toEqual({ code: 3, err: `authlint: nothing was analysed: ${reason}\n` });
    }
  });
});

describe('one bad file never hides the findings of another', () => {
  const found = async (root: string) => {
    const { code, out } = await authlint(root, ['--format', 'json', '--rule', 'late-authentication']);
    const { findings, notes } = JSON.parse(out);
    expect(code).toBe(1);
    expect(findings).toEqual([expect.objectContaining({ rule: 'late-authentication', file: 'server.js' })]);
    return notes as { file: string; reason: string; line?: number }[];
  };
  const linked = (specifier: string) => ({ 'server.js': `import './${specifier}';\n${LATE_GUARD}` });

  test('syntax error', async () => {
    const notes = await found(
      project({ ...linked('bad.js'), 'bad.js': `import express from 'express';\nconst app = ;\n` }),
    );
    expect(notes).toEqual([expect.objectContaining({ file: 'bad.js' })]);
  });

  test('invalid UTF-8', async () => {
    const bad = Buffer.concat([Buffer.from(`import express from 'express'; // `), Buffer.from([0xff, 0xc0, 0x80])]);
    await found(project({ ...linked('bad.js'), 'bad.js': bad }));
  });

  test('a dangling link, a link to itself, a folder that contains itself', async () => {
    const root = project(server);
    symlinkSync('nowhere.js', join(root, 'dangling.js'));
    symlinkSync('loop.js', join(root, 'loop.js'));
    mkdirSync(join(root, 'deep'));
    symlinkSync('..', join(root, 'deep/again'));
    const notes = await found(root);
    expect(notes.map((note) => note.file).sort()).toEqual(expect.arrayContaining(['dangling.js', 'loop.js']));
  });

  test('5,000 levels of nesting', async () => {
    const nested = `import express from 'express';\nexport const x = ${'['.repeat(5000)}${']'.repeat(5000)};\n`;
    await found(project({ ...linked('deep.js'), 'deep.js': nested }));
  });

  test('a minified file of a megabyte', async () => {
    const minified = `import e from"express";${'function f(a,b){return a+b};'.repeat(40_000)}`;
    await found(project({ ...linked('big.js'), 'big.js': minified }));
  });

  test('a variable that is chosen again and again', async () => {
    const again = (_: unknown, n: number) => `if (process.env.A${n}) x = process.env.B${n} ? x : require('./b.js');\n`;
    const chosen = `import 'express';\nlet x = require('./a.js');\n${Array.from({ length: 60 }, again).join('')}`;
    const used = 'if (x) console.log(1);\nif (x) x();\nnew x();\n';
    await found(project({ ...linked('chosen.js'), 'chosen.js': chosen + used, 'a.js': '', 'b.js': '' }));
  });

  test('a cycle of imports', async () => {
    const files = { 'a.js': `import './b.js';\nimport 'express';\n`, 'b.js': `import './a.js';\nimport 'express';\n` };
    await found(project({ ...linked('a.js'), ...files }));
  });
});
