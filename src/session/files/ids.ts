import { createHash } from 'node:crypto';

/** What names contents: the hash of the repository, sha256 outside of git. */
export type Hash = 'sha1' | 'sha256';

/** What git would call a content. */
export function idOf(bytes: Buffer, hash: Hash): string {
  return createHash(hash).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export function hashOf(id: string): Hash {
  return id.length === 64 ? 'sha256' : 'sha1';
}
