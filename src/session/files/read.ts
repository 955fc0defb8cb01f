import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { isWithin } from './paths.ts';

export const DEFAULT_MAX_FILE_SIZE = 4 * 1024 * 1024;
/** Of data that is imported. Tables of routes are small; what is larger is a catalogue or a translation. */
export const LARGEST_DATA = 128 * 1024;

export type Inspection =
  | { readonly kind: 'file'; readonly size: number }
  /** A link to a regular file inside the boundary. */
  | { readonly kind: 'link'; readonly target: string; readonly size: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'special'; readonly reason: string };

/** Of the link itself, if it is one. */
export function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export type Kind = 'file' | 'folder' | 'link' | 'special';

/** Of the link itself, if it is one; null for nothing. */
export function kindOf(path: string): Kind | null {
  const stats = statOf(path);
  if (!stats) return null;
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special';
}

/** What stands at a path, found without opening it: opening a pipe blocks, opening a device may do anything. */
export function inspect(path: string, roots: ReadonlySet<string>): Inspection {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return { kind: 'absent' };
    if (stats.isFile()) return { kind: 'file', size: stats.size };
    if (!stats.isSymbolicLink()) return { kind: 'special', reason: describe(stats) };
    return inspectLink(path, roots);
  } catch (error) {
    return { kind: 'special', reason: reasonOf(error) };
  }
}

function inspectLink(path: string, roots: ReadonlySet<string>): Inspection {
  try {
    const target = realpathSync(path).replaceAll('\\', '/');
    const isInside = [...roots].some((root) => isWithin(realpathSync(root).replaceAll('\\', '/'), target));
    if (!isInside) return { kind: 'special', reason: 'a link that leads out of the analysed folder' };
    const stats = lstatSync(target);
    if (stats.isFile()) return { kind: 'link', target, size: stats.size };
    return { kind: 'special', reason: `a link to ${describe(stats)}` };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'special', reason: 'a link that leads nowhere' };
    if (code === 'ELOOP') return { kind: 'special', reason: 'a link that leads to itself' };
    return { kind: 'special', reason: reasonOf(error) };
  }
}

function describe(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'a device';
  return 'not a regular file';
}

export type Bytes = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly reason: string };

/** Only for paths that `inspect` called a file or a link. */
export function readBytes(path: string): Bytes {
  try {
    return { ok: true, bytes: readFileSync(path) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

export interface Decoded {
  /** Without the byte order mark; offsets in facts count from here. */
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly bom: boolean;
  /** True when some bytes had no meaning in the encoding and became U+FFFD. */
  readonly lossy: boolean;
}

export function decode(bytes: Buffer): Decoded {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), 'utf-16le');
  if (first === 0xfe && second === 0xff) return decodeUtf16(Buffer.from(bytes.subarray(2)), 'utf-16be');
  const bom = first === 0xef && second === 0xbb && third === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  return { text: body.toString('utf8'), encoding: 'utf-8', bom, lossy: !isUtf8(body) };
}

export function hasUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

export function tooLarge(limit: number): string {
  if (limit >= 1 << 20) return `larger than ${+(limit / (1 << 20)).toFixed(1)} MiB`;
  return `larger than ${limit % 1024 === 0 ? `${limit / 1024} KiB` : `${limit} bytes`}`;
}

function decodeUtf16(body: Buffer, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const whole = body.subarray(0, body.length & ~1);
  const text = (encoding === 'utf-16be' ? whole.swap16() : whole).toString('utf16le');
  return { text, encoding, bom: true, lossy: whole.length !== body.length || /\p{Surrogate}/u.test(text) };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Without the path that Node puts into its messages: the note names the file already, relative to the folder. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  if (code === 'ENOENT') return 'it disappeared while being read';
  return code === '' ? String(error) : `cannot be read (${code})`;
}
