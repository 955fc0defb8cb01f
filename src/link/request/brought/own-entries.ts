import type { ArrayValue, ObjectValue, Value } from '#frameworks';
import { isInput, isUndefined, leavesOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { storeOf } from '../../values/iteration.ts';
import { ownPrefix } from '../../values/own-keys.ts';
import type { Trial } from '../paths/trial.ts';
import { holds } from './held.ts';
import { fillsJar } from './jars.ts';

/**
 * The name of entries that callers make under keys of their own making, and find again: `seen.set(token, now)` above the
 * verification. null for keys that nobody makes up.
 */
function ownKey(trial: Trial, key: Value): string | null {
  if (isNameOf(trial, key)) return `${ownPrefix}name ${key.t === 'unknown' ? key.why : ''}`;
  if (key.t === 'missing') return key.lookup ? null : `${ownPrefix}none ${key.source.kind} ${key.source.name}`;
  if (key.t !== 'credential' || key.state !== 'forged' || key.member) return null;
  return `${ownPrefix}forged ${key.source.kind} ${key.source.name} ${key.isHashed ?? false}`;
}

/** By what a forger calls itself: others know it, and it may call itself by the name of another. */
function isNameOf({ situation }: Trial, key: Value): boolean {
  return isInput(key) || (key.t === 'credential' && key.state === 'genuine' && situation.caller === 'bad');
}

/** Of lists and sets, in which what is put is its own key. */
const listed = new WeakMap<ArrayValue, Map<string, Value>>();

function entriesIn(store: ObjectValue | ArrayValue): Map<string, Value> {
  if (store.t === 'object') return store.properties;
  const entries = listed.get(store) ?? new Map<string, Value>();
  listed.set(store, entries);
  storeOf.set(entries, store);
  return entries;
}

/** Puts an entry under a key of the caller's. Where the server had to agree by then, it is not the caller's doing. */
export function putOwn(trial: Trial, store: ObjectValue | ArrayValue, asked: Value, given: Value): void {
  const key = trial.resolve(asked);
  const value = trial.resolve(given);
  if (fillsJar(trial, store, key, value)) return;
  const name = ownKey(trial, key);
  if (name === null || (isNameOf(trial, key) && !trustsFirst(trial, value))) return;
  trial.putEntry(store, key, value);
  const isAsDeployed = trial.situation.unset === undefined;
  if (isAsDeployed && [...trial.forks].every((owner) => owner === 'caller') && !isFailed(value))
    trial.machine.set(entriesIn(store), name, value, store.born);
}

/** What the caller finds of an earlier request of its own, if it has made one; null where nothing is kept. */
export function ownEntry(trial: Trial, store: Value, key: Value, at: Place): Value | null {
  const name = ownKey(trial, key);
  const isHolder = store.t === 'object' || store.t === 'array';
  const kept = isHolder && name !== null ? entriesIn(store).get(name) : undefined;
  if (!kept || trial.choose(2, 'caller') === 0) return null;
  if (key.t !== 'missing')
    trial.flaws.forgeries.push({
      at,
      subject: 'A look-up of what was kept too early',
      text: 'an entry is made for any credential before it is verified, and the next request finds it',
    });
  // Which of its requests has left it is up to the caller.
  const all = leavesOf(kept);
  const known = all[all.length > 1 ? trial.choose(all.length, 'caller') : 0]!;
  return known.t === 'missing' ? undefinedValue : known;
}

/** A step keeps what somebody sends as a key under the name that the same one sends: `devices.set(id, key)`. */
function trustsFirst(trial: Trial, value: Value): boolean {
  const isForged = (one: Value) => one.t === 'credential' && one.state === 'forged' && !one.member;
  return !trial.situation.isHandler && holds(trial, value, isForged, 2);
}

/** Whether a list or set holds what an earlier request of the caller has put there. */
export function holdsOwn(trial: Trial, list: ArrayValue, asked: Value, at: Place): boolean {
  const key = trial.resolve(asked);
  return !isUndefined(trial.entry(list, key, () => ownEntry(trial, list, key, at) ?? undefinedValue));
}

/** A promise that is kept while it is waited for fails again for whoever finds it. */
function isFailed(value: Value): boolean {
  return value.t === 'promise' && (value.rejected || value.value.t === 'missing');
}
