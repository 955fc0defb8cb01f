import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let known: string | undefined;

/**
 * Stands for the code that runs: what was worked out by other code is worth nothing. A digest of the built files or, from
 * a checkout, of the sources, and of the manifest, which pins the parser.
 */
export function toolIdentity(): string {
  try {
    known ??= compute();
  } catch {
    // Taken apart by somebody's bundler: then nothing is recognised again.
    known = randomUUID();
  }
  return known;
}

function compute(): string {
  const here = fileURLToPath(import.meta.url);
  const isSource = here.endsWith('.ts');
  const root = isSource ? join(dirname(here), '../../..') : join(dirname(here), '..');
  const folders = isSource ? ['src', 'rules'] : ['dist'];
  const hash = createHash('sha256');
  for (const path of [join(root, 'package.json'), ...folders.flatMap((folder) => codeIn(join(root, folder)))])
    hash.update(readFileSync(path)).update('\0');
  return hash.digest('base64url').slice(0, 22);
}

function codeIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return codeIn(path);
    return /\.c?[jt]s$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}
