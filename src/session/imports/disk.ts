import { type ParseError, parse } from 'jsonc-parser';
import type { Files } from '../files/files.ts';
import { ancestors } from '../files/paths.ts';
import { decode } from '../files/read.ts';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Installed packages are often links to a store far away. */
export const ANYWHERE: ReadonlySet<string> = new Set(['/']);
const LARGEST_MANIFEST = 64 * 1024 * 1024;
/** In letters. */
const LARGE = 64 * 1024;
const MOST_LARGE = 4;

/** The small files around the sources (manifests, tsconfigs, lockfiles), each read once. Paths are absolute. */
export class Disk {
  readonly #files: Files;
  readonly #json = new Map<string, JsonObject | null>();
  readonly #folders = new Map<string, boolean>();

  constructor(files: Files) {
    this.#files = files;
  }

  isFile(path: string): boolean {
    return this.#files.kind(path) === 'file';
  }

  isFolder(path: string): boolean {
    let known = this.#folders.get(path);
    if (known === undefined) {
      known = this.#files.kind(path) === 'folder';
      this.#folders.set(path, known);
    }
    return known;
  }

  /** Null for everything that is not a readable regular file of sane size. */
  text(path: string): string | null {
    const found = this.#files.inspect(path, ANYWHERE);
    if ((found.kind !== 'file' && found.kind !== 'link') || found.size > LARGEST_MANIFEST) return null;
    const read = this.#files.read(path);
    return read.ok ? decode(read.bytes).text : null;
  }

  /** Comments and trailing commas are accepted, because tsconfig has them. */
  json(path: string): JsonObject | null {
    let known = this.#json.get(path);
    if (known === undefined) {
      const text = this.text(path);
      known = text === null ? null : text.length < LARGE ? parseObject(text) : parseLarge(path, text);
      this.#json.set(path, known);
    }
    return known;
  }

  folders(path: string): readonly string[] {
    return this.#files.folders(path);
  }

  /** The first answer on the way up, not above any of `tops`. */
  nearest<T>(folder: string, tops: ReadonlySet<string>, ask: (at: string) => T | null): T | null {
    for (const at of ancestors(folder)) {
      const answer = ask(at);
      if (answer !== null) return answer;
      if (tops.has(at)) return null;
    }
    return null;
  }
}

/** Large texts that this process has parsed: lockfiles, which hardly change from one project or state to the next. */
const large = new Map<string, { readonly text: string; readonly json: JsonObject | null }>();

function parseLarge(path: string, text: string): JsonObject | null {
  const known = large.get(path);
  if (known?.text === text) return known.json;
  const json = parseObject(text);
  if (large.size >= MOST_LARGE) large.clear();
  large.set(path, { text, json });
  return json;
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, { allowTrailingComma: true });
    return isObject(value) ? value : null;
  }
}
