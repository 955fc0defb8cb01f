import { type Files, type Known, onDisk } from './files.ts';
import { git, gitRoot, hookIndex } from './git.ts';
import { type Hash, hashOf } from './ids.ts';
import { type GitEntry, Objects, Sizes } from './objects.ts';
import { absolute, isWithin, join, parent } from './paths.ts';
import type { Bytes, Inspection, Kind } from './read.ts';

type Entries = Map<string, GitEntry>;

/** The index: what the next commit will hold. Any other state is a revision as git understands it. */
export const STAGED = Symbol('staged');

/** No such repository or state. The message is one sentence. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/**
 * A state of a repository as files, without a checkout. Only what is committed or staged exists below its root, except
 * installed packages; what lies outside of the root is the disk's. Submodules are read at the commit that the state names.
 */
export class Snapshot implements Files {
  readonly hash: Hash;
  readonly root: string;
  readonly entries: ReadonlyMap<string, GitEntry>;
  readonly #folders = new Map<string, Set<string>>();
  readonly #objects = new Objects();
  readonly sizes: Sizes;

  constructor(root: string, entries: ReadonlyMap<string, GitEntry>, sizes: Sizes) {
    this.root = root;
    this.entries = entries;
    this.sizes = sizes;
    this.hash = hashOf(entries.values().next().value?.id ?? '');
    this.#addFolder(root);
    for (const path of entries.keys()) this.#addFolder(parent(path));
  }

  kind(path: string): Kind | null {
    if (path.endsWith('/')) return this.kind(this.#follow(path.slice(0, -1)) ?? '');
    if (this.#isBeyond(path)) return onDisk.kind(path);
    return this.entries.get(path)?.kind ?? (this.#folders.has(path) ? 'folder' : null);
  }

  exists(path: string): boolean {
    return this.kind(path) !== null;
  }

  inspect(path: string, roots: ReadonlySet<string>): Inspection {
    if (this.#isBeyond(path)) return onDisk.inspect(path, roots);
    const entry = this.entries.get(path);
    if (entry?.kind === 'file') return { kind: 'file', size: entry.size };
    if (!entry) return this.#folders.has(path) ? { kind: 'special', reason: 'a folder' } : { kind: 'absent' };
    const target = this.#follow(path);
    if (target === null) return { kind: 'special', reason: 'a link that leads to itself' };
    if (![...roots].some((root) => isWithin(root, target)))
      return { kind: 'special', reason: 'a link that leads out of the analysed folder' };
    const found = this.entries.get(target);
    if (found) return { kind: 'link', target, size: found.size };
    return { kind: 'special', reason: this.#folders.has(target) ? 'a link to a folder' : 'a link that leads nowhere' };
  }

  read(path: string): Bytes {
    const target = this.#isBeyond(path) ? null : this.#follow(path);
    const entry = target === null ? undefined : this.entries.get(target);
    return entry && target !== null ? this.#objects.read(target, entry) : onDisk.read(path);
  }

  known(path: string): Known | null {
    const entry = this.entries.get(path);
    return entry?.kind === 'file' ? entry : null;
  }

  learn(contents: Iterable<Known>): void {
    for (const one of contents) this.sizes.learn(one);
  }

  /** Saves processes when many files are about to be read. */
  prepare(paths: readonly string[]): void {
    this.#objects.prepare(
      paths.flatMap((path) => {
        const entry = this.entries.get(path);
        return entry ? [[path, entry] as const] : [];
      }),
    );
  }

  folders(path: string): readonly string[] {
    return this.#isBeyond(path) ? onDisk.folders(path) : [...(this.#folders.get(path) ?? [])].sort();
  }

  below(folder: string): readonly string[] | null {
    if (this.#isBeyond(folder)) return null;
    const all = [...this.entries.keys()].filter((path) => !path.includes('/node_modules/'));
    return folder === this.root ? all : all.filter((path) => isWithin(folder, path));
  }

  #isBeyond(path: string): boolean {
    if (!isWithin(this.root, path)) return true;
    return path.includes('/node_modules/', this.root.length) && !this.entries.has(path);
  }

  /** Where a path leads in the end; null when that is never. */
  #follow(path: string): string | null {
    let at = path;
    for (let hops = 0; hops < 40; hops++) {
      const entry = this.entries.get(at);
      if (entry?.kind !== 'link') return at;
      const read = this.#objects.read(at, entry);
      if (!read.ok) return null;
      at = absolute(parent(at), read.bytes.toString('utf8'));
    }
    return null;
  }

  #addFolder(folder: string): void {
    if (this.#folders.has(folder) || !isWithin(this.root, folder)) return;
    this.#folders.set(folder, new Set());
    const above = parent(folder);
    this.#addFolder(above);
    this.#folders.get(above)?.add(folder.slice(above.length + 1));
  }
}

/** Opens a state of the repository around a folder. Throws `SnapshotError`. */
export function openSnapshot(folder: string, state: string | typeof STAGED): Snapshot {
  const root = gitRoot(absolute(folder, '.'));
  if (root === null) throw new SnapshotError(`${folder} is not in a git repository`);
  const entries: Entries = new Map();
  const sizes = new Sizes(root);
  if (state === STAGED) readIndex(root, entries, sizes);
  else readTree({ repository: root, at: root, sizes }, treeOf(root, state), entries);
  return new Snapshot(root, entries, sizes);
}

/** What a revision had where the state has something else now. Paths are relative to the root. */
export interface Difference {
  readonly mode: string;
  readonly id: string;
  readonly from: string;
  /** What stands there now came from there: it may have been renamed. */
  readonly to: string;
}

/** Where nothing was, and where another repository is. */
export const NOTHING = '000000';
export const SUBMODULE = '160000';

/** The state before some differences, at less cost than to read it. */
export function undone({ root, entries: now, sizes }: Snapshot, differences: readonly Difference[]): Snapshot {
  const entries: Entries = new Map(now);
  for (const { to } of differences) entries.delete(join(root, `./${to}`));
  for (const { mode, id, from } of differences) {
    if (mode !== NOTHING) add({ repository: root, mode, id, path: join(root, `./${from}`), sizes }, entries);
  }
  return new Snapshot(root, entries, sizes);
}

/** Git's name for what a revision holds; null when there is no such revision. */
export function findTree(folder: string, revision: string): string | null {
  // Git would take it for an option.
  if (revision.startsWith('-')) return null;
  const answer = git(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{tree}`]);
  return answer.ok ? answer.out.toString('utf8').trim() : null;
}

function treeOf(root: string, revision: string): string {
  const tree = findTree(root, revision);
  if (tree === null) throw new SnapshotError(`git knows no revision '${revision}' in ${root}`);
  return tree;
}

function answered(
  folder: string,
  args: readonly string[],
  options?: { input?: string; index?: string | null },
): Buffer {
  const answer = git(folder, args, options);
  if (answer.ok) return answer.out;
  throw new SnapshotError(`git could not read ${folder}: ${answer.reason}`);
}

interface Repository {
  readonly repository: string;
  readonly at: string;
  readonly sizes: Sizes;
}

function readTree({ repository, at, sizes }: Repository, tree: string, into: Entries): void {
  const lines = answered(repository, ['ls-tree', '-r', '-z', '--full-tree', tree]);
  for (const line of lines.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', , id = ''] = line.slice(0, tab).split(' ');
    add({ repository, mode, id, path: join(at, `./${line.slice(tab + 1)}`), sizes }, into);
  }
}

function readIndex(root: string, into: Entries, sizes: Sizes): void {
  const lines = answered(root, ['ls-files', '-s', '-z'], { index: hookIndex(root) }).toString('utf8');
  for (const line of lines.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode = '', id = '', stage] = line.slice(0, Math.max(0, tab)).split(' ');
    // While a merge is not resolved there are several stages of a file: the second is ours.
    if (stage === '0' || stage === '2')
      add({ repository: root, mode, id, path: join(root, `./${line.slice(tab + 1)}`), sizes }, into);
  }
}

interface Row {
  readonly repository: string;
  readonly mode: string;
  readonly id: string;
  readonly path: string;
  readonly sizes: Sizes;
}

class Entry implements GitEntry {
  readonly kind: GitEntry['kind'];
  readonly id: string;
  readonly repository: string;
  readonly #sizes: Sizes;

  constructor({ mode, id, repository, sizes }: Row, isLikely: boolean) {
    this.kind = mode === '120000' ? 'link' : 'file';
    this.id = id;
    this.repository = repository;
    this.#sizes = sizes;
    sizes.expect(id, isLikely);
  }

  get size(): number {
    return this.#sizes.of(this.id);
  }
}

/** Sources, and what is read around them. */
const LIKELY = /\.(?:[cm]?[jt]s|[jt]sx|json|ya?ml|lock)$/;

function add(row: Row, into: Entries): void {
  const { path, mode, id } = row;
  if (mode === SUBMODULE) addSubmodule(path, id, into);
  else into.set(path, new Entry(row, LIKELY.test(path)));
}

/** One that is not checked out has nothing to read, and nothing of it is analysed without a snapshot either. */
function addSubmodule(folder: string, commit: string, into: Entries): void {
  if (onDisk.kind(join(folder, './.git')) === null) return;
  const tree = findTree(folder, commit);
  if (tree !== null) readTree({ repository: folder, at: folder, sizes: new Sizes(folder) }, tree, into);
}
