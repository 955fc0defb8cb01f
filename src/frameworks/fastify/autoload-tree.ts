import type { Site, SourceFile } from '../adapter.ts';
import { isTrue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { ObjectValue, Value } from '../values.ts';
import { majorOf } from '../version.ts';

/** What is registered together: hooks that stand before plugins, and the plugins. */
export interface Group {
  hooks: readonly SourceFile[];
  readonly plugins: { readonly file: SourceFile; readonly prefix: string }[];
}

/** A directory to be looked through. */
interface Folder {
  /** With a slash at the end, relative to the root; empty for the root itself. */
  readonly path: string;
  readonly prefix: string;
  readonly depth: number;
  readonly hooks: readonly SourceFile[];
}

/** https://github.com/fastify/fastify-autoload/blob/v6.5.0/index.js */
const patterns = {
  scriptPattern: /(?:(?:^.?|\.[^d]|[^.]d|[^.][^d])\.ts|\.js|\.cjs|\.mjs|\.cts|\.mts)$/iu,
  indexPattern: /^index(?:\.ts|\.js|\.cjs|\.mjs|\.cts|\.mts)$/iu,
  autoHooksPattern: /^[_.]?auto_?hooks(?:\.ts|\.js|\.cjs|\.mjs|\.cts|\.mts)$/iu,
};

/**
 * Which files are loaded. Before version 6 folders of one prefix share one group, and of their hooks those of the last are
 * left: `fixtures/frameworks/fastify/autoload-flat-before-6`.
 */
export class Tree {
  readonly #site: Site;
  readonly #files: readonly SourceFile[];
  readonly #options: ObjectValue;
  readonly #major: number | null;
  readonly #groups = new Map<string, Group>();

  constructor(site: Site, files: readonly SourceFile[], options: ObjectValue, version: string | null) {
    this.#site = site;
    this.#files = files;
    this.#options = options;
    this.#major = majorOf(version);
  }

  groups(): readonly Group[] {
    const waiting: Folder[] = [{ path: '', prefix: '', depth: 0, hooks: [] }];
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      const inside = this.#visit(folder);
      if (this.#isOld()) waiting.push(...inside);
      else waiting.unshift(...inside);
    }
    return [...this.#groups.values()];
  }

  #isOld(): boolean {
    return this.#major !== null && this.#major < 6;
  }

  /** Notes what stands in a folder; the folders inside it. */
  #visit(folder: Folder): Folder[] {
    const { path, prefix, depth } = folder;
    const inside = this.#files.filter((file) => file.path.startsWith(path));
    const nameOf = (file: SourceFile) => file.path.slice(path.length);
    const here = inside.filter((file) => !nameOf(file).includes('/'));
    const key = this.#isOld() ? prefix || '/' : path;
    const group = this.#groups.get(key) ?? { hooks: [], plugins: [] };
    this.#groups.set(key, group);
    const hooks = this.#isOn('autoHooks') ? this.#hooksOf(folder, here, nameOf) : [];
    if (this.#isOn('autoHooks')) group.hooks = hooks;
    const main = here.find((file) => this.#is('indexPattern', nameOf(file)));
    for (const file of main ? [main] : here) {
      const isScript = this.#is('scriptPattern', nameOf(file)) && !this.#is('autoHooksPattern', nameOf(file));
      if ((file === main || (isScript && !this.#ignores(path, nameOf(file)))) && this.#passes(`/${file.path}`))
        group.plugins.push({ file, prefix });
    }
    const most = this.#options.properties.get('maxDepth');
    if (most?.t === 'primitive' && typeof most.value === 'number' && most.value <= depth) return [];
    const names = inside.map(nameOf).flatMap((name) => (name.includes('/') ? [name.slice(0, name.indexOf('/'))] : []));
    return [...new Set(names)]
      .filter((name) => !this.#ignores(path, name))
      .map((name) => ({
        path: `${path}${name}/`,
        prefix: (prefix === '' ? '/' : `${prefix}/`) + this.#prefixOf(name),
        depth: depth + 1,
        hooks: this.#isOn('cascadeHooks') ? hooks : [],
      }));
  }

  #hooksOf(folder: Folder, here: readonly SourceFile[], nameOf: (file: SourceFile) => string): readonly SourceFile[] {
    const own = here.find((file) => this.#is('autoHooksPattern', nameOf(file)));
    if (!own) return folder.hooks;
    return this.#isOn('overwriteHooks') ? [own] : [...folder.hooks, own];
  }

  #isOn(name: string): boolean {
    return isTrue(this.#options.properties.get(name));
  }

  #is(pattern: keyof typeof patterns, name: string): boolean {
    const given = this.#options.properties.get(pattern);
    return given ? this.#holds(given, name) : patterns[pattern].test(name);
  }

  /** `ignorePattern` is what names of files and folders are matched with, since 6 their paths: a string is the source of one. */
  #ignores(folder: string, name: string): boolean {
    const pattern = this.#options.properties.get('ignorePattern');
    if (!pattern) return false;
    const source = stringOf(pattern);
    return this.#holds(
      source === null ? pattern : { t: 'regex', source, flags: '', at: null },
      this.#isOld() ? name : folder + name,
    );
  }

  /** Filters are tested on the path below the directory. */
  #passes(path: string): boolean {
    const only = this.#options.properties.get('matchFilter');
    const not = this.#options.properties.get('ignoreFilter');
    return !(only && !this.#holds(only, path)) && !(not && this.#holds(not, path));
  }

  /** What cannot be read holds for nothing, with a gap. */
  #holds(filter: Value, text: string): boolean {
    if (filter.t === 'primitive') return typeof filter.value === 'string' && text.includes(filter.value);
    const found =
      filter.t === 'regex'
        ? matches(filter.source, filter.flags, text)
        : filter.t === 'function'
          ? truthOf(this.#site.run(filter, [primitive(text)]))
          : null;
    if (found === null) this.#site.gap('which files are loaded as plugins could not be read');
    return found ?? false;
  }

  #prefixOf(name: string): string {
    const rule = this.#options.properties.get('dirNameRoutePrefix');
    if (!rule || isTrue(rule)) return name;
    if (rule.t !== 'function') return '';
    const given = this.#site.run(rule, [undefinedValue, primitive(name)]);
    const text = stringOf(given);
    if (text === null && given.t !== 'primitive') this.#site.gap('the prefix of a folder of plugins could not be read');
    return text ?? '';
  }
}

function matches(source: string, flags: string, text: string): boolean | null {
  try {
    return new RegExp(source, flags).test(text);
  } catch {
    return null;
  }
}

function truthOf(value: Value): boolean | null {
  return value.t === 'primitive' ? Boolean(value.value) : null;
}
