import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { folderWith } from './support/folder.ts';
import { repositoryWith } from './support/repository.ts';
import { authlint } from './support/run.ts';

const GUARD = `import { read } from './read.js';
export function requireUser(req, res, next) {
  if (!read(req)) return res.sendStatus(401);
  next();
}
`;
// No package is named in it that authlint knows: only an import makes it worth reading.
const READ = `import jwt from 'jsonwebtoken';
export const read = (req) => {
  try {
    return jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['HS256'] });
  } catch {
    return null;
  }
};
`;
const SERVER = `import express from 'express';
import { requireUser } from '@acme/guards';
const app = express();
app.post('/stock', (req, res) => res.json([]));
app.use(requireUser);
app.post('/orders', (req, res) => res.json([]));
app.listen(4000);
`;
const workspace = {
  'package.json': { name: 'acme', workspaces: ['apps/*', 'packages/*'] },
  '.gitignore': '.authlint\nnode_modules\n',
  'apps/shop/package.json': { name: '@acme/shop', dependencies: { express: '^5.1.0', '@acme/guards': '*' } },
  'apps/shop/server.js': SERVER,
  'packages/guards/package.json': { name: '@acme/guards', main: 'index.js' },
  'packages/guards/index.js': GUARD,
  'packages/guards/read.js': READ,
};
const PACKAGES = ['apps/shop', 'packages/guards'];

const handOut = async (cwd: string) => {
  for (const folder of PACKAGES) {
    const { code, err } = await authlint(join(cwd, folder), ['facts', '--out', '.authlint']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  }
};
const handed = (cwd: string, folder: string) =>
  Object.fromEntries(
    readdirSync(join(cwd, folder)).map((name) => [name, readFileSync(join(cwd, folder, name), 'latin1')]),
  );

// What an earlier run has kept must not help.
beforeEach(() => {
  vi.stubEnv('AUTHLINT_CACHE_DIR', folderWith({}));
  return () => vi.unstubAllEnvs();
});

describe('facts that were worked out per package', () => {
  test('give the answer of a run over everything, elsewhere, and nothing is parsed again', async () => {
    const { cwd } = repositoryWith(workspace);
    const whole = await authlint(cwd, ['--no-cache', '--format', 'json']);
    expect(JSON.parse(whole.out).findings).toMatchObject([{ rule: 'late-authentication' }]);
    await handOut(cwd);
    const other = folderWith({});
    cpSync(cwd, other, { recursive: true });
    expect(await authlint(other, ['--facts', '.authlint', '--format', 'json'])).toEqual(whole);
  });

  test('of one project after the other in a folder of the workspace', async () => {
    const { cwd } = repositoryWith(workspace);
    const whole = await authlint(cwd, ['routes', '--no-cache']);
    for (const folder of PACKAGES) {
      const out = `.authlint/${folder.replace('/', '-')}`;
      expect((await authlint(cwd, ['facts', folder, '--out', out])).out).toMatch(/^[12] files? in \.authlint/);
    }
    expect(await authlint(cwd, ['routes', '--facts', '.authlint'])).toEqual(whole);
  });

  test('are the same bytes from the same texts, and those of today only', async () => {
    const { cwd, write } = repositoryWith(workspace);
    await handOut(cwd);
    const first = handed(cwd, 'packages/guards/.authlint');
    expect(Object.keys(first)).toHaveLength(1);
    write({ 'packages/guards/read.js': READ.replace('HS256', 'HS512') });
    await handOut(cwd);
    expect(Object.keys(handed(cwd, 'packages/guards/.authlint'))).toHaveLength(1);
    expect(handed(cwd, 'packages/guards/.authlint')).not.toEqual(first);
    write({ 'packages/guards/read.js': READ });
    await handOut(cwd);
    expect(handed(cwd, 'packages/guards/.authlint')).toEqual(first);
  });

  test('of an older text, a damaged file or another version count for nothing, and that is said', async () => {
    const { cwd, write } = repositoryWith(workspace);
    await handOut(cwd);
    write({ 'packages/guards/read.js': `${READ}// changed\n` });
    const said = 'parsed anew, since the facts do not have them as they are:';
    expect((await authlint(cwd, ['--facts', '.authlint'])).err).toBe(
      `authlint: 1 file was ${said.replace('them as they are', 'it as it is')} packages/guards/read.js\n`,
    );
    vi.stubEnv('AUTHLINT_CACHE_DIR', folderWith({}));
    const pack = join(cwd, 'apps/shop/.authlint', Object.keys(handed(cwd, 'apps/shop/.authlint'))[0]!);
    writeFileSync(pack, readFileSync(pack, 'utf8').replace('/stock', '/stick'));
    const { code, err } = await authlint(cwd, ['--facts', '.authlint']);
    expect({ code, err }).toEqual({
      code: 1,
      err: `authlint: 2 files were ${said} apps/shop/server.js, packages/guards/read.js\n`,
    });
  });

  test('that are committed with the code are not believed', async () => {
    const { cwd, git } = repositoryWith(workspace);
    await handOut(cwd);
    git('add', '-f', 'apps/shop/.authlint');
    expect((await authlint(cwd, ['--facts', '.authlint'])).err).toContain('apps/shop/server.js');
    expect(await authlint(join(cwd, 'apps/shop'), ['facts', '--out', '.authlint'])).toEqual({
      code: 2,
      out: '',
      err: 'authlint: cannot write .authlint: files in it are committed, so that it would not be believed\n',
    });
  });

  test.each([
    [['facts'], "'authlint facts' needs '--out <folder>', where a build cache finds them"],
    [['facts', '--out', 'package.json'], 'cannot write package.json: a part of its path is not a folder'],
    [['facts', 'nowhere', '--out', 'x'], 'no such file or folder: nowhere'],
    [
      ['--facts', '.facts'],
      "there is no folder '.facts', here or in a package; 'authlint facts --out .facts' makes it",
    ],
    [['--facts', '.facts', '--no-cache'], "'--facts' and '--no-cache' contradict each other; use one of them"],
  ])('%s: one sentence, code 2', async (argv, sentence) => {
    const run = await authlint(folderWith(workspace), argv);
    expect(run).toMatchObject({ code: 2, err: `authlint: ${sentence}\n` });
  });
});
