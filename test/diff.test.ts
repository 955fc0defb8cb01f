import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';
import { authlint } from './support/run.ts';

const manifest = '{ "name": "shop", "dependencies": { "express": "^5.1.0", "jsonwebtoken": "^9.0.0" } }';

const GUARDS = `import jwt from 'jsonwebtoken';
export function requireUser(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['RS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
export function requireRole(...roles) {
  return (req, res, next) => (roles.includes(req.user.role) ? next() : res.sendStatus(403));
}
export function isAdmin(req, res, next) {
  if (req.user.role !== 'admin') return res.sendStatus(403);
  next();
}
`;

const SERVER = `import express from 'express';
import { isAdmin, requireRole, requireUser } from './guards.js';
const app = express();
app.get('/health', (req, res) => res.send('ok'));
app.use(requireUser);
app.get('/orders/:id', (req, res) => res.json('order'));
app.get('/reports', requireRole('admin'), (req, res) => res.json('reports'));
app.delete('/users/:id', isAdmin, (req, res) => res.json('gone'));
app.listen(3000);
`;

type Edit = readonly [file: 'server.js' | 'guards.js', from: string, to: string];

/** The shop, and the shop after these edits. */
function shop(...edits: readonly Edit[]) {
  const files: Record<string, string> = { 'package.json': manifest, 'server.js': SERVER, 'guards.js': GUARDS };
  const repository = repositoryWith(files);
  for (const [file, from, to] of edits) {
    expect(files[file]).toContain(from);
    files[file] = files[file]!.replace(from, to);
  }
  repository.write(files);
  repository.git('add', '-A');
  repository.git('commit', '-q', '--allow-empty', '-m', 'edit');
  return repository;
}

interface Answer {
  readonly code: number;
  readonly changes: readonly string[];
  readonly reasons: readonly string[];
}

async function compare(cwd: string, range: string): Promise<Answer> {
  const { code, out, err } = await authlint(cwd, ['diff', range, '--format', 'json']);
  expect(err).toBe('');
  const { changes, alarming } = JSON.parse(out);
  expect(alarming).toBe(code === 1);
  return {
    code,
    changes: changes.map(
      (one: { kind: string; method: string; path: string }) => `${one.kind} ${one.method} ${one.path}`,
    ),
    reasons: [
      ...new Set<string>(
        changes.flatMap((one: { reasons: { text: string; file: string; line: number }[] }) =>
          one.reasons.map(({ text, file, line }) => `${text} (${file}:${line})`),
        ),
      ),
    ],
  };
}

/** What an edit changes, and what taking it back does. */
async function bothWays(...edits: readonly Edit[]) {
  const { cwd } = shop(...edits);
  return { there: await compare(cwd, 'HEAD~..HEAD'), back: await compare(cwd, 'HEAD..HEAD~') };
}

describe('what a change does to routes', () => {
  test('a guard that is taken away, and put back', async () => {
    const { there, back } = await bothWays(['server.js', 'app.use(requireUser);\n', '']);
    expect(there.code).toBe(1);
    expect(there.changes).toContain('newly-open GET /orders/:id');
    expect(there.reasons).toContain('requireUser no longer stands in front (server.js:5)');
    expect(back.code).toBe(0);
    expect(back.changes).toContain('newly-protected GET /orders/:id');
    expect(back.reasons).toContain('requireUser now stands in front (server.js:5)');
  });

  test('a guard that moves below a route', async () => {
    const { there, back } = await bothWays(
      ['server.js', 'app.use(requireUser);\n', ''],
      ['server.js', `app.get('/reports'`, `app.use(requireUser);\napp.get('/reports'`],
    );
    expect(there).toEqual({
      code: 1,
      changes: ['newly-open GET /orders/:id'],
      reasons: ['requireUser is now installed too late (server.js:6)'],
    });
    expect(back).toMatchObject({ code: 0, changes: ['newly-protected GET /orders/:id'] });
  });

  test('a guard that becomes optional', async () => {
    const { there, back } = await bothWays(['guards.js', 'return res.sendStatus(401);', '']);
    expect(there.code).toBe(1);
    expect(there.changes).toContain('newly-open GET /orders/:id');
    expect(there.reasons).toContain('requireUser no longer rejects callers without credentials (guards.js:2)');
    expect(back.code).toBe(0);
  });

  test('an exemption', async () => {
    const { there } = await bothWays([
      'guards.js',
      'try {',
      `if (req.path.startsWith('/orders')) return next();\n  try {`,
    ]);
    expect(there).toMatchObject({ code: 1, changes: ['newly-open GET /orders/:id'] });
    expect(there.reasons.join()).toMatch(/requireUser now exempts it .*guards\.js:3/);
  });

  test('a guard on one route only, another one stays', async () => {
    const { there, back } = await bothWays(['server.js', `'/users/:id', isAdmin,`, `'/users/:id',`]);
    expect(there).toEqual({
      code: 1,
      changes: ['weakened DELETE /users/:id'],
      reasons: ['isAdmin no longer stands in front (server.js:8)'],
    });
    expect(back).toMatchObject({ code: 0, changes: ['strengthened DELETE /users/:id'] });
  });

  test('roles that a guard is called with', async () => {
    const { there, back } = await bothWays(['server.js', `requireRole('admin')`, `requireRole('admin', 'editor')`]);
    expect(there).toEqual({
      code: 1,
      changes: ['weakened GET /reports'],
      reasons: [`requireRole now accepts 'editor', too (server.js:7)`],
    });
    expect(back).toEqual({
      code: 0,
      changes: ['strengthened GET /reports'],
      reasons: [`requireRole no longer accepts 'editor' (server.js:7)`],
    });
  });

  test('permissions that are all needed', async () => {
    const every: Edit = [
      'guards.js',
      'roles.includes(req.user.role)',
      'roles.every((one) => req.user.can.includes(one))',
    ];
    const one = shop(every);
    one.write({ 'server.js': SERVER.replace(`requireRole('admin')`, `requireRole('admin', 'editor')`) });
    one.git('commit', '-qam', 'more');
    expect(await compare(one.cwd, 'HEAD~..HEAD')).toMatchObject({ code: 0, changes: ['strengthened GET /reports'] });
    expect(await compare(one.cwd, 'HEAD..HEAD~')).toMatchObject({
      code: 1,
      reasons: [`requireRole no longer asks for 'editor' (server.js:7)`],
    });
  });

  test('roles in the body of a guard', async () => {
    const { there, back } = await bothWays([
      'guards.js',
      `if (req.user.role !== 'admin')`,
      `if (req.user.role !== 'admin' && req.user.role !== 'support')`,
    ]);
    expect(there).toEqual({
      code: 1,
      changes: ['weakened DELETE /users/:id'],
      reasons: [`isAdmin now accepts 'support', too (guards.js:13)`],
    });
    expect(back).toMatchObject({ code: 0, changes: ['strengthened DELETE /users/:id'] });
  });

  test('algorithms', async () => {
    const { there, back } = await bothWays(['guards.js', `['RS256']`, `['RS256', 'HS256']`]);
    expect(there.code).toBe(1);
    expect(there.changes).toEqual(['weakened GET /orders/:id', 'weakened GET /reports', 'weakened DELETE /users/:id']);
    expect(there.reasons).toEqual([`jsonwebtoken.verify now accepts 'HS256', too (guards.js:4)`]);
    expect(back).toMatchObject({ code: 0, reasons: [`jsonwebtoken.verify no longer accepts 'HS256' (guards.js:4)`] });
  });

  test('a token that is no longer verified', async () => {
    const { there } = await bothWays([
      'guards.js',
      `jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['RS256'] })`,
      'jwt.decode(req.headers.authorization)',
    ]);
    expect(there.code).toBe(1);
    expect(there.changes.join()).toMatch(/(?:weakened|newly-open) GET \/orders\/:id/);
  });

  test('routes that come and go', async () => {
    const { there, back } = await bothWays([
      'server.js',
      `app.get('/health'`,
      `app.post('/import', (req, res) => res.json('in'));\napp.get('/health'`,
    ]);
    expect(there).toEqual({ code: 1, changes: ['newly-open POST /import'], reasons: [] });
    expect(back).toEqual({ code: 0, changes: ['removed POST /import'], reasons: [] });
    const inside = await bothWays([
      'server.js',
      'app.listen',
      `app.post('/import', (req, res) => res.json('in'));\napp.listen`,
    ]);
    expect(inside.there).toMatchObject({ code: 0, changes: ['newly-protected POST /import'] });
  });

  test('what is declared public is listed and no reason to fail', async () => {
    const { cwd, write, git } = shop([
      'server.js',
      `app.get('/health'`,
      `app.get('/prices', (q, r) => r.json(1));\napp.get('/health'`,
    ]);
    expect((await compare(cwd, 'HEAD~')).code).toBe(1);
    write({ 'authlint.config.json': '{ "publicRoutes": ["GET /prices"] }' });
    git('add', '-A');
    git('commit', '-qm', 'declare');
    const { code, out } = await authlint(cwd, ['diff', 'HEAD~2..HEAD']);
    expect(code).toBe(0);
    expect(out).toContain('declared public in the configuration');
    expect(out).toContain('The configuration of authlint changed as well: publicRoutes.');
  });

  test('a step that nobody can judge', async () => {
    const { there, back } = await bothWays(
      ['server.js', `import express`, `import { check } from 'unheard-of-guard';\nimport express`],
      ['server.js', `app.get('/health', `, `app.get('/health', check, `],
    );
    expect(there).toMatchObject({ code: 0, changes: ['unknown GET /health'] });
    expect(back).toEqual({
      code: 1,
      changes: ['newly-open GET /health'],
      reasons: ['check, which may have rejected callers, no longer stands in front (server.js:5)'],
    });
  });
});

test('a step that nobody can judge decides nothing behind a guard', async () => {
  const { there, back } = await bothWays(
    ['server.js', `import express`, `import { check } from 'unheard-of-guard';\nimport express`],
    ['server.js', `'/reports', `, `'/reports', check, `],
  );
  expect([there.code, back.code]).toEqual([0, 0]);
  expect(back.changes).toEqual([]);
});

describe('a path that changes', () => {
  test('makes another route, unless the handler lost something on the way', async () => {
    const open = await bothWays(['server.js', '/health', '/alive']);
    expect(open.there).toMatchObject({ code: 1, changes: ['newly-open GET /alive', 'removed GET /health'] });
    const same = await bothWays(['server.js', '/reports', '/figures']);
    expect(same.there).toMatchObject({ code: 0, changes: ['newly-protected GET /figures', 'removed GET /reports'] });
    const less = await bothWays(['server.js', `'/reports', requireRole('admin'), `, `'/figures', `]);
    expect(less.there).toEqual({
      code: 1,
      changes: ['weakened GET /figures'],
      reasons: [`requireRole('admin') no longer stands in front (server.js:7)`],
    });
  });
});

describe('what is no change', () => {
  test('moved files, renamed parameters, guards and variables', async () => {
    const { cwd, git, write } = shop();
    git('rm', '-q', 'server.js', 'guards.js');
    const server = SERVER.replaceAll(':id', ':key')
      .replaceAll('requireUser', 'mustBeKnown')
      .replace('./guards', './lib/auth');
    write({ 'src/app.js': `// moved\n${server}`, 'src/lib/auth.js': GUARDS.replaceAll('requireUser', 'mustBeKnown') });
    git('add', '-A');
    git('commit', '-qm', 'move');
    expect(await compare(cwd, 'HEAD~..HEAD')).toEqual({ code: 0, changes: [], reasons: [] });
  });

  test('a guard that moves from the app to every route', async () => {
    const { there, back } = await bothWays(
      ['server.js', 'app.use(requireUser);\n', ''],
      ['server.js', `'/orders/:id', `, `'/orders/:id', requireUser, `],
      ['server.js', `'/reports', `, `'/reports', requireUser, `],
      ['server.js', `'/users/:id', `, `'/users/:id', requireUser, `],
    );
    expect(there).toEqual({ code: 0, changes: [], reasons: [] });
    expect(back).toEqual(there);
  });

  test('one method of what was for all', async () => {
    const { there } = await bothWays(['server.js', `app.get('/reports'`, `app.all('/reports'`]);
    expect(there).toMatchObject({ code: 0 });
    const { cwd, write, git } = shop(['server.js', `app.get('/reports'`, `app.all('/reports'`]);
    write({ 'server.js': SERVER });
    git('commit', '-qam', 'get again');
    expect(await compare(cwd, 'HEAD~..HEAD')).toMatchObject({ code: 0, reasons: [] });
  });
});

describe('which states are compared', () => {
  test('two dots, three dots, the working tree', async () => {
    const { cwd, git, write } = shop();
    git('checkout', '-q', '-b', 'feature');
    write({ 'server.js': SERVER.replace('/health', '/feature') });
    git('commit', '-qam', 'feature');
    git('checkout', '-q', 'main');
    write({ 'server.js': SERVER.replace('app.use(requireUser);\n', '') });
    git('commit', '-qam', 'main opens');
    git('checkout', '-q', 'feature');
    expect((await compare(cwd, 'main...feature')).changes).toEqual(['newly-open GET /feature', 'removed GET /health']);
    expect((await compare(cwd, 'main...')).changes).toEqual(['newly-open GET /feature', 'removed GET /health']);
    const { out } = await authlint(cwd, ['diff', 'main...feature']);
    expect(out).toMatch(/main \(left at [0-9a-f]{9}\) → feature \([0-9a-f]{9}\)\n$/);
    expect((await compare(cwd, 'main..feature')).changes).toContain('newly-protected GET /orders/:id');
    expect(await compare(cwd, 'HEAD')).toMatchObject({ code: 0, changes: [] });
    write({ 'server.js': SERVER.replace('/health', '/mine') });
    expect((await compare(cwd, 'HEAD')).changes).toEqual(['newly-open GET /mine', 'removed GET /feature']);
  });

  test('nothing is checked out, and nothing of the repository is run', async () => {
    const { cwd, git } = shop(['server.js', 'app.use(requireUser);\n', '']);
    git('config', 'core.fsmonitor', 'touch ran; false');
    git('config', 'diff.external', 'touch ran');
    git('config', 'core.hooksPath', '.hooks');
    const { code } = await compare(cwd, 'HEAD~..HEAD');
    expect(code).toBe(1);
    expect(readFileSync(join(cwd, 'server.js'), 'utf8')).not.toContain('app.use(requireUser)');
    git('config', '--unset', 'core.fsmonitor');
    expect(execFileSync('git', ['status', '--porcelain'], { cwd, encoding: 'utf8' })).toBe('');
  });

  test('no such revision, no repository, a shallow clone: one sentence, code 2', async () => {
    const { cwd } = shop();
    const complaint = async (folder: string, ...argv: string[]) => {
      const { code, out, err } = await authlint(folder, ['diff', ...argv]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    expect(await complaint(cwd, 'nowhere...HEAD')).toContain(`git knows no revision 'nowhere'`);
    expect(await complaint(cwd, '--', '--output=x')).toContain(`git knows no revision '--output=x'`);
    expect(await complaint(cwd)).toContain(`'authlint diff main...HEAD'`);
    expect(await complaint(folderWith({}), 'main')).toContain('in no working tree of git');
    const shallow = folderWith({});
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${cwd}`, join(shallow, 'clone')]);
    expect(await complaint(join(shallow, 'clone'), 'HEAD~')).toContain('fetch-depth: 0');
    expect(await complaint(cwd, 'HEAD~', 'no/such/folder')).toContain('no such file or folder: no/such/folder');
  });

  test('a package of a monorepo, from inside and by its path', async () => {
    const { cwd, git, write } = repositoryWith({
      'package.json': '{ "workspaces": ["apps/*"] }',
      'apps/shop/package.json': manifest,
      'apps/shop/server.js': SERVER,
      'apps/shop/guards.js': GUARDS,
      'apps/back/package.json': manifest,
      'apps/back/server.js': SERVER,
      'apps/back/guards.js': GUARDS,
    });
    write({ 'apps/shop/server.js': SERVER.replace('/health', '/alive') });
    git('commit', '-qam', 'edit');
    const { out } = await authlint(cwd, ['diff', 'HEAD~']);
    expect(out).toContain('[apps/shop] GET /alive');
    expect((await compare(cwd, 'HEAD~')).changes).toEqual(['newly-open GET /alive', 'removed GET /health']);
    expect((await authlint(cwd, ['diff', 'HEAD~', 'apps/back'])).code).toBe(0);
    expect((await compare(join(cwd, 'apps/shop'), 'HEAD~')).changes).toHaveLength(2);
    git('mv', 'apps/shop', 'apps/store');
    git('commit', '-qm', 'move');
    expect((await compare(cwd, 'HEAD~..HEAD')).changes).toEqual([]);
  });
});

describe('formats', () => {
  test('Markdown: a table per cause; the code can neither format nor mention', async () => {
    const { cwd } = shop(
      ['server.js', `app.use(requireUser);\n`, ''],
      ['server.js', `'/health'`, `'/@me|<b>\`x\`</b>'`],
    );
    const { code, out } = await authlint(cwd, ['diff', 'HEAD~..HEAD', '--format', 'markdown']);
    expect(code).toBe(1);
    expect(out).toMatch(/^### authlint: \d routes? newly open, \d weakened/);
    expect(out).toContain('- <code>requireUser</code> no longer stands in front (<code>server.js:5 before</code>)');
    expect(out).toContain(
      '| <code>GET /orders/:id</code> | authenticated (jwt) | anonymous | <code>server.js:5</code> |',
    );
    expect(out).toContain('| <code>GET /@<!-- -->me&#124;&#60;b&#62;&#96;x&#96;&#60;/b&#62;</code> |');
    const json = await authlint(cwd, ['diff', 'HEAD~..HEAD', '--format', 'json']);
    expect(json.code).toBe(1);
  });

  test('what is no longer analysed is named, since it is not compared', async () => {
    const { cwd, write } = shop();
    write({ 'guards.js': `${GUARDS})` });
    const lost = { file: 'guards.js', reason: 'syntax error on line 17: Unexpected token' };
    expect(JSON.parse((await authlint(cwd, ['diff', 'HEAD', '--format', 'json'])).out).notes).toEqual([lost]);
    const pretty = await authlint(cwd, ['diff', 'HEAD']);
    expect(pretty.out).toContain(`not analysed, or only in part:\n  ${lost.file}: ${lost.reason}\n`);
    const { out } = await authlint(cwd, ['diff', 'HEAD', '--format', 'markdown']);
    expect(out).toContain(`<code>guards.js</code>: ${lost.reason}`);
  });

  test('text says which revisions, and that nothing changed', async () => {
    const { cwd } = shop();
    const { code, out } = await authlint(cwd, ['diff', 'HEAD~..HEAD']);
    expect(code).toBe(0);
    expect(out).toMatch(/^no route changed who may call it · 4 routes as before · HEAD~ \(\w{9}\) → HEAD \(\w{9}\)\n$/);
  });
});

test('the sample in the README is what the example gives', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const [, sample] = /below the orders -->\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const { cwd, git } = repositoryWith({});
  cpSync(join(import.meta.dirname, '../examples/orders-api'), cwd, { recursive: true });
  git('add', '-A');
  git('commit', '-qm', 'example');
  const file = join(cwd, 'src/app.js');
  const guard = 'app.use(requireUser);\n';
  const orders = `app.use('/orders', orders);\n`;
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace(guard, '')
      .replace(orders, orders + guard),
  );
  const { code, out } = await authlint(cwd, ['diff', 'HEAD']);
  expect(code).toBe(1);
  expect(out.replace(/\(\w{9}\)/, '(1c0ffee00)')).toBe(sample);
});
