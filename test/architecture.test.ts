import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SourceModule } from './support/modules.ts';
import { modulesIn, packageOf, root, target } from './support/modules.ts';

/** Which walls a stage may cross (design section 4). Places and line tables (`#text`) are everybody's. */
const law: Readonly<Record<string, readonly string[]>> = {
  rules: ['rule', 'model'],
  text: [],
  facts: [],
  model: [],
  catalog: ['model'],
  frameworks: ['facts', 'model', 'catalog'],
  extract: ['facts'],
  link: ['facts', 'model', 'catalog', 'frameworks'],
  rule: ['model', 'facts'],
  config: ['rule', 'model', 'catalog'],
  session: ['facts', 'extract', 'frameworks', 'catalog', 'link', 'model', 'rule', 'rules', 'config', 'surface'],
  surface: ['model'],
  report: ['rule', 'model', 'surface'],
  render: ['rule', 'config'],
  cli: ['session', 'report', 'config', 'surface'],
  eslint: ['session', 'report', 'config', 'rule', 'extract'],
  index: ['session', 'config', 'rule', 'model'],
};

/** Folders that tell one story: each sees only those before it, and those beside it in a list. What lies beside the folders sees all. */
const floors: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  link: ['values', 'known', 'installed', 'machine', 'request', 'setup', 'assemble', 'live'],
  'link/request': ['noted', ['brought', 'paths'], 'called', 'judged'],
  'link/assemble': ['steps', 'chains', 'model'],
  session: ['files', 'imports', 'contents', 'project', 'kept', 'check', 'live'],
};

/** `<file> → <wall>`, with the reason. May only shrink: an entry that is not needed any more fails. */
const crossings: Readonly<Record<string, string>> = {};

/** The one file through which a package enters, for packages with several. May only shrink. */
const sharedPackages: Readonly<Record<string, string>> = {
  'jsonc-parser': 'configuration, manifests and imported data are all JSON, and are read on three sides of a wall',
  semver: 'the session compares what is installed, the linker what a library does in that version',
};

/** Larger than its kind allows, and why. The number may only shrink. */
const large: Readonly<Record<string, { readonly lines: number; readonly why: string }>> = {
  'src/facts/facts.ts': { lines: 407, why: 'one vocabulary: types only' },
  'src/catalog/vocabulary.ts': { lines: 440, why: 'one vocabulary: types only' },
  'src/catalog/registry.ts': { lines: 240, why: 'one import and one row per library, in order' },
  'src/frameworks/values.ts': { lines: 270, why: 'one vocabulary: types only' },
};

/** Folders whose files call each other in a circle, and why. May only shrink: one without a circle fails. */
const circles: Readonly<Record<string, string>> = {
  'src/extract/typescript/':
    'recursive descent: expressions hold functions, functions hold statements, statements hold expressions',
  'src/link/machine/': 'one interpreter: calls run functions, functions evaluate expressions, expressions call',
  'src/link/request/':
    'what a request brings decides which way it takes, and each way tells more of it; steps call steps',
  'src/link/setup/': 'a call of a library may make an app, whose framework calls libraries',
};

const limits: readonly (readonly [folder: string, lines: number])[] = [
  ['rules/', 120],
  // A stand-in is the essence of a whole package.
  ['src/catalog/stand-ins/', 160],
  ['src/catalog/', 80],
  ['src/frameworks/', 250],
  ['src/', 300],
];

const modules = [...modulesIn('src'), ...modulesIn('rules')];

function stageOf(path: string): string {
  if (path.startsWith('rules/')) return 'rules';
  const [, stage = '', ...rest] = path.split('/');
  return rest.length > 0 ? stage : 'index';
}

interface Crossing {
  readonly module: SourceModule;
  readonly wall: string;
}

const walls: readonly Crossing[] = modules.flatMap((module) =>
  module.imports
    .filter(({ from }) => from.startsWith('#'))
    .map(({ from }) => ({ module, wall: from.slice(1) }))
    .filter(({ wall }) => wall !== 'text' && wall !== stageOf(module.path)),
);

describe('the import law', () => {
  test('every stage is known to the law', () => {
    const unknown = new Set(modules.map(({ path }) => stageOf(path)).filter((stage) => !(stage in law)));
    expect([...unknown]).toEqual([]);
  });

  test('stages import what they may', () => {
    const found = new Set<string>();
    for (const { module, wall } of walls) {
      if (!law[stageOf(module.path)]?.includes(wall)) found.add(`${module.path} → ${wall}`);
    }
    expect([...found].sort()).toEqual(Object.keys(crossings).sort());
  });

  test('a wall is crossed by its subpath, never by a relative path', () => {
    const found = modules.flatMap((module) =>
      module.imports
        .filter(({ from }) => from.startsWith('.') && !from.endsWith('/package.json'))
        .filter(
          ({ from }) => stageOf(module.path) !== 'index' && stageOf(target(module, from)) !== stageOf(module.path),
        )
        .map(({ from }) => `${module.path} → ${from}`),
    );
    expect(found).toEqual([]);
  });

  test('relative imports name files', () => {
    const found = modules.flatMap((module) =>
      module.imports
        .filter(({ from }) => from.startsWith('.') && !existsSync(join(root, target(module, from))))
        .map(({ from }) => `${module.path} → ${from}`),
    );
    expect(found).toEqual([]);
  });

  test('walls do not lean on each other in a circle', () => {
    const edges = new Map<string, Set<string>>();
    for (const { module, wall } of walls) {
      edges.set(stageOf(module.path), (edges.get(stageOf(module.path)) ?? new Set()).add(wall));
    }
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some(
        (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
      );
    expect([...edges.keys()].filter((stage) => reaches(stage, stage))).toEqual([]);
  });
});

describe('files', () => {
  test('lean on each other in a circle only where it is said why', () => {
    const edges = new Map(
      modules.map((module) => [
        module.path,
        module.imports.flatMap(({ from }) => (from.startsWith('.') ? [target(module, from)] : [])),
      ]),
    );
    const reached = (from: string): ReadonlySet<string> => {
      const seen = new Set<string>();
      const next = [...(edges.get(from) ?? [])];
      for (let one = next.pop(); one; one = next.pop()) {
        if (seen.has(one)) continue;
        seen.add(one);
        next.push(...(edges.get(one) ?? []));
      }
      return seen;
    };
    const inCircle = modules.map(({ path }) => path).filter((path) => reached(path).has(path));
    const folderOf = (path: string) => Object.keys(circles).find((folder) => path.startsWith(folder));
    expect(inCircle.filter((path) => !folderOf(path))).toEqual([]);
    expect([...new Set(inCircle.map(folderOf))].sort()).toEqual(Object.keys(circles).sort());
  });
});

describe('floors', () => {
  test.each(Object.entries(floors))('of %s see only those before them', (stage, order) => {
    const home = `src/${stage}/`;
    const heights = new Map(
      order.flatMap((floor, height) => [floor].flat().map((name): [string, number] => [`${home}${name}/`, height])),
    );
    const floorOf = (path: string) => path.slice(0, path.indexOf('/', home.length) + 1);
    const heightOf = (path: string) => (path.startsWith(home) ? (heights.get(floorOf(path)) ?? order.length) : -1);
    const within = modules.filter(({ path }) => path.startsWith(home));
    const folders = new Set<string>(within.map(({ path }) => floorOf(path)).filter((floor) => floor !== ''));
    expect([...folders].sort()).toEqual([...heights.keys()].sort());
    const found = within.flatMap((module) =>
      module.imports
        .filter(({ from }) => from.startsWith('.'))
        .map(({ from }) => target(module, from))
        .filter((path) => heightOf(path) > heightOf(module.path))
        .map((path) => `${module.path} → ${path}`),
    );
    expect(found).toEqual([]);
  });
});

describe('packages', () => {
  const users = new Map<string, string[]>();
  for (const module of modules) {
    for (const { from } of module.imports.filter(({ from }) => !/^[#.]/.test(from))) {
      const name = packageOf(from);
      users.set(name, [...new Set([...(users.get(name) ?? []), module.path])]);
    }
  }
  const external = [...users].filter(([name]) => !name.startsWith('node:'));

  test('a package has one door', () => {
    const found = external
      .filter(([, files]) => files.length > 1)
      .map(([name, files]) => `${name}: ${files.join(', ')}`);
    expect(found.filter((line) => !(line.split(':')[0]! in sharedPackages))).toEqual([]);
    expect(found.map((line) => line.split(':')[0]).sort()).toEqual(Object.keys(sharedPackages).sort());
  });

  test('what is imported is declared, and only what cannot be bundled is installed with authlint', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const inBin = readdirSync(join(root, 'bin')).map((name) => readFileSync(join(root, 'bin', name), 'utf8'));
    const used = external
      .filter(([, files]) => files.some((file) => !file.startsWith('src/render/')))
      .map(([name]) => name);
    expect(used.filter((name) => !(name in { ...dependencies, ...devDependencies }))).toEqual([]);
    expect(Object.keys(dependencies)).toEqual(['oxc-parser']);
    const unused = Object.keys(dependencies).filter(
      (name) => !used.includes(name) && !inBin.some((text) => text.includes(name)),
    );
    expect(unused).toEqual([]);
  });

  test('only the session touches the file system', () => {
    const touching = ['node:fs', 'node:fs/promises', 'node:child_process'].flatMap((name) => users.get(name) ?? []);
    const outside = touching.filter((file) => !['session', 'cli', 'config'].includes(stageOf(file)));
    expect(outside).toEqual([]);
  });
});

describe('sizes', () => {
  test('are as small as their kind allows', () => {
    const found: Record<string, string> = {};
    for (const { path, lines } of modules) {
      const limit = limits.find(([folder]) => path.startsWith(folder))![1];
      const allowed = large[path]?.lines ?? limit;
      if (lines > allowed) found[path] = `${lines} lines, at most ${allowed}`;
      if (path in large && lines <= limit) found[path] = 'small enough now: remove it from the list';
    }
    expect(found).toEqual({});
    expect(Object.keys(large).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('every stage has a README of one screen', () => {
    const stages = readdirSync(join(root, 'src'), { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? [one.name] : [],
    );
    const found = stages.flatMap((stage) => {
      const path = join(root, 'src', stage, 'README.md');
      if (!existsSync(path)) return [`src/${stage}: no README.md`];
      const lines = readFileSync(path, 'utf8').split('\n').length;
      return lines > 60 ? [`src/${stage}/README.md: ${lines} lines, at most 60`] : [];
    });
    expect(found).toEqual([]);
  });

  test('no test is switched off or alone', () => {
    const off = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/;
    expect(
      modulesIn('test')
        .filter(({ path, text }) => path !== 'test/architecture.test.ts' && off.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});
