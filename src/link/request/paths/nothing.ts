import type { Trial } from './trial.ts';

/** Empty collections that stay so, to stand for the many that nothing was put into. */
class NoMap extends Map<never, never> {
  override set(): this {
    throw new Error('the path has ended');
  }
}

class NoSet extends Set<never> {
  override add(): this {
    throw new Error('the path has ended');
  }
}

export const noMap: ReadonlyMap<never, never> = new NoMap();
export const noSet: ReadonlySet<never> = new NoSet();
const noList: readonly never[] = Object.freeze([]);

function thinned(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? noList : value;
  if (value instanceof Map) return value.size === 0 ? noMap : value;
  return value instanceof Set && value.size === 0 ? noSet : value;
}

function dropped(value: unknown): unknown {
  return value instanceof Map ? noMap : value instanceof Set ? noSet : noList;
}

/** What a path needs as long as it runs, and what is asked of it afterwards. */
const needed: readonly (keyof Trial)[] = [
  'journal',
  'local',
  'found',
  'sought',
  'stored',
  'inherited',
  'named',
  'asked',
  'crashes',
  'tested',
  'emptied',
  'namesakes',
  'cuts',
  'measured',
  'sent',
  'checks',
  'errors',
  'refusals',
  'errorDetails',
  'secrets',
  'copies',
  'minted',
];
const noted: readonly (keyof Trial)[] = [
  'forks',
  'acts',
  'entered',
  'schemes',
  'touched',
  'customReads',
  'writes',
  'verifications',
  'decodings',
  'unawaited',
  'pathTests',
  'moves',
  'catches',
  'unsetTwins',
  'spelt',
  'plain',
  'forgeries',
  'proofs',
  'literals',
  'gifts',
  'testedChecks',
  'disclosed',
  'logged',
  'ignoredErrors',
  'metadataReads',
];

/** Of these, too, nothing is taken out while the path goes on. */
const kept: readonly (keyof Trial)[] = ['supplied', 'ofScope', 'errorStatuses'];

/** A collection in which what is put in comes last. */
export type Growing = { readonly size: number; keys(): Iterable<unknown>; delete(key: never): boolean } | unknown[];

/** All collections in which a path notes something. */
export function growing(trial: Trial): Growing[] {
  const names = [...needed, ...noted, ...kept].filter((name) => name !== 'journal');
  return names.map((name) => trial[name] as Growing);
}

/** Lets go what only the running path needed, and every collection that nothing was put into. */
export function thin(trial: Trial): void {
  const own = trial as unknown as Record<string, unknown>;
  for (const name of needed) own[name] = dropped(own[name]);
  for (const name of noted) own[name] = thinned(own[name]);
}
