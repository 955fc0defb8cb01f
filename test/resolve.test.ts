import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type NapiResolveOptions, ResolverFactory } from 'oxc-resolver';
import { describe, expect, test } from 'vitest';
import { onDisk } from '../src/session/files/files.ts';
import { type ListOptions, list } from '../src/session/files/list.ts';
import { Disk } from '../src/session/imports/disk.ts';
import { Packages } from '../src/session/imports/packages.ts';
import { Resolver } from '../src/session/imports/resolve.ts';
import { Tree } from '../src/session/imports/tree.ts';
import { openProject } from '../src/session/project/open-project.ts';
import { type Contents, folderWith } from './support/folder.ts';

async function resolverOf(cwd: string, options: Omit<ListOptions, 'cwd'> = {}) {
  const tree = new Tree(onDisk, await list({ cwd, ...options }));
  const disk = new Disk(onDisk);
  const resolver = new Resolver(tree, disk, new Packages(disk, tree.roots));
  return (from: string, specifier: string): string => {
    const found = resolver.resolve(join(cwd, from), specifier);
    if (found.kind === 'file') return found.file.slice(cwd.length + 1);
    return found.kind === 'package'
      ? `package ${found.name} ${found.subpath}`.trimEnd()
      : `unresolved: ${found.reason}`;
  };
}

type Case = readonly [from: string, specifier: string, expected: string];

const tables: readonly { readonly title: string; readonly files: Contents; readonly cases: readonly Case[] }[] = [
  {
    title: 'relative paths',
    files: {
      'src/a.ts': '',
      'src/b.tsx': '',
      'src/c.mts': '',
      'src/d.cts': '',
      'src/both.ts': '',
      'src/both.js': '',
      'src/user.service.ts': '',
      'src/dir/index.ts': '',
      'src/dir.ts': '',
      'src/only/index.js': '',
      'src/main/package.json': { main: './lib/start.js' },
      'src/main/lib/start.js': '',
      'src/types.d.ts': '',
      'src/data.json': '{}',
      'src/large.json': '1'.repeat(128 * 1024 + 1),
      'src/style.css': '',
      'node_modules/x/data.json': '{}',
      'src/use.ts': '',
      'src/use.js': '',
      'test/helper.ts': '',
      'index.ts': '',
    },
    cases: [
      ['src/use.ts', './a', 'src/a.ts'],
      ['src/use.ts', './a.js', 'src/a.ts'],
      ['src/use.ts', './a.ts', 'src/a.ts'],
      ['src/use.ts', './b.js', 'src/b.tsx'],
      ['src/use.ts', './b.jsx', 'src/b.tsx'],
      ['src/use.ts', './c.mjs', 'src/c.mts'],
      ['src/use.ts', './d.cjs', 'src/d.cts'],
      ['src/use.ts', './both', 'src/both.ts'],
      ['src/use.ts', './both.js', 'src/both.ts'],
      ['src/use.js', './both', 'src/both.js'],
      ['src/use.js', './both.js', 'src/both.js'],
      ['src/use.js', './a.js', 'src/a.ts'],
      ['src/use.ts', './user.service', 'src/user.service.ts'],
      ['src/use.ts', './dir', 'src/dir.ts'],
      ['src/use.ts', './dir/', 'src/dir/index.ts'],
      ['src/use.ts', './only', 'src/only/index.js'],
      ['src/use.ts', './main', 'src/main/lib/start.js'],
      ['src/dir/index.ts', '..', 'unresolved: no such file'],
      ['src/dir/index.ts', '.', 'src/dir/index.ts'],
      ['src/use.ts', '..', 'index.ts'],
      ['src/use.ts', '../test/helper', 'test/helper.ts'],
      ['src/use.ts', './types', 'unresolved: no such file'],
      ['src/use.ts', './data.json', 'src/data.json'],
      ['src/use.js', './data', 'src/data.json'],
      ['src/use.ts', './large.json', 'unresolved: larger than 128 KiB'],
      ['src/use.ts', './style.css', 'unresolved: not a JavaScript or TypeScript file'],
      ['src/use.ts', '../node_modules/x/data.json', 'unresolved: not a JavaScript or TypeScript file'],
      ['src/use.ts', './a.js?raw', 'src/a.ts'],
      ['src/use.ts', '../../../../../../../../etc/passwd', 'unresolved: a file outside of the analysed folder'],
    ],
  },
  {
    title: 'packages and odd specifiers',
    files: { 'package.json': { dependencies: { hono: '4' } }, 'a.ts': '', 'src/x.ts': '' },
    cases: [
      ['a.ts', 'express', 'package express'],
      ['a.ts', 'hono/jwt', 'package hono jwt'],
      ['a.ts', '@hapi/hapi', 'package @hapi/hapi'],
      ['a.ts', '@hapi/hapi/lib/x', 'package @hapi/hapi lib/x'],
      ['a.ts', 'fs', 'package node:fs'],
      ['a.ts', 'node:fs', 'package node:fs'],
      ['a.ts', 'fs/promises', 'package node:fs promises'],
      ['a.ts', 'npm:express@^4/lib/x.js', 'package express lib/x.js'],
      ['a.ts', 'npm:@hapi/hapi@21', 'package @hapi/hapi'],
      ['a.ts', 'https://deno.land/x/oak', 'unresolved: a URL'],
      ['a.ts', '/etc/passwd', 'unresolved: an absolute path'],
      ['a.ts', '', 'unresolved: an empty specifier'],
      ['a.ts', '@', 'unresolved: no alias is known for it'],
      ['a.ts', '@/x', 'src/x.ts'],
      ['a.ts', '~/x', 'src/x.ts'],
      ['a.ts', 'src/x', 'src/x.ts'],
      ['a.ts', '__proto__', 'package __proto__'],
      ['a.ts', '#x', 'unresolved: no such package import'],
    ],
  },
  {
    title: 'tsconfig paths, extends and references',
    files: {
      'tsconfig.base.json': `{
        // comments and trailing commas are usual here
        "extends": ["./missing.json", "@tsconfig/node20/tsconfig.json", "./tsconfig.cycle.json"],
        "compilerOptions": { "paths": { "@libs/*": ["libs/*/src"], "@exact": ["libs/one/src/index.ts"], }, },
      }`,
      'tsconfig.cycle.json': { extends: './tsconfig.base.json', compilerOptions: { customConditions: ['house'] } },
      'libs/one/src/index.ts': '',
      'apps/api/tsconfig.json': { extends: '../../tsconfig.base' },
      'apps/api/src/a.ts': '',
      'apps/web/tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }, { path: './nope' }] },
      'apps/web/tsconfig.app.json': { compilerOptions: { baseUrl: './src', paths: { '@/*': ['./*', '../gen/*'] } } },
      'apps/web/src/a.ts': '',
      'apps/web/src/x/y.ts': '',
      'apps/web/gen/z.ts': '',
      'apps/dir/tsconfig.json': { compilerOptions: { paths: { '~~/*': ['${configDir}/src/*'], 'pkg-*': ['gone/*'] } } },
      'apps/dir/src/a.ts': '',
      'apps/star/package.json': { name: 'star', dependencies: { koa: '*' } },
      'apps/star/tsconfig.json': { compilerOptions: { baseUrl: '.', paths: { '*': ['node_modules/*', 'own/*'] } } },
      'apps/star/node_modules/koa/index.js': '',
      'apps/star/own/part.ts': '',
      'apps/star/a.ts': '',
    },
    cases: [
      ['apps/api/src/a.ts', '@libs/one', 'libs/one/src/index.ts'],
      ['apps/api/src/a.ts', '@exact', 'libs/one/src/index.ts'],
      ['apps/api/src/a.ts', '@libs/two', 'unresolved: the tsconfig paths lead to no source file'],
      ['apps/web/src/a.ts', '@/x/y', 'apps/web/src/x/y.ts'],
      ['apps/star/a.ts', 'koa', 'package koa'],
      ['apps/star/a.ts', 'part', 'apps/star/own/part.ts'],
      ['apps/web/src/a.ts', '@/z.js', 'apps/web/gen/z.ts'],
      ['apps/web/src/a.ts', 'x/y', 'apps/web/src/x/y.ts'],
      ['apps/web/src/a.ts', 'express', 'package express'],
      ['apps/dir/src/a.ts', '~~/a', 'apps/dir/src/a.ts'],
    ],
  },
  {
    title: 'a baseUrl does not hide declared packages and built-ins',
    files: {
      'package.json': { dependencies: { express: '4' } },
      'tsconfig.json': { compilerOptions: { baseUrl: '.' } },
      'express/index.ts': '',
      'path.ts': '',
      'house.ts': '',
      'a.ts': '',
    },
    cases: [
      ['a.ts', 'express', 'package express'],
      ['a.ts', 'path', 'package node:path'],
      ['a.ts', 'house', 'house.ts'],
    ],
  },
  {
    title: 'workspaces lead to sources, built or not',
    files: {
      'package.json': { workspaces: ['packages/*', '!packages/left'] },
      'apps/api/a.ts': '',
      'packages/main/package.json': { name: '@w/main', main: 'dist/index.js' },
      'packages/main/src/index.ts': '',
      'packages/main/src/sub.ts': '',
      'packages/built/package.json': { name: '@w/built', main: './dist/index.js' },
      'packages/built/dist/index.js': '',
      'packages/built/src/index.ts': '',
      'packages/lib/package.json': { name: '@w/lib', main: 'lib/index.js' },
      'packages/lib/lib/index.js': '',
      'packages/lib/src/index.js': '',
      'packages/map/package.json': {
        name: '@w/map',
        exports: {
          '.': { types: './dist/index.d.ts', import: './dist/esm/index.mjs', require: './dist/cjs/index.cjs' },
          './guards/*': './dist/guards/*.js',
          './closed/*': null,
          './house': { house: './src/house.ts', default: './src/other.ts' },
          './late': ['./gone.js', { default: { node: './src/other.ts' } }],
        },
        imports: { '#in/*': './dist/*.js', '#dep': 'express', '#main': '@w/main', '#no': null, '#loop': '#loop' },
      },
      'packages/map/tsconfig.json': { compilerOptions: { customConditions: ['house'] } },
      'packages/map/src/index.ts': '',
      'packages/map/src/guards/jwt.ts': '',
      'packages/map/src/house.ts': '',
      'packages/map/src/other.ts': '',
      'packages/map/src/closed/x.ts': '',
      'packages/left/package.json': { name: '@w/left' },
      'packages/left/index.ts': '',
      'packages/none/package.json': { name: '@w/none', main: 'dist/index.js' },
    },
    cases: [
      ['apps/api/a.ts', '@w/main', 'packages/main/src/index.ts'],
      ['apps/api/a.ts', '@w/main/dist/sub', 'packages/main/src/sub.ts'],
      ['apps/api/a.ts', '@w/main/sub', 'packages/main/src/sub.ts'],
      ['apps/api/a.ts', '@w/main/src/sub.js', 'packages/main/src/sub.ts'],
      ['apps/api/a.ts', '@w/built', 'packages/built/src/index.ts'],
      ['apps/api/a.ts', '@w/lib', 'packages/lib/lib/index.js'],
      ['apps/api/a.ts', '@w/map', 'packages/map/src/index.ts'],
      ['apps/api/a.ts', '@w/map/guards/jwt', 'packages/map/src/guards/jwt.ts'],
      ['apps/api/a.ts', '@w/map/closed/x', 'unresolved: the package exports forbid it'],
      ['apps/api/a.ts', '@w/map/house', 'packages/map/src/other.ts'],
      ['packages/map/src/index.ts', '@w/map/house', 'packages/map/src/house.ts'],
      ['apps/api/a.ts', '@w/map/late', 'packages/map/src/other.ts'],
      ['packages/map/src/index.ts', '#in/guards/jwt', 'packages/map/src/guards/jwt.ts'],
      ['packages/map/src/index.ts', '#dep', 'package express'],
      ['packages/map/src/index.ts', '#main', 'packages/main/src/index.ts'],
      ['packages/map/src/index.ts', '#no', 'unresolved: the package imports forbid it'],
      ['packages/map/src/index.ts', '#loop', 'unresolved: the package import leads to no source file'],
      ['apps/api/a.ts', '@w/left', 'package @w/left'],
      ['apps/api/a.ts', '@w/none', 'package @w/none'],
    ],
  },
  {
    title: 'pnpm workspaces, self-reference, file: dependencies and module-alias',
    files: {
      'pnpm-workspace.yaml': '# house\npackages:\n  - \'deep/**\' # all\n  - "!**/skipped/**"\ncatalog:\n  - nope\n',
      'deep/er/p/package.json': { name: 'p', dependencies: { q: 'file:../../../q' } },
      'deep/er/p/index.ts': '',
      'deep/skipped/s/package.json': { name: 's' },
      'q/package.json': { name: 'q', exports: './src/start.ts', _moduleAliases: { '@root': '.', '@built': 'dist' } },
      'q/src/start.ts': '',
      'bin.js': '',
    },
    cases: [
      ['bin.js', 'p', 'deep/er/p/index.ts'],
      ['bin.js', 's', 'package s'],
      ['deep/er/p/index.ts', 'q', 'q/src/start.ts'],
      ['q/src/start.ts', 'q', 'q/src/start.ts'],
      ['q/src/start.ts', '@root/src/start', 'q/src/start.ts'],
      ['q/src/start.ts', '@built/start', 'q/src/start.ts'],
    ],
  },
  {
    title: 'a script that starts the build',
    files: { 'package.json': {}, 'bin/www.js': '', 'src/server/app.ts': '' },
    cases: [
      ['bin/www.js', '../dist/server/app', 'src/server/app.ts'],
      ['bin/www.js', '../build/server/app.js', 'src/server/app.ts'],
    ],
  },
];

for (const { title, files, cases } of tables) {
  test(title, async () => {
    const resolve = await resolverOf(folderWith(files));
    expect(cases.map(([from, specifier]) => [from, specifier, resolve(from, specifier)])).toEqual(cases);
  });
}

test('imports may leave the named folder, but not the repository', async () => {
  const outside = folderWith({ 'secret.ts': '' });
  const root = folderWith({
    'pnpm-workspace.yaml': 'packages: ["packages/*"]',
    'packages/x/package.json': { name: 'x' },
    'packages/x/index.ts': '',
    'apps/api/a.ts': '',
  });
  const resolve = await resolverOf(root, { paths: ['apps/api'] });
  expect(resolve('apps/api/a.ts', '../../packages/x')).toBe('packages/x/index.ts');
  expect(resolve('apps/api/a.ts', 'x')).toBe('packages/x/index.ts');
  expect(resolve('apps/api/a.ts', `../../..${outside.slice(outside.lastIndexOf('/'))}/secret`)).toMatch(/^unresolved/);
  const project = await openProject({ cwd: join(root, 'apps/api'), needles: [] });
  expect(project.files).toEqual(['a.ts']);
  expect(project.resolve('a.ts', 'x')).toEqual({ kind: 'file', file: '../../packages/x/index.ts' });
  expect(project.textOf('../../packages/x/index.ts')).toBe('');
  expect(project.textOf(join(outside, 'secret.ts'))).toBeNull();
});

test('linked files are one file', async () => {
  const cwd = folderWith({ 'a.ts': '', 'real.ts': '' });
  symlinkSync('real.ts', join(cwd, 'link.ts'));
  expect((await resolverOf(cwd))('a.ts', './link')).toBe('real.ts');
});

test('a project knows edges and folders', async () => {
  const cwd = folderWith({
    'app.ts': "import express from 'express'; import './routes/users'; require('./plugins/' + name)",
    'routes/users.ts': "import '../db'",
    'routes/users.test.ts': '',
    'plugins/one.ts': '',
    'test/x/y.ts': '',
    'db.ts': '',
  });
  const project = await openProject({ cwd, needles: ['express'] });
  expect(project.marked).toEqual(['app.ts']);
  expect(project.imports('app.ts')).toEqual(['plugins/one.ts', 'routes/users.ts']);
  expect(project.imports('routes/users.ts')).toEqual(['db.ts']);
  expect(project.under('routes')).toEqual(['routes/users.ts']);
  expect(project.under('test/x')).toEqual(['test/x/y.ts']);
  expect(project.under('nowhere')).toEqual([]);
  expect(project.facts('app.ts')?.imports.map((one) => one.from)).toEqual(['express', './routes/users']);
  expect(project.facts('nowhere.ts')).toBeNull();
  expect(project.counts).toEqual({ files: 4, marked: 1, parsed: 1, excluded: 2 });
});

test('malformed manifests never throw', async () => {
  const anything = fc.anything({ maxDepth: 3, withNullPrototype: false });
  const keys = [
    'name',
    'main',
    'exports',
    'imports',
    'workspaces',
    '_moduleAliases',
    'dependencies',
    'compilerOptions',
  ];
  const manifest = fc.dictionary(fc.constantFrom(...keys, 'extends', 'references'), anything);
  await fc.assert(
    fc.asyncProperty(manifest, manifest, async (json, tsconfig) => {
      const text = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? null : one)) ?? '';
      const cwd = folderWith({ 'package.json': text(json), 'tsconfig.json': text(tsconfig), 'src/a.ts': '' });
      const resolve = await resolverOf(cwd);
      for (const specifier of ['./b', 'p/q', '#x', '@a/b', ''])
        expect(resolve('src/a.ts', specifier)).toBeTypeOf('string');
    }),
    { numRuns: 100 },
  );
});

describe('agrees with oxc-resolver', () => {
  const oracleOptions: NapiResolveOptions = {
    extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
    extensionAlias: {
      '.js': ['.ts', '.tsx', '.js', '.jsx'],
      '.mjs': ['.mts', '.mjs'],
      '.cjs': ['.cts', '.cjs'],
      '.jsx': ['.tsx', '.jsx'],
    },
    conditionNames: ['node', 'node-addons', 'import', 'require', 'module-sync'],
    mainFields: ['main'],
  };

  const folder = fc.constantFrom('', 'a/', 'b/', 'a/b/');
  const name = fc.constantFrom('x', 'y', 'x.service', 'index', 'a');
  const extension = fc.constantFrom('.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs');
  const file = fc.tuple(folder, name, extension).map((parts) => parts.join(''));
  const files = fc.uniqueArray(file, { minLength: 3, maxLength: 12 });
  const written = fc
    .tuple(folder, name, fc.constantFrom('', '', '.js', '.mjs', '.ts', '.jsx'))
    .map((parts) => parts.join(''));
  const filled = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, '']));

  /** Names that can hit, because most random ones miss and a miss compares nothing. */
  const likely = (paths: readonly string[], starts: readonly string[]) =>
    paths.flatMap((path) => {
      const stem = path.replace(/\.\w+$/, '');
      return starts.flatMap((start) => [start + stem, start + stem.slice(stem.indexOf('/') + 1), start + path]);
    });

  interface Both {
    readonly ours: string;
    readonly theirs: string | null;
  }

  async function both(
    cwd: string,
    options: NapiResolveOptions,
    from: string,
    asked: readonly string[],
  ): Promise<Both[]> {
    const resolve = await resolverOf(cwd);
    const oracle = new ResolverFactory({ ...oracleOptions, ...options });
    return asked.map((specifier) => {
      const { path } = oracle.sync(join(cwd, from, '..'), specifier);
      const isSource = path?.startsWith(`${cwd}/`) && /\.[cm]?[jt]sx?$/.test(path);
      return { ours: resolve(from, specifier), theirs: isSource ? path!.slice(cwd.length + 1) : null };
    });
  }

  const isFile = (answer: string) => !/^(?:package|unresolved)/.test(answer);

  test('on relative paths, in both directions', async () => {
    const relative = fc.oneof(
      fc.tuple(fc.constantFrom('./', '../', '../../'), written).map((parts) => parts.join('')),
      // Not `.` and `..`: Node takes them for folders only, oxc also for files beside them.
      fc.constantFrom('./', '../', './a', './a/', './b', '../b'),
    );
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.array(relative, { minLength: 20, maxLength: 40 }),
        folder,
        async (paths, asked, at) => {
          const cwd = folderWith({ ...filled(paths.map((path) => `r/${path}`)), [`r/${at}from.ts`]: '' });
          for (const { ours, theirs } of await both(cwd, {}, `r/${at}from.ts`, asked)) {
            expect(isFile(ours) ? ours : null).toBe(theirs);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('on tsconfig paths, baseUrl and extends', async () => {
    let compared = 0;
    const target = fc.oneof(
      fc.constantFrom('*', 'a/*', 'b/*', './a/b/*', '../r/a/*', 'a/*/index'),
      written.map((path) => `./${path}`),
    );
    const pattern = fc.constantFrom('@/*', '@a/*', '@a/b/*', 'house', '*', '*/x', '@x*');
    const paths = fc.dictionary(pattern, fc.array(target, { minLength: 1, maxLength: 3 }));
    const baseUrl = fc.constantFrom(undefined, undefined, '.', './a');
    const options = fc.record({ paths: fc.option(paths, { nil: undefined }), baseUrl });
    const asked = fc.array(
      fc.tuple(fc.constantFrom('@/', '@a/', '@a/b/', 'a/', 'b/', '', '@x'), written).map((parts) => parts.join('')),
      { minLength: 20, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(files, options, options, asked, folder, async (names, own, inherited, specifiers, at) => {
        const cwd = folderWith({
          ...filled(names.map((path) => `r/${path}`)),
          'r/tsconfig.json': { extends: ['./config/one.json'], compilerOptions: own },
          'r/config/one.json': { extends: './two', compilerOptions: inherited },
          'r/config/two.json': { compilerOptions: { paths: { 'house/*': ['../*'] } } },
          [`r/${at}from.ts`]: '',
        });
        const configured = { tsconfig: { configFile: join(cwd, 'r/tsconfig.json') } };
        const wanted = [...specifiers, ...likely(names, ['', '@/', '@a/', '@a/b/', '@x', 'house/'])];
        for (const { ours, theirs } of await both(cwd, configured, `r/${at}from.ts`, wanted)) {
          if (theirs === null) continue;
          compared++;
          expect(ours).toBe(theirs);
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  test('on exports and imports', async () => {
    let compared = 0;
    const target = fc.oneof(
      file.map((path) => `./${path}`),
      fc.constantFrom('./a/*', './b/*', './*', './a/*.ts', './*.js', './a/b/*/index.ts'),
    );
    const condition = fc.constantFrom('import', 'require', 'node', 'default', 'browser', 'types');
    const value = fc.oneof(target, target, fc.constant(null), fc.dictionary(condition, target, { minKeys: 1 }));
    const key = (start: string) =>
      fc.constantFrom('x', 'x/*', 'a/*', 'a/b/*', 'a/*.js', '*', 'y').map((rest) => `${start}${rest}`);
    const exported = fc.oneof(target, fc.dictionary(fc.oneof(key('./'), fc.constant('.')), value, { minKeys: 1 }));
    const imported = fc.dictionary(key('#'), value);
    const subpath = fc.array(written, { minLength: 15, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(files, exported, imported, subpath, async (names, exports, imports, subpaths) => {
        const cwd = folderWith({
          'package.json': { workspaces: ['packages/*'] },
          'packages/p/package.json': { name: 'p', exports, imports },
          ...filled(names.map((path) => `packages/p/${path}`)),
          'packages/p/from.ts': '',
        });
        mkdirSync(join(cwd, 'node_modules'));
        symlinkSync('../packages/p', join(cwd, 'node_modules/p'));
        const random = subpaths.flatMap((path) => [`p/${path}`, `#${path}`]);
        const asked = ['p', ...random, ...likely(names, ['p/', '#', 'p/a/', '#a/'])];
        for (const { ours, theirs } of await both(cwd, {}, 'packages/p/from.ts', asked)) {
          if (theirs === null) continue;
          compared++;
          expect(ours).toBe(theirs);
        }
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
