import { posix } from 'node:path';
import { isStandIn, standInText } from '#catalog';
import { extract } from '#extract';
import type { Facts } from '#facts';
import type { Program, Resolution } from '#link';

const specifiers = /(?:from|require\(|import\(|import)\s*['"]([^'"]+)['"]/g;

/** A program that exists only as text: for tests that make thousands of them. */
export function memoryProgram(
  texts: Readonly<Record<string, string>>,
  versions: Readonly<Record<string, string>>,
): Program {
  const files = Object.keys(texts).sort();
  const facts = new Map<string, Facts | null>();
  const resolve = (from: string, specifier: string): Resolution => {
    if (!specifier.startsWith('.')) {
      const parts = specifier.split('/');
      const length = specifier.startsWith('@') ? 2 : 1;
      return { kind: 'package', name: parts.slice(0, length).join('/'), subpath: parts.slice(length).join('/') };
    }
    const path = posix.join(posix.dirname(from), specifier);
    const file = [path, `${path}.js`, `${path}.ts`, `${path}/index.js`].find((candidate) => candidate in texts);
    return file === undefined ? { kind: 'unresolved', reason: `no such file: ${specifier}` } : { kind: 'file', file };
  };
  return {
    files,
    marked: files,
    imports: (file) =>
      [...(texts[file] ?? '').matchAll(specifiers)].flatMap((match) => {
        const resolution = resolve(file, match[1]!);
        return resolution.kind === 'file' ? [resolution.file] : [];
      }),
    facts: (file) => {
      const text = standInText(file) ?? texts[file];
      if (!facts.has(file))
        facts.set(file, text === undefined ? null : extract(isStandIn(file) ? 'x.ts' : file, text).facts);
      return facts.get(file) ?? null;
    },
    resolve,
    version: (name) => (versions[name] ? { version: versions[name], exact: true } : null),
    commands: () => [],
    under: (folder) => files.filter((file) => posix.dirname(file) === posix.normalize(folder)),
  };
}
