import { onDisk } from '../files/files.ts';
import { absolute } from '../files/paths.ts';
import { decode, statOf } from '../files/read.ts';
import { WriteError, writeWhole } from '../files/write.ts';

/** Whether a file may get another text, and can without losing what could not be read of it. */
export function isRewritable(cwd: string, file: string): boolean {
  const path = absolute(absolute(cwd, '.'), file);
  const read = onDisk.read(path);
  // Replacing a file asks nobody but its folder for permission: what is read-only would be rewritten all the same.
  if (!read.ok || ((statOf(path)?.mode ?? 0) & 0o222) === 0) return false;
  const { encoding, lossy } = decode(read.bytes);
  return encoding === 'utf-8' && !lossy;
}

/**
 * Gives a source file another text, as a whole or not at all, with the byte order mark that it had. Throws `WriteError` when
 * the file is not the one that was read any more, or not in UTF-8.
 */
export function rewrite(cwd: string, file: string, before: string, after: string): void {
  const path = absolute(absolute(cwd, '.'), file);
  const read = onDisk.read(path);
  if (!read.ok) throw new WriteError(`cannot write ${file}: ${read.reason}`);
  const { text, encoding, bom, lossy } = decode(read.bytes);
  if (encoding !== 'utf-8' || lossy) throw new WriteError(`cannot write ${file}: it is not UTF-8`);
  if (text !== before)
    throw new WriteError(`cannot write ${file}: it changed while it was analysed; run authlint again`);
  writeWhole(path, bom ? `\ufeff${after}` : after, file);
}
