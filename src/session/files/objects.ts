import { onDisk } from './files.ts';
import { git } from './git.ts';
import { hashOf, idOf } from './ids.ts';
import type { Bytes } from './read.ts';

/** A file of some state of a repository. */
export interface GitEntry {
  readonly kind: 'file' | 'link';
  /** Git's name for the content. */
  readonly id: string;
  readonly size: number;
  /** The folder of the repository that has the content: a submodule has its own. */
  readonly repository: string;
}

/** Sizes of a repository's contents, asked for when the first is wanted: for all that are likely to be at once. */
export class Sizes {
  readonly #repository: string;
  readonly #known = new Map<string, number>();
  #likely: string[] = [];
  #others: string[] = [];

  constructor(repository: string) {
    this.#repository = repository;
  }

  expect(id: string, isLikely: boolean): void {
    (isLikely ? this.#likely : this.#others).push(id);
  }

  learn({ id, size }: { readonly id: string; readonly size: number }): void {
    this.#known.set(id, size);
  }

  /** 0 when git has not got the content. */
  of(id: string): number {
    if (!this.#known.has(id)) this.#ask([id, ...(this.#likely.length > 0 ? this.#likely : this.#others).splice(0)]);
    return this.#known.get(id) ?? 0;
  }

  #ask(ids: readonly string[]): void {
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (unknown.length === 0) return;
    const input = `${unknown.join('\n')}\n`;
    const answer = git(this.#repository, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input });
    for (const id of unknown) this.#known.set(id, 0);
    for (const line of answer.ok ? answer.out.toString('latin1').split('\n') : []) {
      const end = line.indexOf(' ');
      if (end > 0) this.#known.set(line.slice(0, end), Number(line.slice(end + 1)) || 0);
    }
  }
}

const MOST_AT_ONCE = 64 * 1024 * 1024;

/** Reads contents of a repository by id: from the working tree where it is the same, else from git, many at a time. */
export class Objects {
  readonly #known = new Map<string, Buffer | null>();

  read(path: string, entry: GitEntry): Bytes {
    this.prepare([[path, entry]]);
    const bytes = this.#known.get(entry.id);
    return bytes ? { ok: true, bytes } : { ok: false, reason: 'git has not got its content' };
  }

  /** One process for all that the working tree does not have. */
  prepare(wanted: readonly (readonly [path: string, entry: GitEntry])[]): void {
    const groups = new Map<string, GitEntry[]>();
    for (const [path, entry] of wanted) {
      if (this.#known.has(entry.id)) continue;
      const bytes = entry.kind === 'file' ? fromDisk(path, entry) : null;
      if (bytes) this.#known.set(entry.id, bytes);
      else groups.set(entry.repository, [...(groups.get(entry.repository) ?? []), entry]);
    }
    for (const [repository, entries] of groups) {
      for (const some of portions(entries)) this.#fetch(repository, some);
    }
  }

  #fetch(repository: string, entries: readonly GitEntry[]): void {
    for (const { id } of entries) this.#known.set(id, null);
    const answer = git(repository, ['cat-file', '--batch'], { input: entries.map(({ id }) => `${id}\n`).join('') });
    if (!answer.ok) return;
    const { out } = answer;
    for (let at = 0; at < out.length; ) {
      const end = out.indexOf(10, at);
      const [id = '', type, size] = out.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (size === undefined) continue;
      if (type === 'blob') this.#known.set(id, out.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
  }
}

function fromDisk(path: string, { id }: GitEntry): Buffer | null {
  if (onDisk.kind(path) !== 'file') return null;
  const read = onDisk.read(path);
  return read.ok && idOf(read.bytes, hashOf(id)) === id ? read.bytes : null;
}

function* portions(entries: readonly GitEntry[]): Generator<GitEntry[]> {
  let some: GitEntry[] = [];
  let size = 0;
  for (const entry of entries) {
    some.push(entry);
    size += entry.size;
    if (size < MOST_AT_ONCE) continue;
    yield some;
    some = [];
    size = 0;
  }
  if (some.length > 0) yield some;
}
