import type { EntryRecord, ScopeRecord } from '../../installed/records.ts';
import { matchPattern } from './occurrences.ts';

/** Whether something that is installed for these methods meets a request of that method. */
export function takes(methods: readonly string[], method: string): boolean {
  return methods.includes('ALL') || methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
}

/** Whether a request gets into a mounted scope: steps of a gated router run only with one of its routes. */
export function enters(
  parent: ScopeRecord,
  child: ScopeRecord,
  scopes: readonly ScopeRecord[],
  path: string,
  method: string,
): boolean {
  // Copied into another router, its steps belong to that one.
  if (!child.adapter.isGated || parent.adapter.isGated) return true;
  const serves = (scope: ScopeRecord): boolean =>
    scope.entries.some((entry) => {
      if (entry.kind === 'step' || matchPattern(entry.pattern, path) === false) return false;
      return entry.kind === 'mount' ? serves(scopes[entry.scope]!) : takes(entry.methods, method);
    });
  return serves(child);
}

/** A router that runs, of all its layers that match, the last one alone. */
export function runsLast({ adapter, options, version }: ScopeRecord): boolean {
  return adapter.runsLast?.(options, version) === true;
}

/** What lies in a router, with what it has taken up from others. */
function layersOf(scope: ScopeRecord, scopes: readonly ScopeRecord[]): EntryRecord[] {
  return scope.entries.flatMap((entry) => (entry.kind === 'mount' ? layersOf(scopes[entry.scope]!, scopes) : [entry]));
}

/** Which layer of such a router is run in place of another for a path; null for none. */
export function replacement(
  scope: ScopeRecord,
  scopes: readonly ScopeRecord[],
  method: string,
): (entry: EntryRecord, path: string) => EntryRecord | null {
  const layers = layersOf(scope, scopes);
  return (entry, path) => {
    if (entry.kind === 'mount') return null;
    const later = layers.slice(layers.indexOf(entry) + 1);
    const found = later.findLast((layer) => {
      if (layer.kind === 'mount' || layer.conditions.length > 0) return false;
      return (layer.kind === 'step' || takes(layer.methods, method)) && Boolean(matchPattern(layer.pattern, path));
    });
    return found ?? null;
  };
}
