import { join, parent } from '../files/paths.ts';
import { type Disk, isObject, type JsonObject, stringsIn } from './disk.ts';

/** What a tsconfig says about where imports lead. Paths are absolute. */
export interface Mapping {
  readonly baseUrl: string | null;
  readonly patterns: readonly Pattern[];
  readonly conditions: readonly string[];
}

interface Pattern {
  readonly prefix: string;
  /** null for a pattern without a star. */
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

interface Settings {
  baseUrl?: string;
  paths?: JsonObject;
  /** Where the paths were written; they count from there only when no config of the chain has a baseUrl. */
  pathsFolder?: string;
  conditions?: string[];
}

const DEEPEST = 16;

export class TsConfigs {
  readonly #disk: Disk;
  readonly #roots: ReadonlySet<string>;
  readonly #findPackage: (folder: string, name: string) => string | null;
  readonly #byFolder = new Map<string, readonly Mapping[]>();

  /** `findPackage` gives the folder of a package, for `extends: "@house/tsconfig/base.json"`. */
  constructor(disk: Disk, roots: ReadonlySet<string>, findPackage: (folder: string, name: string) => string | null) {
    this.#disk = disk;
    this.#roots = roots;
    this.#findPackage = findPackage;
  }

  /** The nearest tsconfig's own mapping, then those of the projects it references. */
  mappings(folder: string): readonly Mapping[] {
    let known = this.#byFolder.get(folder);
    if (!known) {
      const own = this.#fileIn(folder);
      if (own) known = this.#load(own);
      else known = this.#roots.has(folder) || parent(folder) === folder ? [] : this.mappings(parent(folder));
      this.#byFolder.set(folder, known);
    }
    return known;
  }

  #fileIn(folder: string): string | null {
    const names = ['tsconfig.json', 'jsconfig.json'];
    return names.map((name) => join(folder, name)).find((path) => this.#disk.json(path)) ?? null;
  }

  #load(path: string): Mapping[] {
    const seen = new Set<string>();
    const mappings: Mapping[] = [];
    const queue = [path];
    for (let next = queue.shift(); next !== undefined && seen.size < DEEPEST; next = queue.shift()) {
      const config = this.#disk.json(next);
      if (!config || seen.has(next)) continue;
      seen.add(next);
      mappings.push(mappingOf(this.#settings(next, config, parent(next), 0), parent(next)));
      queue.push(...this.#references(next, config));
    }
    return mappings.filter((one) => one.baseUrl !== null || one.patterns.length > 0 || one.conditions.length > 0);
  }

  #references(path: string, config: JsonObject): string[] {
    const references = Array.isArray(config['references']) ? config['references'] : [];
    return references.flatMap((one: unknown) => {
      if (!isObject(one) || typeof one['path'] !== 'string') return [];
      const target = join(parent(path), one['path']);
      return [target.endsWith('.json') ? target : join(target, 'tsconfig.json')];
    });
  }

  #settings(path: string, config: JsonObject, leaf: string, depth: number): Settings {
    const merged: Settings = {};
    const bases = typeof config['extends'] === 'string' ? [config['extends']] : stringsIn(config['extends']);
    for (const base of depth < DEEPEST ? bases : []) {
      const target = this.#extended(parent(path), base);
      const found = target === null ? null : this.#disk.json(target);
      if (target !== null && found) Object.assign(merged, this.#settings(target, found, leaf, depth + 1));
    }
    return Object.assign(merged, ownSettings(parent(path), config['compilerOptions'], leaf));
  }

  #extended(folder: string, base: string): string | null {
    if (base.startsWith('.') || base.startsWith('/')) {
      const path = base.startsWith('/') ? base : join(folder, base);
      return [path, `${path}.json`, join(path, 'tsconfig.json')].find((one) => this.#disk.json(one)) ?? null;
    }
    const name = base.split('/', base.startsWith('@') ? 2 : 1).join('/');
    const at = this.#findPackage(folder, name);
    if (at === null) return null;
    const path = join(at, `.${base.slice(name.length)}`);
    return [path, `${path}.json`, join(path, 'tsconfig.json')].find((one) => this.#disk.json(one)) ?? null;
  }
}

function ownSettings(folder: string, options: unknown, leaf: string): Settings {
  const own: Settings = {};
  if (!isObject(options)) return own;
  if (typeof options['baseUrl'] === 'string') own.baseUrl = place(folder, options['baseUrl'], leaf);
  if (Array.isArray(options['customConditions'])) own.conditions = stringsIn(options['customConditions']);
  if (isObject(options['paths'])) Object.assign(own, { paths: options['paths'], pathsFolder: folder });
  return own;
}

function place(folder: string, path: string, leaf: string): string {
  if (path.startsWith('${configDir}')) return join(leaf, `.${path.slice('${configDir}'.length)}`);
  return path.startsWith('/') ? path : join(folder, path);
}

function mappingOf(settings: Settings, leaf: string): Mapping {
  const { baseUrl, paths = {}, pathsFolder = leaf, conditions = [] } = settings;
  const patterns = Object.entries(paths).map(([pattern, targets]) => {
    const star = pattern.indexOf('*');
    return {
      prefix: star < 0 ? pattern : pattern.slice(0, star),
      suffix: star < 0 ? null : pattern.slice(star + 1),
      targets: stringsIn(targets).map((target) => place(baseUrl ?? pathsFolder, target, leaf)),
    };
  });
  return { baseUrl: baseUrl ?? null, patterns, conditions };
}

/** The targets for a specifier by the best pattern: an exact one, else the longest prefix. */
export function mapped(mapping: Mapping, specifier: string): { readonly prefix: string; targets: string[] } | null {
  let best: Pattern | null = null;
  for (const one of mapping.patterns) {
    if (one.suffix === null) {
      if (one.prefix === specifier) return { prefix: one.prefix, targets: [...one.targets] };
    } else if (
      specifier.length >= one.prefix.length + one.suffix.length &&
      specifier.startsWith(one.prefix) &&
      specifier.endsWith(one.suffix) &&
      (!best || one.prefix.length > best.prefix.length)
    ) {
      best = one;
    }
  }
  if (!best) return null;
  const star = specifier.slice(best.prefix.length, specifier.length - best.suffix!.length);
  return { prefix: best.prefix, targets: best.targets.map((target) => target.replace('*', () => star)) };
}
