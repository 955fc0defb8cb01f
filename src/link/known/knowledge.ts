import { satisfies, validRange } from 'semver';
import type { Library, Meaning, Versioned } from '#catalog';
import { findLibrary, isData } from '#catalog';
import type { LibraryValue, MadeValue } from '#frameworks';
import { testHolds } from './options.ts';
import type { Program } from './program.ts';

/** What is known of libraries, asked by values of the running program; and which files are worth running. */
export class Knowledge {
  readonly #program: Program;
  readonly #own: ReadonlyMap<string, Meaning>;
  #reaching: ReadonlySet<string> | null = null;

  /** `own`: meanings taught by the user, by `module#export`. */
  constructor(program: Program, own: ReadonlyMap<string, Meaning>) {
    this.#program = program;
    this.#own = own;
  }

  /** Whether running the file can matter: it names a known package, or imports a file that does. */
  matters(file: string): boolean {
    this.#reaching ??= filesThatMatter(this.#program);
    return this.#reaching.has(file);
  }

  /** What calling an export means; null when the catalog does not know it. */
  meaning(library: LibraryValue): Meaning | null {
    const taught = this.#own.get(`${library.package}#${library.path || 'default'}`);
    if (taught) return taught;
    const entry = findLibrary(library.package);
    return entry ? this.#lookup(entry, library.path, library.version) : null;
  }

  /** What calling a member of something made means, by the options with which it was made; `''` for itself. */
  madeMember({ by, args }: MadeValue, path: string, member: LibraryValue): Meaning | null {
    const maker = this.meaning(by);
    const variants = (maker?.is === 'instance-factory' && maker.variants) || [];
    const fitting = variants.findLast(
      ({ when, becomes }) => Object.hasOwn(becomes.members, path) && testHolds(when, args, maker?.options ?? 0),
    );
    return fitting?.becomes.members[path] ?? this.meaning(member);
  }

  /** Whether something that a package gives is a step, or whatever else the catalog knows, or a text. */
  gives(value: LibraryValue | MadeValue): 'step' | 'text' | 'unknown' {
    const by = value.t === 'made' ? value.by : value;
    if (isData(by.package)) return 'text';
    const isKnown = value.t === 'made' && value.path !== '' ? false : this.meaning(by) !== null;
    return isKnown || (value.t === 'made' && value.solid && value.path === '') ? 'step' : 'unknown';
  }

  /** Names of a file's exports that the user has given a meaning. */
  taughtExports(file: string): string[] {
    const prefix = `./${file}#`;
    return [...this.#own.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  }

  #lookup(library: Library, path: string, version: string | null): Meaning | null {
    const cut = path.lastIndexOf('()');
    if (cut < 0) return select(library.exports[path], version);
    const base = path.slice(0, cut);
    const member = path.slice(cut + 2).replace(/^\./, '');
    const maker = this.#lookup(library, base, version);
    if (maker?.is === 'instance-factory') {
      if (Object.hasOwn(maker.members, member)) return maker.members[member]!;
      return maker.fluent && member !== '' ? maker : null;
    }
    if (maker?.is === 'plugin') return maker.members[member] ?? null;
    if (maker?.is === 'step-factory' && maker.fluent) return maker;
    return select(library.exports[`${base}#${member}`], version);
  }
}

/** The files that name a known package, and those from which imports lead to one of them. */
export function filesThatMatter(program: Pick<Program, 'files' | 'marked' | 'imports'>): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const file of program.files) {
    for (const target of program.imports(file)) {
      const known = importers.get(target);
      if (known) known.push(file);
      else importers.set(target, [file]);
    }
  }
  const found = new Set(program.marked);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

function select(entry: Meaning | readonly Versioned[] | undefined, version: string | null): Meaning | null {
  if (!entry) return null;
  if (!isVersioned(entry)) return entry;
  for (const variant of entry) {
    if (!variant.versions) return variant.meaning;
    if (version !== null && within(version, variant.versions)) return variant.meaning;
  }
  return null;
}

function isVersioned(entry: Meaning | readonly Versioned[]): entry is readonly Versioned[] {
  return Array.isArray(entry);
}

function within(version: string, range: string): boolean {
  const exact = version.match(/\d+\.\d+\.\d+[^\s|]*/)?.[0] ?? `${version.match(/\d+/)?.[0] ?? ''}.0.0`;
  return validRange(range) !== null && satisfies(exact, range, { includePrerelease: true });
}
