import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { onDisk } from '../src/session/files/files.ts';
import { Disk } from '../src/session/imports/disk.ts';
import { Packages } from '../src/session/imports/packages.ts';
import { Versions } from '../src/session/imports/versions.ts';
import { type Contents, folderWith } from './support/folder.ts';

function versionsOf(files: Contents, top?: string) {
  const cwd = folderWith(files);
  const roots = new Set([join(cwd, top ?? '.')]);
  const disk = new Disk(onDisk);
  const versions = new Versions(disk, new Packages(disk, roots), roots);
  return (name: string, from: string): string | null => {
    mkdirSync(dirname(join(cwd, from)), { recursive: true });
    const found = versions.find(name, dirname(join(cwd, from)));
    return found && `${found.exact ? '' : 'range '}${found.version}`;
  };
}

const workspace: Contents = {
  'package.json': { workspaces: ['apps/*'], dependencies: { express: '^4.17.1', koa: '^2' } },
  'apps/a/package.json': { name: 'a', version: '1.2.3', dependencies: { express: '^5.0.0' } },
  'apps/b/package.json': { name: 'b', dependencies: { a: '*', express: '^4.17.1' } },
};

test('package-lock 2 and 3', () => {
  const version = versionsOf({
    ...workspace,
    'package-lock.json': {
      lockfileVersion: 3,
      packages: {
        '': {},
        'apps/a': { version: '1.2.3' },
        'apps/b': {},
        'node_modules/a': { resolved: 'apps/a', link: true },
        'node_modules/express': { version: '4.18.2' },
        'node_modules/koa': { version: '2.15.0' },
        'node_modules/@hapi/hapi': { version: '21.3.0' },
        'apps/a/node_modules/express': { version: '5.1.0' },
      },
    },
    'examples/x/package.json': { dependencies: { express: '~3.0.0' } },
  });
  expect(version('express', 'src/x.ts')).toBe('4.18.2');
  expect(version('express', 'apps/a/src/deep/x.ts')).toBe('5.1.0');
  expect(version('express', 'apps/b/x.ts')).toBe('4.18.2');
  expect(version('koa', 'apps/b/x.ts')).toBe('2.15.0');
  expect(version('@hapi/hapi', 'apps/b/x.ts')).toBe('21.3.0');
  expect(version('a', 'apps/b/x.ts')).toBe('1.2.3');
  expect(version('express', 'examples/x/y.ts')).toBe('range ~3.0.0');
  expect(version('fastify', 'src/x.ts')).toBeNull();
});

test('package-lock 1 and a shrinkwrap', () => {
  const lock = {
    lockfileVersion: 1,
    dependencies: { express: { version: '4.16.0' }, git: { version: 'github:a/b#1' } },
  };
  const version = versionsOf({ 'package.json': {}, 'npm-shrinkwrap.json': lock, 'package-lock.json': 'not json' });
  expect(version('express', 'a.ts')).toBe('4.16.0');
  expect(version('git', 'a.ts')).toBeNull();
});

test('yarn 1', () => {
  const version = versionsOf({
    ...workspace,
    'yarn.lock': `# yarn lockfile v1


"@hapi/hapi@^21.0.0", "@hapi/hapi@^21.3.0":
  version "21.3.2"
  resolved "https://registry.yarnpkg.com/@hapi/hapi/-/hapi-21.3.2.tgz"
  dependencies:
    express "^3.0.0"

express@^4.17.1, express@~4.18.0:
  version "4.18.3"

express@^5.0.0:
  version "5.1.0"

"old@npm:express@^3":
  version "3.21.2"
`,
  });
  expect(version('express', 'x.ts')).toBe('4.18.3');
  expect(version('express', 'apps/a/x.ts')).toBe('5.1.0');
  expect(version('@hapi/hapi', 'x.ts')).toBe('21.3.2');
  expect(version('old', 'x.ts')).toBe('3.21.2');
  expect(version('koa', 'x.ts')).toBe('range ^2');
});

test('yarn berry', () => {
  const version = versionsOf({
    ...workspace,
    'yarn.lock': `__metadata:
  version: 8

"a@*, a@workspace:apps/a":
  version: 0.0.0-use.local
  resolution: "a@workspace:apps/a"

"express@npm:^4.17.1, express@npm:^4.18":
  version: 4.19.2
  resolution: "express@npm:4.19.2"

"express@npm:^5.0.0":
  version: 5.1.0
`,
  });
  expect(version('express', 'x.ts')).toBe('4.19.2');
  expect(version('express', 'apps/a/x.ts')).toBe('5.1.0');
  expect(version('a', 'apps/b/x.ts')).toBe('1.2.3');
});

const pnpm9 = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      express:
        specifier: ^4.17.1
        version: 4.19.2
  apps/a:
    dependencies:
      '@nestjs/passport':
        specifier: ^10
        version: 10.0.3(@nestjs/common@10.3.0(rxjs@7.8.1))(passport@0.7.0)
      express:
        specifier: ^5.0.0
        version: 5.1.0
    devDependencies:
      b:
        specifier: workspace:*
        version: link:../b
  apps/b: {}

packages:

  express@4.19.2:
    resolution: {integrity: sha512-x}
    engines: {node: '>= 0.10.0'}
  express@5.1.0:
    resolution: {integrity: sha512-x}
  '@hapi/hapi@21.3.0':
    resolution: {integrity: sha512-x}
    version: 1.0.0

snapshots:

  '@hapi/hapi@21.3.0':
    dependencies:
      express: 4.19.2
`;

const pnpm6 = `lockfileVersion: '6.0'

dependencies:
  express:
    specifier: ^4.17.1
    version: 4.18.2(supports-color@5.0.0)

packages:

  /@hapi/hapi@21.3.0:
    resolution: {integrity: sha512-x}
`;

const pnpm5 = `lockfileVersion: 5.4

importers:

  .:
    specifiers:
      express: ^4.17.1
    dependencies:
      express: 4.17.3_supports-color@5.0.0
  apps/a:
    specifiers:
      express: ^5.0.0
    devDependencies:
      express: 5.0.1

packages:

  /@hapi/hapi/21.3.0:
    resolution: {integrity: sha512-x}
`;

test.each([
  ['9', pnpm9, '4.19.2', '5.1.0'],
  ['6', pnpm6, '4.18.2', 'range ^5.0.0'],
  ['5', pnpm5, '4.17.3', '5.0.1'],
  ['9 with CRLF', pnpm9.replaceAll('\n', '\r\n'), '4.19.2', '5.1.0'],
])('pnpm lockfile %s', (_, lock, root, member) => {
  const version = versionsOf({ ...workspace, 'pnpm-lock.yaml': lock });
  expect(version('express', 'x.ts')).toBe(root);
  expect(version('express', 'apps/a/x.ts')).toBe(member);
  expect(version('@hapi/hapi', 'x.ts')).toBe('21.3.0');
});

test('pnpm with peers', () => {
  const version = versionsOf({ ...workspace, 'pnpm-lock.yaml': pnpm9 });
  expect(version('@nestjs/passport', 'apps/a/x.ts')).toBe('10.0.3');
  expect(version('express', 'apps/b/x.ts')).toBe('4.19.2');
});

test('bun.lock', () => {
  const version = versionsOf({
    ...workspace,
    'bun.lock': `{ "workspaces": { "": {}, "apps/a": { "name": "a" }, },
      "packages": { "express": ["express@4.19.2", "", {}, ""], "a/express": ["express@5.1.0"], }, }`,
  });
  expect(version('express', 'x.ts')).toBe('4.19.2');
  expect(version('express', 'apps/a/x.ts')).toBe('5.1.0');
});

test('without a lockfile: node_modules, then the range', () => {
  const version = versionsOf({
    'package.json': {},
    'node_modules/express/package.json': { version: '4.19.2' },
    'node_modules/koa/package.json': { version: '2.15.0' },
    'app/package.json': { dependencies: { express: '^4.0.0', hono: '~4.1.0', exact: '1.0.0', any: '*' } },
    'app/node_modules/hono/package.json': { version: '4.1.7' },
    'other/package.json': { dependencies: { express: '^5.0.0', alias: 'npm:express@^5.0.0', here: 'workspace:*' } },
  });
  expect(version('express', 'app/x.ts')).toBe('4.19.2');
  expect(version('hono', 'app/x.ts')).toBe('4.1.7');
  expect(version('koa', 'app/src/x.ts')).toBe('2.15.0');
  expect(version('exact', 'app/x.ts')).toBe('1.0.0');
  expect(version('any', 'app/x.ts')).toBeNull();
  expect(version('express', 'other/x.ts')).toBe('range ^5.0.0');
  expect(version('alias', 'other/x.ts')).toBe('range ^5.0.0');
  expect(version('here', 'other/x.ts')).toBeNull();
  expect(version('constructor', 'other/x.ts')).toBeNull();
});

test('a lockfile above the root is not believed', () => {
  const lock = { lockfileVersion: 1, dependencies: { express: { version: '4.16.0' } } };
  const version = versionsOf({ 'package-lock.json': lock, 'app/package.json': {} }, 'app');
  expect(version('express', 'app/x.ts')).toBeNull();
});
