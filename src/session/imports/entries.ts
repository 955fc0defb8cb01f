import { isData } from '#extract';
import { BUILT_FOLDERS } from '../files/excludes.ts';
import { isWithin, join } from '../files/paths.ts';
import type { Disk, JsonObject } from './disk.ts';
import { targetsOf } from './exports.ts';
import type { Package } from './packages.ts';
import type { Tree } from './tree.ts';

const TYPESCRIPT_FIRST = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const JAVASCRIPT_FIRST = ['.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts'];

/** What a written extension stands for: TypeScript wants the name of the output, not of the source. */
const WRITTEN: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx', '.js', '.jsx']],
  ['.mjs', ['.mts', '.mjs']],
  ['.cjs', ['.cts', '.cjs']],
  ['.jsx', ['.tsx', '.jsx']],
]);

/** Folders that compilers write to, beyond those that are always builds. */
const OUTPUT = /^(?:dist|build|out|lib|es|esm|cjs|umd|types|typings|output|compiled|\.next|\.output)(?:[-_].*)?$/;
const FORMAT = /^(?:esm?|cjs|mjs|umd|node|types|typings|commonjs|module|es\d+|server)$/;
const WITHOUT_EXTENSION = /\/[^./]+$/;
const EXTENSION = /(?:\.d)?\.(?:[cm]?[jt]s|[jt]sx)$/;

/** From a path without extension, folder or package to the source file that it means. Paths are absolute. */
export class Entries {
  readonly #tree: Tree;
  readonly #disk: Disk;
  readonly #known = new Map<string, Entry>();

  constructor(tree: Tree, disk: Disk) {
    this.#tree = tree;
    this.#disk = disk;
  }

  /** `javascript`: the importer is plain JavaScript, so where both exist the compiled neighbour is meant. */
  fileOrFolder(path: string, javascript: boolean): string | null {
    if (path.endsWith('/')) return this.#folder(path.slice(0, -1), javascript);
    const found = this.#file(path, javascript) ?? this.#folder(path, javascript);
    return found ?? (WITHOUT_EXTENSION.test(path) ? this.#tree.find(`${path}.json`) : null);
  }

  /** The file that a package offers under a subpath; `closed` when its exports forbid it. */
  ofPackage(owner: Package, subpath: string, conditions: readonly string[], javascript: boolean): Entry {
    const key = `${owner.folder}\0${subpath}\0${conditions.join()}\0${javascript}`;
    let known = this.#known.get(key);
    if (!known) {
      known = this.#ofPackage(owner, subpath, conditions, javascript);
      this.#known.set(key, known);
    }
    return known;
  }

  /** The source of a target in a package, which is usually written as the name of the built file. */
  source(folder: string, target: string, javascript: boolean): string | null {
    const path = join(folder, target);
    if (!isWithin(folder, path)) return null;
    const inside = path.slice(folder.length + 1).split('/');
    const direct = () => this.fileOrFolder(path, javascript);
    const before = () => firstOf(sourcesOf(inside), (one) => this.fileOrFolder(join(folder, one), false));
    return inside.some((one) => BUILT_FOLDERS.has(one)) ? (before() ?? direct()) : (direct() ?? before());
  }

  #ofPackage({ folder, json }: Package, subpath: string, conditions: readonly string[], javascript: boolean): Entry {
    if (json['exports'] !== undefined && json['exports'] !== null) {
      const answer = targetsOf(json['exports'], subpath === '' ? '.' : `./${subpath}`, conditions);
      if (answer.kind === 'closed') return { file: null, closed: true };
      const targets = answer.kind === 'targets' ? answer.targets : [];
      const file = firstOf(targets, (target) => this.source(folder, target, javascript));
      if (file !== null) return { file, closed: false };
    }
    const guesses = subpath === '' ? mainsOf(json) : [subpath, `src/${subpath}`, `lib/${subpath}`];
    return { file: firstOf(guesses, (guess) => this.source(folder, guess, javascript)), closed: false };
  }

  #file(path: string, javascript: boolean): string | null {
    if (isData(path)) {
      const data = this.#tree.find(path);
      if (data !== null) return data;
    }
    const written = EXTENSION.exec(path)?.[0];
    if (written !== undefined) {
      const exact = this.#tree.find(path);
      if (exact !== null && (javascript || !WRITTEN.has(written))) return exact;
      const stem = path.slice(0, -written.length);
      const meant = this.#tree.findStem(stem, WRITTEN.get(written) ?? []);
      if (meant !== null) return meant;
    }
    return this.#tree.findStem(path, javascript ? JAVASCRIPT_FIRST : TYPESCRIPT_FIRST);
  }

  #folder(path: string, javascript: boolean): string | null {
    if (!this.#tree.mayHold(path)) return null;
    const main = this.#disk.json(join(path, 'package.json'))?.['main'];
    if (typeof main === 'string' && main !== '' && main !== '.' && main !== './') {
      const target = join(path, main);
      const file = this.#file(target, javascript) ?? this.#file(`${target}/index`, javascript);
      if (file !== null) return file;
      const source = firstOf(sourcesOf(main.replace(/^\.\//, '').split('/')), (one) =>
        this.#file(join(path, one), false),
      );
      if (source !== null) return source;
    }
    return this.#file(`${path}/index`, javascript);
  }
}

export interface Entry {
  readonly file: string | null;
  readonly closed: boolean;
}

function firstOf<T>(items: readonly T[], ask: (item: T) => string | null): string | null {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== null) return answer;
  }
  return null;
}

function mainsOf(json: JsonObject): string[] {
  const fields = [json['source'], json['main'], json['module'], json['types'], json['typings']];
  const named = fields.filter((one): one is string => typeof one === 'string' && one !== '');
  return [...named, 'index', 'src/index', 'src/main', 'lib/index'];
}

/** `dist/esm/a.js` may come from `src/a`, `a`, `source/a`, …; `dist/packages/x/src/a.js` from `src/a`. */
function sourcesOf(inside: readonly string[]): string[] {
  const segments = [...inside];
  segments.push(segments.pop()!.replace(EXTENSION, ''));
  const output = segments.findIndex((segment) => OUTPUT.test(segment));
  if (output < 0) return [];
  const before = segments.slice(0, output);
  const after = segments.slice(output + 1);
  const tails = [after];
  while (tails.at(-1)!.length > 1 && FORMAT.test(tails.at(-1)![0]!)) tails.push(tails.at(-1)!.slice(1));
  const source = after.lastIndexOf('src');
  if (source >= 0) tails.push(after.slice(source + 1));
  const heads = [['src'], ['source'], [], ['lib'], ['app']];
  return tails
    .flatMap((tail) => heads.map((head) => [...before, ...head, ...tail].join('/')))
    .filter((one) => one !== '');
}
