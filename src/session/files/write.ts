import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file could not be written; the message is one sentence with the path as it was given. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Replaces a file as a whole: whoever reads it, whenever the process is killed, sees the old text or the new one. Missing
 * folders are made, permissions are kept. Throws `WriteError`, and leaves what was there, when that is not possible.
 * `shown` is the path for the message, `mode` the permissions of a new file.
 */
export function writeWhole(path: string, content: string | Uint8Array, shown: string = path, mode?: number): void {
  try {
    const folder = dirname(path);
    makeFolder(folder);
    sweep(folder);
    const before = lstatSync(path, { throwIfNoEntry: false });
    // A link in an untrusted repository may point anywhere, and a device cannot be replaced.
    if (before && !before.isFile()) throw new WriteError(`cannot write ${shown}: it is not a regular file`);
    const temporary = join(folder, `.${basename(path).slice(0, 60)}.${temporaryName()}`);
    try {
      fill(temporary, content, before?.mode ?? mode);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    if (error instanceof WriteError) throw error;
    throw new WriteError(`cannot write ${shown}: ${reasonOf(error)}`);
  }
}

/** One by one: the recursive way of Node never ends where a file system refuses folders with ENOENT, as /proc does. */
export function makeFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function fill(path: string, content: string | Uint8Array, mode: number | undefined): void {
  const handle = openSync(path, 'wx');
  try {
    // Goes on until all bytes are written or throws, where a single write may stop short on a full disk.
    writeFileSync(handle, content);
    if (mode !== undefined) chmodSync(path, mode & 0o7777);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const TEMPORARY = /^\..*\.authlint-(\d+)-[0-9a-f]+\.tmp$/;
const swept = new Set<string>();

function temporaryName(): string {
  return `authlint-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Removes what killed processes have left behind; once per folder and process, because a folder may be large. */
function sweep(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of readdirSync(folder)) {
    const owner = TEMPORARY.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  ENOENT: 'no folder can be made there',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EFBIG: 'it is too large for this file system',
  ENOTDIR: 'a part of its path is not a folder',
  EEXIST: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its name is too long',
};

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? (code === '' ? String(error) : code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
