import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type LintOptions, lint } from '../../src/session/check/lint.ts';
import { openSnapshot, STAGED } from '../../src/session/files/snapshot.ts';
import { folderWith } from './folder.ts';
import { type Repository, repositoryWith } from './repository.ts';

const app = (above: string, below = ''): string =>
  `const express = require('express');\nconst { guard } = require('./guard');\nconst app = express();\n${above}\napp.use('/api', require('./routes/orders'));\n${below}\napp.listen(1);\n`;
const guard = (body: string): string =>
  `const jwt = require('jsonwebtoken');\nconst { find } = require('./store');\nexports.guard = (req, res, next) => {\n${body}\n};\n`;
/** Of no known package: what nobody calls here, nobody looks at. */
const store = (called: string, uncalled: string, member = '', setup = ''): string =>
  `${setup}\nexport const find = (id) => {\n${called}\n};\nexport class Store {\n${member}\n  size(given = find) {\n${uncalled}\n  }\n}\n`;
const orders = (route: string): string =>
  `const { Router } = require('express');\nconst router = Router();\n${route}\nmodule.exports = router;\n`;

/** What each file of the little project may be, null for not there; the first is the one to begin with. */
const texts: Readonly<Record<string, readonly (string | null)[]>> = {
  'app.js': [
    app('app.use(guard);'),
    app('', 'app.use(guard);'),
    app('// authlint-disable-next-line late-authentication -- known\napp.use(guard);'),
    app('app.use(guard);').replaceAll('\n', '\r\n'),
    'const app = require("express")(',
  ],
  'guard.js': [
    guard('if (!find(req.headers.authorization)) return res.sendStatus(401); next();'),
    guard(
      'try { req.user = jwt.verify(req.headers.authorization, process.env.KEY); next(); } catch { res.sendStatus(401); }',
    ),
    guard("try { req.user = jwt.verify(req.headers.authorization, 'a-secret-key'); next(); } catch { next(); }"),
    guard('next();'),
    `// moved\n\n${guard("try { req.user = jwt.verify(req.headers.authorization, 'a-secret-key'); next(); } catch { next(); }")}`,
  ],
  'store.ts': [
    store('return id === process.env.ID;', 'return 1;'),
    store('return id === process.env.ID;', 'const two = (one) => one + 1;\n return two(1);'),
    store('return id === process.env.ID;', 'return import("./guard").then(() => 1);'),
    store('return true;', 'return 2;'),
    store('return id === process.env.ID;', 'return 3;', '  @find @Injectable() more() { throw 1; }'),
    store('return id === process.env.ID;', 'return 4;', '', "import { sign } from 'jsonwebtoken';"),
    store(
      'return id === process.env.ID;',
      'return 5;',
      '',
      'export const more = find(1); if (more) throw new Error();',
    ),
    store(
      'return id === process.env.ID;',
      'return sizeOf(read());',
      '',
      "import { a as read } from './other/irrelevant';\nimport sizeOf from 'react';",
    ),
    store('return id === process.env.ID;', 'return guard;', '', "import { guard } from './guard';"),
    store('return id === process.env.ID;', 'return process;', '', "import process from './other/page';"),
    store('return id === process.env.ID;', 'return 6;').replace('given = find', 'private readonly given: Set<string>'),
  ],
  'routes/orders.js': [
    orders("router.get('/orders', (req, res) => res.json([]));"),
    orders("router.post('/orders', (req, res) => res.json({ é: 1 }));"),
    orders(''),
    orders("for (const { path } of require('../other/table')) router.get(path, (req, res) => res.json([]));"),
    orders("/* moved */ router.get('/orders', (req, res) => /* too */ res.json([])); // all"),
  ],
  'other/irrelevant.ts': [
    'export const a = 1;\n',
    "export const b = 'changed';\n",
    "import '../routes/orders';\n",
    "import 'express';\n",
  ],
  'other/page.ts': [
    "import './irrelevant'; import 'react';\nexport const page = 1;\n",
    "import './irrelevant'; import './part';\nexport const page = 1;\n",
    "import '../guard';\n",
    'const name = process.argv[2];\nimport(`../routes/${name}`);\n',
  ],
  'other/table.json': ['[{"path":"/tables"}]', '[ { "path": "/tables" } ]', '[{"path":"/chairs"}]', '[', null],
  '.gitignore': [null, 'table.json\n'],
  'other/part.ts': [null, "import 'react';\n", "export * from '../routes/orders';\n", "import 'koa';\n"],
  // Where imports of others lead as soon as they are there.
  'guard.ts': [null, 'export const guard = 1;\n'],
  'guard.mjs': [null, 'export const guard = 2;\n'],
  'guard/index.js': [null, 'exports.guard = (req, res, next) => next();\n'],
  'routes/index.js': [null, 'module.exports = 1;\n'],
  'routes/orders.test.js': [null, "require('./orders');\n", "require('../guard');\n"],
  'other/latin.ts': ['export const ä = 1;\n', "import 'express'; // \u00e9\n"],
  'package.json': [
    '{"dependencies":{"express":"^5.0.0"}}',
    '{"dependencies":{"express":"^4.0.0"}}',
    '{}',
    '{"dependencies":{"express":"^5.0.0","react":"^19.0.0"}}',
    '{"dependencies":{"express":"^5.0.0","vue":"^3.0.0"}}',
    '{"dependencies":{"express":"^5.0.0"},"main":"guard.js"}',
  ],
  'package-lock.json': [
    '{}',
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/express":{"version":"4.18.2"}}}',
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/express":{"version":"5.1.0"}}}',
    '{"lockfileVersion":3,"packages":{"":{},"node_modules/express":{"version":"5.1.0"},"node_modules/react":{"version":"19.0.0"}}}',
  ],
  'tsconfig.json': ['{}', '{"compilerOptions":{"paths":{"./guard":["./other/irrelevant"]}}}'],
  'authlint.config.json': [
    '{}',
    '{"preset":"audit"}',
    '{"publicRoutes":["/api/**"]}',
    '{"files":{"exclude":["routes"]}}',
  ],
};

type Edit =
  | { readonly kind: 'write'; readonly file: string; readonly text: number; readonly latin1: boolean }
  | { readonly kind: 'remove' | 'touch'; readonly file: string }
  | { readonly kind: 'stage' | 'commit' | 'back' | 'new cache' | 'other machine' };

const file = fc.constantFrom(...Object.keys(texts), 'store.ts', 'store.ts');
const edits = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('write' as const), file, text: fc.nat(10), latin1: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'touch' as const), file }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'stage' as const,
          'commit' as const,
          'back' as const,
          'other machine' as const,
          'new cache' as const,
        ),
      }),
    },
  ),
  { minLength: 1, maxLength: 4 },
);

function apply(edit: Edit, { cwd, git, write }: Repository, cache: string): void {
  const path = 'file' in edit ? join(cwd, edit.file) : cwd;
  if (edit.kind === 'write') {
    const choices = texts[edit.file]!;
    const text = choices[edit.text % choices.length]!;
    if (text === null) rmSync(path, { force: true });
    else {
      write({ [edit.file]: '' });
      writeFileSync(path, text, edit.latin1 ? 'latin1' : 'utf8');
    }
  } else if (edit.kind === 'remove') rmSync(path, { force: true });
  else if (edit.kind === 'touch' && existsSync(path)) writeFileSync(path, readFileSync(path));
  else if (edit.kind === 'stage') git('add', '-A');
  else if (edit.kind === 'commit') git('commit', '-qam', 'more', '--allow-empty');
  else if (edit.kind === 'back') git('checkout', '-qf', 'HEAD');
  else if (edit.kind === 'new cache') rmSync(cache, { recursive: true, force: true });
  else if (edit.kind === 'other machine') {
    const copy = folderWith({});
    cpSync(cwd, copy, { recursive: true });
    for (const name of readdirSync(cwd)) rmSync(join(cwd, name), { recursive: true });
    cpSync(copy, cwd, { recursive: true });
  }
}

/** All that a run says, as text. */
export async function outcome(options: LintOptions) {
  const { model, findings, suppressed, notes, problems, gaps, summary, configFile, appOf, textOf } =
    await lint(options);
  const shown = findings.map(({ at }) => [appOf(at.file), textOf(at.file)]);
  return JSON.stringify({ model, findings, suppressed, notes, problems, gaps, summary, configFile, shown }, null, 1);
}

/** What a run says, or why it says nothing. */
const told = (options: LintOptions): Promise<string> => outcome(options).catch(String);

/**
 * Draws sequences of edits of a little repository. After each edit a run with the cache, which all sequences share, has to
 * say what one without it says; after the last one, another that finds what the first has kept. Returns all that was said.
 */
export async function answersAfterEdits(seed: number, runs: number): Promise<ReadonlySet<string>> {
  const begun = Object.entries(texts).map(([name, choices]) => [name, choices[0]!] as const);
  const first = Object.fromEntries(begun.flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
  const repository = repositoryWith(first);
  const { cwd, git, write } = repository;
  git('tag', 'start');
  const cache = folderWith({});
  const answers = new Set<string>();
  const where = fc.constantFrom<'disk' | 'staged' | 'HEAD'>('disk', 'disk', 'disk', 'staged', 'staged', 'HEAD');
  // What differs between the sequences is little of the time: processes of git are nearly all of it.
  let isAtStart = true;
  const property = fc.asyncProperty(edits, where, async (list, where) => {
    if (!isAtStart) git('reset', '-q', '--hard', 'start');
    for (const [name, text] of begun) if (text === null) rmSync(join(cwd, name), { force: true });
    write(first);
    isAtStart = !list.some(({ kind }) => kind === 'stage' || kind === 'commit');
    for (const [index, edit] of list.entries()) {
      apply(edit, repository, cache);
      const from = where === 'disk' ? {} : { from: openSnapshot(cwd, where === 'HEAD' ? 'HEAD' : STAGED) };
      const options = { cwd, preset: 'audit' as const, ...from };
      const anew = await told({ ...options, cache: false });
      const isLast = index === list.length - 1;
      for (const _ of isLast ? ['kept before', 'kept just now'] : ['kept before']) {
        const kept = await told({ ...options, cache });
        if (kept !== anew) throw new Error(`with the cache:\n${kept}\n\nwithout it:\n${anew}`);
      }
      answers.add(anew);
    }
  });
  await fc.assert(property, { seed, numRuns: runs });
  return answers;
}
