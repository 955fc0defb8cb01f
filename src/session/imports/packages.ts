import { globMatcher } from '../files/glob.ts';
import { absolute, join, parent, relative } from '../files/paths.ts';
import { ANYWHERE, type Disk, isObject, type JsonObject, stringsIn } from './disk.ts';
import type { Trace } from './trace.ts';

/** Where a manifest names the packages that it asks for. */
export const DEPENDENCIES: readonly string[] = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];

export interface Package {
  readonly folder: string;
  readonly json: JsonObject;
}

/** The package.json files around the sources: which one owns a file, and where workspace packages live. */
export class Packages {
  readonly #disk: Disk;
  readonly #roots: ReadonlySet<string>;
  readonly #owners = new Map<string, Package | null>();
  readonly #locals = new Map<string, Package | null>();
  readonly #members = new Map<string, ReadonlyMap<string, Package> | null>();
  readonly #trace: Trace | undefined;

  constructor(disk: Disk, roots: ReadonlySet<string>, trace?: Trace) {
    this.#trace = trace;
    this.#disk = disk;
    this.#roots = roots;
  }

  /** The package whose code stands in a folder. */
  owner(folder: string): Package | null {
    let known = this.#owners.get(folder);
    if (known === undefined) {
      const json = this.#disk.json(join(folder, 'package.json'));
      if (json) known = { folder, json };
      else known = this.#roots.has(folder) || parent(folder) === folder ? null : this.owner(parent(folder));
      this.#owners.set(folder, known);
    }
    return known;
  }

  /** The folder of a file's package, relative to the working directory; '' for the package around all. */
  around(file: string, cwd: string): string {
    const folder = this.home(parent(absolute(cwd, file)));
    const name = folder === null ? '.' : relative(cwd, folder);
    return name === '.' || name.startsWith('..') ? '' : name;
  }

  /** The folder of the package that a folder belongs to; a manifest that only says how files are read makes none. */
  home(folder: string): string | null {
    for (let by = this.owner(folder); by; by = this.#above(by.folder)) {
      if (['name', 'dependencies', 'devDependencies', 'workspaces'].some((field) => by!.json[field] !== undefined))
        return by.folder;
    }
    return null;
  }

  /** What the scripts of the package in a folder run. */
  scripts(folder: string): { readonly line: string; readonly from: string }[] {
    const table = this.owner(folder)?.json['scripts'];
    const lines = isObject(table) ? Object.values(table).filter((line) => typeof line === 'string') : [];
    return lines.map((line) => ({ line, from: join(folder, 'package.json') }));
  }

  /** The range under which the folder's package, or one above it, asks for a dependency; null when none does. */
  declared(folder: string, name: string): { readonly range: string; readonly by: Package } | null {
    this.#trace?.packages.add(name);
    for (let by = this.owner(folder); by; by = this.#above(by.folder)) {
      for (const field of DEPENDENCIES) {
        const table = by.json[field];
        const range = isObject(table) && Object.hasOwn(table, name) ? table[name] : undefined;
        if (typeof range === 'string') return { range, by };
      }
    }
    return null;
  }

  /** A package of the same repository, by workspace membership or by a `file:`, `link:` or `workspace:` dependency. */
  local(folder: string, name: string): Package | null {
    const key = `${this.owner(folder)?.folder ?? folder}\0${name}`;
    let known = this.#locals.get(key);
    if (known === undefined) {
      known = this.#local(folder, name);
      this.#locals.set(key, known);
    }
    return known;
  }

  /** The packages of the workspace that a folder is in, with its root; none where there is no workspace. */
  members(folder: string): readonly Package[] {
    const found = this.#disk.nearest(folder, this.#roots, (at) => this.#membersOf(at));
    return found ? [...found.values()] : [];
  }

  #local(folder: string, name: string): Package | null {
    const member = this.#disk.nearest(folder, this.#roots, (at) => this.#membersOf(at)?.get(name) ?? null);
    if (member) return member;
    const declared = this.declared(folder, name);
    const path = declared ? /^(?:file|link|portal):(.+)$/.exec(declared.range)?.[1] : undefined;
    if (!declared || path === undefined || path.startsWith('/')) return null;
    const at = join(declared.by.folder, path);
    const json = this.#disk.json(join(at, 'package.json'));
    return json ? { folder: at, json } : null;
  }

  /** The folder of a package as installed or linked, for configs that extend one. */
  folderOf(from: string, name: string): string | null {
    const local = this.local(from, name);
    if (local) return local.folder;
    return this.#disk.nearest(from, ANYWHERE, (at) => {
      const folder = join(at, `node_modules/${name}`);
      return this.#disk.json(join(folder, 'package.json')) ? folder : null;
    });
  }

  #above(folder: string): Package | null {
    return this.#roots.has(folder) || parent(folder) === folder ? null : this.owner(parent(folder));
  }

  #membersOf(root: string): ReadonlyMap<string, Package> | null {
    let known = this.#members.get(root);
    if (known === undefined) {
      const patterns = this.#workspacePatterns(root);
      known = patterns.length > 0 ? this.#findMembers(root, patterns) : null;
      this.#members.set(root, known);
    }
    return known;
  }

  #workspacePatterns(root: string): string[] {
    const json = this.#disk.json(join(root, 'package.json'));
    const field = json?.['workspaces'];
    const patterns = stringsIn(isObject(field) ? field['packages'] : field);
    const pnpm = this.#disk.text(join(root, 'pnpm-workspace.yaml'));
    if (pnpm !== null) patterns.push(...yamlList(pnpm, 'packages'));
    if (patterns.length > 0) return patterns;
    const lerna = this.#disk.json(join(root, 'lerna.json'));
    return lerna ? (lerna['packages'] ? stringsIn(lerna['packages']) : ['packages/*']) : [];
  }

  #findMembers(root: string, patterns: readonly string[]): ReadonlyMap<string, Package> {
    const left = globMatcher(patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1)));
    const members = new Map<string, Package>();
    const add = (folder: string) => {
      const json = this.#disk.json(join(folder, 'package.json'));
      const name = json?.['name'];
      if (json && typeof name === 'string' && !members.has(name)) members.set(name, { folder, json });
    };
    add(root);
    for (const pattern of patterns.filter((one) => !one.startsWith('!'))) {
      const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
      for (const folder of this.#expand(root, segments, 0)) if (!left(folder.slice(root.length + 1))) add(folder);
    }
    return members;
  }

  /** The folders that a workspace pattern means. Walked here, because it may lie above the listed folders. */
  #expand(folder: string, segments: readonly string[], depth: number): string[] {
    const [first, ...rest] = segments;
    if (first === undefined) return [folder];
    if (depth > MOST_LEVELS || first === '..') return [];
    if (!/[*?[{]/.test(first)) {
      const next = join(folder, first);
      return this.#disk.isFolder(next) ? this.#expand(next, rest, depth + 1) : [];
    }
    const below = this.#disk.folders(folder).filter((name) => name !== 'node_modules' && !name.startsWith('.'));
    if (first !== '**') {
      const matches = globMatcher([first]);
      return below.filter(matches).flatMap((name) => this.#expand(join(folder, name), rest, depth + 1));
    }
    const deeper = below.flatMap((name) => this.#expand(join(folder, name), segments, depth + 1));
    return [...this.#expand(folder, rest, depth), ...deeper];
  }
}

const MOST_LEVELS = 12;

/** A top-level list of strings, the only part of YAML that `packages:` needs: block items or `[a, b]`. */
function yamlList(text: string, key: string): string[] {
  const items: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const start = line.startsWith(`${key}:`);
    if (start) {
      inside = true;
      const inline = /\[(.*)\]/.exec(line)?.[1];
      if (inline !== undefined) return inline.split(',').map(unquote).filter(Boolean);
    } else if (inside) {
      const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
      if (item !== undefined) items.push(unquote(item));
      else if (/^\S/.test(line) && !line.startsWith('#')) break;
    }
  }
  return items;
}

function unquote(text: string): string {
  const quoted = /^\s*(["'])(.*?)\1/.exec(text);
  return quoted ? quoted[2]! : text.replace(/\s#.*$/, '').trim();
}
