import { builtinModules } from 'node:module';
import type { Resolution } from '#link';
import { join, parent } from '../files/paths.ts';
import { LARGEST_DATA, tooLarge } from '../files/read.ts';
import { type Disk, isObject } from './disk.ts';
import { Entries } from './entries.ts';
import { targetsOf } from './exports.ts';
import type { Package, Packages } from './packages.ts';
import type { Tree } from './tree.ts';
import { type Mapping, mapped, TsConfigs } from './tsconfig.ts';

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);
const PACKAGE = /^(@[\w.~-]+\/[\w.~-]+|[\w~-][\w.~-]*)(?:\/(.*))?$/;
const DEEPEST = 8;

interface Asked {
  readonly folder: string;
  readonly javascript: boolean;
  readonly mappings: readonly Mapping[];
  readonly conditions: readonly string[];
  readonly depth: number;
}

/**
 * Where imports lead, from the listing, package.json and tsconfig alone: nothing needs to be installed or built.
 * Files are absolute in here, also in the answers.
 */
export class Resolver {
  readonly #tree: Tree;
  readonly #disk: Disk;
  readonly #packages: Packages;
  readonly #entries: Entries;
  readonly #configs: TsConfigs;
  readonly #known = new Map<string, Map<string, Resolution>>();

  constructor(tree: Tree, disk: Disk, packages: Packages) {
    this.#tree = tree;
    this.#disk = disk;
    this.#packages = packages;
    this.#entries = new Entries(tree, disk);
    this.#configs = new TsConfigs(disk, tree.roots, (from, name) => packages.folderOf(from, name));
  }

  resolve(from: string, specifier: string): Resolution {
    return this.#remembered(parent(from), /\.[cm]?jsx?$/.test(from), specifier, 0);
  }

  #remembered(folder: string, javascript: boolean, specifier: string, depth: number): Resolution {
    const key = javascript ? `${folder}/` : folder;
    let known = this.#known.get(key);
    if (!known) {
      known = new Map();
      this.#known.set(key, known);
    }
    let found = known.get(specifier);
    if (!found) {
      const mappings = this.#configs.mappings(folder);
      const conditions = mappings.flatMap((one) => one.conditions);
      found = this.#find({ folder, javascript, mappings, conditions, depth }, specifier);
      known.set(specifier, found);
    }
    return found;
  }

  #find(asked: Asked, specifier: string): Resolution {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return this.#relative(asked, specifier);
    if (specifier === '') return unresolved('an empty specifier');
    if (specifier.startsWith('/')) return unresolved('an absolute path');
    const deno = /^(?:npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier);
    if (deno) return packageOf(deno[1]! + (deno[2] ?? ''));
    if (specifier.startsWith('node:')) return packageOf(specifier);
    if (/^[a-z][a-z+.-]+:/i.test(specifier)) return unresolved('a URL');
    const byPaths = this.#byPaths(asked, specifier);
    if (byPaths.file !== null) return found(byPaths.file);
    if (BUILTINS.has(specifier)) return packageOf(`node:${specifier}`);
    if (specifier.startsWith('#')) return this.#imports(asked, specifier);
    return this.#bare(asked, specifier, byPaths.prefix);
  }

  #relative({ folder, javascript }: Asked, specifier: string): Resolution {
    const clean = specifier.replace(/[?#].*$/, '');
    for (const path of clean === specifier ? [specifier] : [specifier, clean]) {
      const at = join(folder, path);
      const isFolder = /(?:^|\/)\.{0,2}$/.test(path);
      const file = this.#entries.fileOrFolder(isFolder && !at.endsWith('/') ? `${at}/` : at, javascript);
      if (file !== null) return found(file);
    }
    const path = join(folder, clean);
    // `bin/www` requires `../dist/app`, which is not there before the build.
    const owner = this.#packages.owner(folder);
    const source = owner && this.#entries.source(owner.folder, path.slice(owner.folder.length + 1), javascript);
    if (source && path.startsWith(`${owner.folder}/`)) return found(source);
    if (!this.#tree.isInside(path)) return unresolved('a file outside of the analysed folder');
    if (!this.#disk.isFile(path)) return unresolved('no such file');
    if (this.#tree.isTooLarge(path)) return { ...unresolved(tooLarge(LARGEST_DATA)), unread: true };
    return unresolved('not a JavaScript or TypeScript file');
  }

  #byPaths({ folder, mappings, javascript }: Asked, specifier: string): { file: string | null; prefix: string } {
    let prefix = '';
    for (const mapping of mappings) {
      const match = mapped(mapping, specifier);
      for (const target of match?.targets ?? []) {
        // `"*": ["node_modules/*"]`, as some starters have it, says nothing that is not so anyway.
        if (target.includes('/node_modules/') && !folder.includes('/node_modules/')) continue;
        const file = this.#atTarget(target, javascript);
        if (file !== null) return { file, prefix };
      }
      prefix ||= match?.prefix ?? '';
    }
    return { file: null, prefix };
  }

  /** Paths often lead to the built files of a neighbour package. */
  #atTarget(target: string, javascript: boolean): string | null {
    const direct = this.#entries.fileOrFolder(target, javascript);
    if (direct !== null) return direct;
    const owner = this.#packages.owner(parent(target));
    if (!owner || !target.startsWith(`${owner.folder}/`)) return null;
    return this.#entries.source(owner.folder, target.slice(owner.folder.length + 1), javascript);
  }

  #imports(asked: Asked, specifier: string): Resolution {
    const owner = this.#packages.owner(asked.folder);
    if (!isObject(owner?.json['imports'])) return this.#alias(asked, specifier) ?? unresolved('no such package import');
    const answer = targetsOf(owner.json['imports'], specifier, asked.conditions);
    if (answer.kind === 'closed') return unresolved('the package imports forbid it');
    if (answer.kind === 'undefined') return this.#alias(asked, specifier) ?? unresolved('no such package import');
    for (const target of answer.targets) {
      if (!target.startsWith('./')) {
        if (target.startsWith('../') || asked.depth > DEEPEST) continue;
        return this.#remembered(owner.folder, asked.javascript, target, asked.depth + 1);
      }
      const file = this.#entries.source(owner.folder, target, asked.javascript);
      if (file !== null) return found(file);
    }
    return unresolved('the package import leads to no source file');
  }

  #bare(asked: Asked, specifier: string, prefix: string): Resolution {
    const alias = this.#alias(asked, specifier);
    if (alias) return alias;
    const [, name, subpath = ''] = PACKAGE.exec(specifier) ?? [];
    if (name === undefined) return this.#guess(asked, specifier) ?? unresolved('no alias is known for it');
    const local = this.#local(asked, name);
    if (local) {
      const entry = this.#entries.ofPackage(local, subpath, asked.conditions, asked.javascript);
      if (entry.file !== null) return found(entry.file);
      if (entry.closed) return unresolved('the package exports forbid it');
      return packageOf(specifier);
    }
    if (this.#packages.declared(asked.folder, name)) return packageOf(specifier);
    const file = this.#byBaseUrl(asked, specifier);
    if (file !== null) return found(file);
    if (prefix !== '') return unresolved('the tsconfig paths lead to no source file');
    return this.#guess(asked, specifier) ?? packageOf(specifier);
  }

  #local({ folder }: Asked, name: string): Package | null {
    const owner = this.#packages.owner(folder);
    if (owner?.json['name'] === name && owner.json['exports'] !== undefined) return owner;
    return this.#packages.local(folder, name);
  }

  /** TypeScript would ask here before the packages; at run time a declared dependency wins, and so it does here. */
  #byBaseUrl({ mappings, javascript }: Asked, specifier: string): string | null {
    for (const { baseUrl } of mappings) {
      const file = baseUrl === null ? null : this.#entries.fileOrFolder(join(baseUrl, specifier), javascript);
      if (file !== null) return file;
    }
    return null;
  }

  /** The `module-alias` package: `_moduleAliases` in package.json, from a prefix to a folder or file. */
  #alias({ folder, javascript }: Asked, specifier: string): Resolution | null {
    const owner = this.#packages.owner(folder);
    const aliases = owner?.json['_moduleAliases'];
    if (!owner || !isObject(aliases)) return null;
    for (const [alias, target] of Object.entries(aliases)) {
      if (typeof target !== 'string' || (specifier !== alias && !specifier.startsWith(`${alias}/`))) continue;
      const path = `${target.replace(/\/+$/, '')}${specifier.slice(alias.length)}`;
      const file = this.#entries.source(owner.folder, path, javascript);
      if (file !== null) return found(file);
    }
    return null;
  }

  /** `@/x`, `~/x` and `src/x` are nearly always the sources of the package, by the configuration of some bundler. */
  #guess({ folder, javascript }: Asked, specifier: string): Resolution | null {
    const owner = this.#packages.owner(folder);
    const rest = /^(?:[@~]|src)\/(.+)$/.exec(specifier)?.[1];
    if (!owner || rest === undefined) return null;
    for (const path of [`src/${rest}`, specifier.startsWith('src/') ? `src/${rest}` : rest]) {
      const file = this.#entries.fileOrFolder(join(owner.folder, path), javascript);
      if (file !== null) return found(file);
    }
    return null;
  }
}

function found(file: string): Resolution {
  return { kind: 'file', file };
}

function unresolved(reason: string): Extract<Resolution, { kind: 'unresolved' }> {
  return { kind: 'unresolved', reason };
}

function packageOf(specifier: string): Resolution {
  const scoped = specifier.startsWith('@');
  const first = specifier.indexOf('/');
  const end = scoped && first > 0 ? specifier.indexOf('/', first + 1) : first;
  if (end < 0) return { kind: 'package', name: specifier, subpath: '' };
  return { kind: 'package', name: specifier.slice(0, end), subpath: specifier.slice(end + 1).replace(/\/+$/, '') };
}
