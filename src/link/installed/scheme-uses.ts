import type { SchemeGuard } from '#catalog';
import type { LibraryValue, Value } from '#frameworks';
import type { Place } from '#text';
import type { Installation } from './installation.ts';

/** A call that asks for schemes by their names, or for the default. */
export function noteSchemeUse(
  { schemeUses }: Installation,
  meaning: SchemeGuard,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
): void {
  const hasCallback = args.some((arg) => arg.t === 'function');
  schemeUses.push({
    registry: registryOf(library),
    names: args[0],
    options: args[meaning.options ?? 1],
    hasCallback,
    library,
    unknownName: meaning.unknownName,
    noName: (hasCallback ? meaning.noNameForCallback : null) ?? meaning.noName ?? meaning.unknownName,
    at,
  });
}

/** The Passport singleton is one registry; each `new Passport()` is one of its own. */
export function registryOf(library: LibraryValue): string {
  const cut = library.path.lastIndexOf('()');
  return cut < 0 ? library.package : `${library.package} ${library.path.slice(0, cut)}`;
}
