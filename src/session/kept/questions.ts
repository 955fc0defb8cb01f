import { isData } from '#extract';
import type { Files, Known } from '../files/files.ts';
import { type Hash, idOf } from '../files/ids.ts';
import { absolute, relative } from '../files/paths.ts';
import { type Bytes, DEFAULT_MAX_FILE_SIZE, type Inspection, type Kind, LARGEST_DATA } from '../files/read.ts';
import { ANYWHERE } from '../imports/disk.ts';

/** A question about the world around the sources (manifests, lockfiles, folders), and what was answered. */
export type Question = readonly [
  ask: 'kind' | 'within' | 'anywhere' | 'content' | 'folders',
  path: string,
  answer: string,
];

const NOTHING = '';

/** Passes questions on and remembers them: what follows from their answers holds as long as the answers do. */
export class Questions implements Files {
  readonly hash: Hash;
  readonly #files: Files;
  readonly #cwd: string;
  readonly #asked = new Map<string, Question>();

  constructor(files: Files, cwd: string) {
    this.hash = files.hash;
    this.#files = files;
    this.#cwd = cwd;
  }

  /** Paths are relative to the working directory. */
  get all(): readonly Question[] {
    return [...this.#asked.values()];
  }

  kind(path: string): Kind | null {
    const kind = this.#files.kind(path);
    this.#note('kind', path, kind ?? NOTHING);
    return kind;
  }

  exists(path: string): boolean {
    return this.kind(path) !== null;
  }

  inspect(path: string, roots: ReadonlySet<string>): Inspection {
    const found = this.#files.inspect(path, roots);
    this.#note(roots === ANYWHERE ? 'anywhere' : 'within', path, inspected(found, path, this.#cwd));
    return found;
  }

  read(path: string): Bytes {
    const read = this.#files.read(path);
    this.#note('content', path, contentOf(read, this.hash));
    return read;
  }

  folders(path: string): readonly string[] {
    const names = this.#files.folders(path);
    this.#note('folders', path, JSON.stringify(names));
    return names;
  }

  known(path: string): Known | null {
    return this.#files.known(path);
  }

  below(folder: string): readonly string[] | null {
    return this.#files.below(folder);
  }

  #note(ask: Question[0], path: string, answer: string): void {
    const name = relative(this.#cwd, path);
    this.#asked.set(`${ask}\0${name}`, [ask, name, answer]);
  }
}

/** Whether the world would still answer the same. */
export function isStillSo(
  [ask, name, answer]: Question,
  files: Files,
  cwd: string,
  roots: ReadonlySet<string>,
): boolean {
  const path = absolute(cwd, name);
  // By far the most are of this kind.
  if (answer === NOTHING && !files.exists(path)) return true;
  switch (ask) {
    case 'kind':
      return (files.kind(path) ?? NOTHING) === answer;
    case 'folders':
      return JSON.stringify(files.folders(path)) === answer;
    case 'content': {
      const known = files.known(path);
      if (known && named(known.id, known.size) === answer) return true;
      return contentOf(files.read(path), files.hash) === answer;
    }
    default:
      return inspected(files.inspect(path, ask === 'anywhere' ? ANYWHERE : roots), path, cwd) === answer;
  }
}

/** The content that was read for an answer. */
export function knownBy([ask, , answer]: Question): Known[] {
  const [id = '', size = ''] = ask === 'content' ? answer.split(' ') : [];
  return /^[0-9a-f]{40,}$/.test(id) ? [{ id, size: Number(size) }] : [];
}

function inspected(found: Inspection, path: string, cwd: string): string {
  if (found.kind === 'link') return `link ${relative(cwd, found.target)}${sized(found.size, path)}`;
  if (found.kind === 'special') return `special ${found.reason}`;
  return found.kind === 'file' ? `file${sized(found.size, path)}` : NOTHING;
}

/** What is read is told by its content: a size only tells what is too large for that. */
function sized(size: number, path: string): string {
  return size > (isData(path) ? LARGEST_DATA : DEFAULT_MAX_FILE_SIZE) ? ` ${size}` : '';
}

function contentOf(read: Bytes, hash: Hash): string {
  return read.ok ? named(idOf(read.bytes, hash), read.bytes.length) : read.reason;
}

function named(id: string, size: number): string {
  return `${id} ${size}`;
}
