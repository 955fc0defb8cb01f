import { createHash } from 'node:crypto';
import { git } from './git.ts';
import { type Hash, hashOf } from './ids.ts';
import { join } from './paths.ts';
import { kindOf, readBytes } from './read.ts';

interface Row {
  readonly id: string;
  /** Of the file, not of what git keeps of it. */
  readonly size: number;
}

/**
 * What git knows of the files of a working tree that are as they were when it last looked: the id of each content. The ids
 * and sizes come from the index (https://git-scm.com/docs/index-format), whether a file was touched from git itself.
 */
export class GitIndex {
  readonly hash: Hash;
  readonly #rows: ReadonlyMap<string, Row>;

  private constructor(rows: ReadonlyMap<string, Row>) {
    this.#rows = rows;
    this.hash = hashOf(rows.values().next().value?.id ?? '');
  }

  /** The index of the repository at `root`; null when it cannot be relied upon. */
  static of(root: string): GitIndex | null {
    const path = indexPath(root);
    const read = path !== null && kindOf(path) === 'file' ? readBytes(path) : null;
    const rows = read?.ok ? parse(read.bytes, root) : null;
    if (rows === null || convertsContents(root, rows)) return null;
    const touched = git(root, ['ls-files', '-z', '-m']);
    if (!touched.ok) return null;
    for (const name of touched.out.toString('utf8').split('\0')) rows.delete(`${root}/${name}`);
    return new GitIndex(rows);
  }

  /** A regular file that nobody has touched. */
  find(path: string): Row | undefined {
    return this.#rows.get(path);
  }

  /** Whether anything in or below a folder is committed or staged. */
  holds(folder: string): boolean {
    for (const path of this.#rows.keys()) if (path.startsWith(`${folder}/`)) return true;
    return false;
  }
}

function indexPath(root: string): string | null {
  const git = join(root, './.git');
  if (kindOf(git) === 'folder') return join(git, 'index');
  const read = kindOf(git) === 'file' ? readBytes(git) : null;
  const folder = read?.ok ? /^gitdir: (.+)$/m.exec(read.bytes.toString('utf8'))?.[1] : undefined;
  if (folder === undefined) return null;
  return join(folder.startsWith('/') ? folder : join(root, folder), 'index');
}

const HEAD = 12;
const STATS = 40;
const EXTENDED = 0x4000;
const INTENT_TO_ADD = 0x2000;

function parse(bytes: Buffer, root: string): Map<string, Row> | null {
  const version = bytes.length > HEAD ? bytes.readUInt32BE(4) : 0;
  const idLength = hashLength(bytes);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4 || idLength === null) return null;
  const rows = new Map<string, Row>();
  // All at once, because there may be ten thousands of rows.
  const hex = bytes.toString('hex');
  let at = HEAD;
  let name: Buffer = Buffer.alloc(0);
  for (let count = bytes.readUInt32BE(8); count > 0; count--) {
    const flagsAt = at + STATS + idLength;
    if (flagsAt + 4 > bytes.length) return null;
    const flags = bytes.readUInt16BE(flagsAt);
    const extended = (flags & EXTENDED) !== 0;
    const more = extended ? bytes.readUInt16BE(flagsAt + 2) : 0;
    let from = flagsAt + (extended ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const cut = varint(bytes, from);
      from = cut.next;
      kept = name.length - cut.value;
    }
    const end = bytes.indexOf(0, from);
    if (end < 0 || kept < 0) return null;
    name = kept > 0 ? Buffer.concat([name.subarray(0, kept), bytes.subarray(from, end)]) : bytes.subarray(from, end);
    // Nothing else stands for a regular file whose content is known: links, submodules, merges, rows of a split index.
    const isPlain =
      (flags & 0x3000) === 0 && (more & INTENT_TO_ADD) === 0 && bytes.readUInt32BE(at + 24) >> 12 === 0o10;
    if (isPlain && name.length > 0) {
      const id = hex.slice(2 * (at + STATS), 2 * (at + STATS + idLength));
      rows.set(`${root}/${name.toString('utf8')}`, { id, size: bytes.readUInt32BE(at + 36) });
    }
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return rows;
}

/** The checksum at the end tells which hash the repository uses, and that the file is whole. */
function hashLength(bytes: Buffer): number | null {
  for (const [name, length] of [
    ['sha1', 20],
    ['sha256', 32],
  ] as const) {
    const sum = createHash(name)
      .update(bytes.subarray(0, Math.max(0, bytes.length - length)))
      .digest();
    if (sum.equals(bytes.subarray(bytes.length - length))) return length;
  }
  return null;
}

/** As in pack offsets: seven bits a byte, most significant first, one added for each continuation. */
function varint(bytes: Buffer, start: number): { value: number; next: number } {
  let next = start;
  let byte = bytes[next++] ?? 0;
  let value = byte & 127;
  while (byte & 128) {
    byte = bytes[next++] ?? 0;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, next };
}

/**
 * Filters and encodings give a file another content than git keeps, of any size, and git would run the filters to see
 * what was touched. (Line ends differ too, but never at the same size, and sizes are compared before an id is believed.)
 * Attributes outside of the repository are switched off in the wrapper.
 */
function convertsContents(root: string, rows: ReadonlyMap<string, Row>): boolean {
  const files = [join(root, './.git/info/attributes')];
  for (const path of rows.keys()) if (path.endsWith('/.gitattributes')) files.push(path);
  return files.some((path) => {
    const read = kindOf(path) === 'file' ? readBytes(path) : null;
    return read?.ok === true && /\b(?:filter|working-tree-encoding)\b/.test(read.bytes.toString('latin1'));
  });
}
