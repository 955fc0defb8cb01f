import type { CredentialSource, CredentialValue, UnknownValue, Value } from '#frameworks';
import { isInput, isUndefined, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { isEnvironment } from '../../machine/required.ts';
import { truth } from '../../machine/truth.ts';
import type { Trial } from '../paths/trial.ts';
import { credential, missing } from './credentials.ts';
import { ownEntry } from './own-entries.ts';
import { partKey } from './proofs.ts';

/**
 * What a key that the caller brings leads to: `keys[key]`, `map.get(key)`. Only a genuine credential certainly leads to an entry;
 * any other key may lead to one or to nothing. null for keys that are not the caller's.
 */
export function entryBy(trial: Trial, store: Value, asked: Value, at: Place, isMap = false): Value | null {
  const key = trial.resolve(asked);
  noteKey(trial, store, key);
  const none = (source: CredentialSource) => () => ownEntry(trial, store, key, at) ?? missing(source);
  if (key.t === 'missing') return trial.entry(store, key, none(key.source));
  if (key.t === 'credential') {
    const isRead = key.state === 'decoded' && trial.situation.caller === 'bad';
    if ((key.state === 'verified' && !key.isHashed) || (key.member && !isRead)) return null;
    trial.credentials.touch(key.source);
    if (isStore(store) && (isRead || (key.state === 'forged' && isName(key))))
      return entryOfName(trial, store, key, at);
    if (key.state === 'genuine' || key.state === 'verified')
      return trial.entry(
        store,
        key,
        () => ownEntry(trial, store, key, at) ?? kept(trial, credential('verified', key.source)),
      );
    const nothing = none(key.source);
    return isPlain(store) && !isMap && !key.isHashed
      ? trial.entry(store, key, () => inherited(trial, at) ?? nothing())
      : trial.entry(store, key, nothing);
  }
  // `keys[req.get('x-api-key') ?? '']`: nobody keeps anything under an empty key, or under none.
  if (key.t === 'primitive' && (key.value === '' || key.value === undefined) && isStore(store))
    return store.t === 'object' && store.properties.has(String(key.value)) ? null : undefinedValue;
  return isOfCaller(key) && isStore(store)
    ? trial.entry(store, key, () => ownEntry(trial, store, key, at) ?? entryOfAnother(trial, store, at))
    : null;
}

function entryOfAnother(trial: Trial, store: Value, at: Place): Value {
  return sought(trial, trial.machine.lasting.madeOf(unknown('an entry', at), store));
}

function noteKey({ origins, credentials }: Trial, store: Value, key: Value): void {
  const isPlain = key.t !== 'credential' && key.t !== 'missing';
  const source = isPlain ? origins.sent.get(key) : key.source;
  if (!source || credentials.keys.some((one) => one.store === store && one.source === source)) return;
  credentials.keys.push({ store, source, isPlain });
}

/** What a text says before the separator, or how it begins, or what a token says that nobody has verified: others know it, too. */
function isName({ isPart, behind, masked }: CredentialValue): boolean {
  return (isPart === true && !behind) || masked === true;
}

function entryOfName(trial: Trial, store: Value, key: CredentialValue, at: Place): Value {
  return trial.entry(store, key, () => {
    const entry = unknown('an entry', at);
    // Where a name is all that is asked for, to know no more than that is no forgery.
    const isForgery = key.state === 'forged' && !trial.situation.proofs?.has(partKey(key.source));
    trial.lookUps.namesakes.set(entry, isForgery ? at : null);
    return sought(trial, trial.machine.lasting.madeOf(entry, store));
  });
}

/** Whether a key that the caller brings leads to something: `map.has(key)`, `Object.hasOwn(keys, key)`, `key in keys`; null where nobody knows. */
export function hasEntry(trial: Trial, store: Value, key: Value, at: Place, how: 'map' | 'own' | 'in'): Value | null {
  const entry = entryBy(trial, store, key, at, how === 'map');
  if (!entry) return null;
  if (entry.t === 'missing' || entry.t === 'credential') return primitive(entry.t === 'credential');
  if (trial.lookUps.inherited.has(entry)) return primitive(how === 'in');
  if (entry.t === 'unknown') return primitive(truth(entry) ?? trial.decide(entry));
  return primitive(!isUndefined(entry));
}

/** Whether there is something is up to what the caller asks for; what it is is not. */
export function sought(trial: Trial, value: UnknownValue): UnknownValue {
  trial.lookUps.sought.add(value);
  trial.credentials.examines = true;
  return value;
}

function kept(trial: Trial, value: Value): Value {
  trial.lookUps.stored.add(value);
  trial.credentials.proves = true;
  return value;
}

/** `keys['constructor']`: every object that is written as a literal has what Object.prototype has. */
function inherited(trial: Trial, at: Place): Value | null {
  if (trial.choose(2, 'caller') === 0) return null;
  const value = unknown('what every object inherits', at, 'server', true);
  trial.lookUps.inherited.add(value);
  trial.flaws.forgeries.push({
    at,
    subject: 'A look-up in an object',
    text: 'every object has a `constructor`: use a Map, or ask Object.hasOwn first',
  });
  return value;
}

/** Functions and objects have a `name` or a `constructor` of their own, and nothing that a program puts into its entries. */
export function inheritedMember(trial: Trial, of: Value, name: string | null, at: Place): Value | null {
  if (!trial.lookUps.inherited.has(of)) return null;
  return name === null || name in Object ? unknown('what every function has', at, 'server', true) : undefinedValue;
}

/** Written as a literal, parsed, or the environment: no Map, and no object of `Object.create(null)`. */
function isPlain(store: Value): boolean {
  if (store.t === 'object') return !store.class && !store.properties.has('__proto__');
  return isEnvironment(store) || (store.t === 'unknown' && store.why === 'JSON.parse');
}

function isStore(value: Value): boolean {
  return value.t === 'object' || value.t === 'array' || (value.t === 'unknown' && value.by === 'server');
}

function isOfCaller(key: Value): boolean {
  if (key.t === 'text') return key.parts.some((part) => typeof part !== 'string' && isOfCaller(part));
  return isInput(key);
}
