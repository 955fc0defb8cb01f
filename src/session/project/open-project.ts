import { isDeepStrictEqual } from 'node:util';
import { dialectOf, extract, isData } from '#extract';
import type { Facts } from '#facts';
import type { Command, InstalledVersion, Resolution } from '#link';
import type { Contents } from '../contents/contents.ts';
import type { Extracted } from '../contents/kept-facts.ts';
import { createScanner, type Scan, type Scanner } from '../contents/scan.ts';
import { DEFAULT_EXCLUDES } from '../files/excludes.ts';
import { type Files, onDisk } from '../files/files.ts';
import { globMatcher, type Matcher } from '../files/glob.ts';
import { type Listing, type ListOptions, list, type Note } from '../files/list.ts';
import { absolute, join, parent, relative } from '../files/paths.ts';
import { decode, hasUtf16Mark } from '../files/read.ts';
import { Disk } from '../imports/disk.ts';
import { Packages } from '../imports/packages.ts';
import { Resolver } from '../imports/resolve.ts';
import type { Trace } from '../imports/trace.ts';
import { Tree } from '../imports/tree.ts';
import { Versions } from '../imports/versions.ts';
import type { Change, LiveProject, Problem, Unsaved } from './project.ts';
import { SourceFiles } from './source-files.ts';
import { standInFacts } from './stand-ins.ts';

export interface ProjectOptions extends ListOptions {
  /** Package names that make a file worth analysing; `pkg` includes `pkg/sub`, `@scope/*` a whole scope. */
  readonly needles: readonly string[];
  /** What was worked out before from the same contents. */
  readonly contents?: Contents | undefined;
  /** Sees every question about manifests and other files around the sources; `from` by default. */
  readonly around?: Files | undefined;
  /** Learns what imports and versions follow from. */
  readonly trace?: Trace | undefined;
}

/** `listing`: what `list` says for the same options, where that is known already. */
export function openProject(options: ProjectOptions, listing: Listing = list(options)): LiveProject {
  return new OpenProject(listing, options);
}

class OpenProject implements LiveProject {
  readonly files: readonly string[];
  marked: readonly string[];
  readonly notes: Note[];
  readonly problems: Problem[] = [];
  readonly parsed: string[] = [];
  readonly #cwd: string;
  readonly #files: Files;
  readonly #contents: Contents | undefined;
  readonly #source: SourceFiles;
  readonly #excluded: number;
  readonly #isExcluded: Matcher;
  readonly #tree: Tree;
  readonly #packages: Packages;
  readonly #resolver: Resolver;
  readonly #versions: Versions;
  readonly #scanner: Scanner;
  readonly #scans = new Map<string, Scan | null>();
  readonly #edges = new Map<string, readonly string[]>();
  readonly #resolutions = new Map<string, Map<string, Resolution>>();
  readonly #texts = new Map<string, string | null>();
  /** What was lost in decoding, by file. */
  readonly #losses = new Map<string, string>();
  readonly #facts = new Map<string, Facts | null>();
  readonly #unsaved = new Map<string, Unsaved>();

  constructor(listing: Listing, options: ProjectOptions) {
    this.#files = options.from ?? onDisk;
    this.#contents = options.contents;
    const around = options.around ?? this.#files;
    const disk = new Disk(around);
    const packages = new Packages(disk, listing.roots, options.trace);
    this.#packages = packages;
    this.#cwd = listing.cwd;
    this.#excluded = listing.excluded;
    this.#isExcluded = globMatcher(options.defaultExcludes ?? DEFAULT_EXCLUDES);
    this.#tree = new Tree(around, listing, options.trace);
    this.#resolver = new Resolver(this.#tree, disk, packages);
    this.#versions = new Versions(disk, packages, listing.roots, options.trace);
    this.#scanner = createScanner(options.needles);
    this.#source = new SourceFiles(this.#files, this.#tree, listing, options);
    this.notes = this.#source.notes;
    const names = listing.candidates.map((path) => relative(this.#cwd, path)).sort();
    // What cannot be read is noted and left out, so that `files` are those that the answer is about.
    this.files = names.filter((file) => this.#scan(file) !== null);
    this.marked = this.#findMarked();
  }

  get counts() {
    let parsed = 0;
    for (const facts of this.#facts.values()) if (facts) parsed++;
    return { files: this.files.length, marked: this.marked.length, parsed, excluded: this.#excluded };
  }

  imports(file: string): readonly string[] {
    let known = this.#edges.get(file);
    if (!known) {
      known = this.#edgesOf(file);
      this.#edges.set(file, known);
    }
    return known;
  }

  facts(file: string): Facts | null {
    const standIn = standInFacts(file);
    if (standIn) return standIn;
    let known = this.#facts.get(file);
    if (known === undefined) {
      known = this.#extract(file);
      this.#facts.set(file, known);
    }
    return known;
  }

  resolve(from: string, specifier: string): Resolution {
    let known = this.#resolutions.get(from);
    if (!known) {
      known = new Map();
      this.#resolutions.set(from, known);
    }
    let found = known.get(specifier);
    if (!found) {
      const resolution = this.#resolver.resolve(absolute(this.#cwd, from), specifier);
      found = resolution.kind === 'file' ? { ...resolution, file: relative(this.#cwd, resolution.file) } : resolution;
      known.set(specifier, found);
    }
    return found;
  }

  version(packageName: string, from: string): InstalledVersion | null {
    return this.#versions.find(packageName, parent(absolute(this.#cwd, from)));
  }

  commands(): readonly Command[] {
    const folders = new Set(this.marked.map((file) => this.#packages.home(parent(absolute(this.#cwd, file)))));
    return [...folders]
      .sort()
      .flatMap((folder) => (folder === null ? [] : this.#packages.scripts(folder)))
      .map(({ line, from }) => ({ line, from: relative(this.#cwd, from) }));
  }

  under(folder: string): readonly string[] {
    const base = absolute(this.#cwd, folder);
    return this.#kept(base, this.#tree.listed(base));
  }

  /** Those that are not left out below a folder. */
  #kept(base: string, paths: readonly string[]): readonly string[] {
    const below = paths.filter((path) => !this.#isExcluded(relative(base, path)));
    return below.map((path) => relative(this.#cwd, path)).sort();
  }

  textOf(file: string): string | null {
    let known = this.#texts.get(file);
    if (known === undefined) {
      const bytes = this.#source.bytes(file);
      if (bytes) this.#contents?.read(file, bytes);
      const decoded = bytes && decode(bytes);
      if (decoded?.lossy) {
        const loss = `not valid ${decoded.encoding.toUpperCase()}; analysed with replacement characters`;
        this.#losses.set(file, loss);
        this.#source.note(file, loss);
      }
      known = decoded?.text ?? null;
      this.#texts.set(file, known);
    }
    return known;
  }

  packageOf(file: string): string {
    return this.#packages.around(file, this.#cwd);
  }

  has(file: string): boolean {
    return this.#scans.has(file) || this.#texts.has(file);
  }

  scansAlike(file: string, text: string): boolean {
    return isDeepStrictEqual(this.#scan(file), this.#scanText(text));
  }

  savedText(file: string): string | null {
    const bytes = this.#source.bytes(file);
    return bytes && decode(bytes).text;
  }

  change(file: string, to: Unsaved | null): Change {
    const before = this.#texts.get(file);
    const known = this.#scan(file);
    this.#texts.delete(file);
    if (to) {
      this.#texts.set(file, to.text);
      this.#contents?.forget(file);
    }
    const text = this.textOf(file);
    if (text === before && this.#facts.has(file)) return 'nothing';
    this.#facts.delete(file);
    if (to) this.#unsaved.set(file, to);
    else this.#unsaved.delete(file);
    const scan = text === null ? null : this.#scanText(text);
    if (isDeepStrictEqual(scan, known)) return text === before ? 'nothing' : 'facts';
    this.#scans.set(file, scan);
    this.#edges.delete(file);
    this.marked = this.#findMarked();
    return 'imports';
  }

  #findMarked(): readonly string[] {
    return this.files.filter((file) => this.#scan(file)?.marked);
  }

  #scanText(text: string): Scan {
    return this.#scanner(Buffer.from(text).toString('latin1'));
  }

  #edgesOf(file: string): readonly string[] {
    const edges = new Set<string>();
    const path = absolute(this.#cwd, file);
    // Data leads nowhere, and where it stands is asked when somebody reads it: there may be thousands.
    const specifiers = isData(file) ? [] : (this.#scan(file)?.specifiers ?? []);
    for (const specifier of specifiers.filter((one) => !isData(one))) {
      const resolution = this.#resolver.resolve(path, specifier);
      if (resolution.kind === 'file') edges.add(relative(this.#cwd, resolution.file));
      if (!specifier.startsWith('.') || !specifier.endsWith('/')) continue;
      const folder = absolute(this.#cwd, join(parent(path), specifier));
      for (const below of this.#kept(folder, this.#tree.below(folder))) edges.add(below);
    }
    edges.delete(file);
    return [...edges].sort();
  }

  #scan(file: string): Scan | null {
    let known = this.#scans.get(file);
    if (known === undefined) {
      const path = this.#source.place(file);
      known = path === null ? null : (this.#contents?.scan(file, path) ?? this.#scanBytes(file, path));
      this.#scans.set(file, known);
    }
    return known;
  }

  #scanBytes(file: string, path: string): Scan | null {
    const bytes = this.#source.read(file, path);
    if (!bytes) return null;
    const scan = () => this.#scanner(hasUtf16Mark(bytes) ? decode(bytes).text : bytes.toString('latin1'));
    return this.#contents?.scanned(file, bytes, scan) ?? scan();
  }

  #extract(file: string): Facts | null {
    const ready = this.#unsaved.get(file)?.facts();
    // Only the text is kept: the tree that the facts come from is large.
    this.#unsaved.delete(file);
    if (ready) return ready;
    const dialect = dialectOf(file);
    const kept = this.#scan(file) && this.#contents?.extracted(file, dialect);
    const { facts, problem, lossy } = kept ?? this.#extractText(file, dialect);
    if (lossy !== null) this.#source.note(file, lossy);
    if (problem !== null) this.problems.push({ file, reason: problem });
    return facts;
  }

  #extractText(file: string, dialect: string): Extracted {
    const text = this.textOf(file);
    if (text === null) return { facts: null, problem: null, lossy: null };
    this.parsed.push(file);
    const extracted = { ...extract(file, text), lossy: this.#losses.get(file) ?? null };
    this.#contents?.keep(file, dialect, extracted);
    return extracted;
  }
}
