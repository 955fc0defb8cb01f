import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceModule {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
}

/** The project's own modules below a folder, with what they import. */
export function modulesIn(folder: string): SourceModule[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : modulesIn(path);
    return entry.name.endsWith('.ts') ? [read(path)] : [];
  });
}

function read(path: string): SourceModule {
  const text = readFileSync(join(root, path), 'utf8');
  const { module } = parseSync(path, text);
  const imports = module.staticImports.map((one) => ({
    from: one.moduleRequest.value,
    typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest ? [{ from: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  );
  const dynamic = [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)].map((match) => ({
    from: match[1]!,
    typeOnly: false,
  }));
  return {
    path,
    text,
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: [...imports, ...exports, ...dynamic],
  };
}

/** Where a relative specifier leads, relative to the project. */
export function target(module: SourceModule, specifier: string): string {
  return posix.join(dirname(module.path), specifier);
}

/** `node:fs`, `oxc-parser`, `@scope/name`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
