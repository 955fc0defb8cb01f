import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Contents = { readonly [path: string]: string | Uint8Array | object };

/** A temporary folder with these files, removed after the run. Objects are written as JSON. */
export function folderWith(contents: Contents): string {
  const folder = realpathSync(mkdtempSync(join(process.env['AUTHLINT_TEST_FOLDER'] ?? tmpdir(), 'authlint-')));
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, path), isRaw ? content : JSON.stringify(content));
  }
  return folder;
}
