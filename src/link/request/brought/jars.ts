import type { ArrayValue, ObjectValue, Value } from '#frameworks';
import type { Trial } from '../paths/trial.ts';
import { presented } from './credentials.ts';

/** Whether an entry is one of many that the program takes a text of the caller's apart into: `cookies[name] = value`. */
export function fillsJar(trial: Trial, store: ObjectValue | ArrayValue, key: Value, value: Value): boolean {
  if (store.t !== 'object' || store.class || !trial.isOwn(store)) return false;
  const { source } = key.t === 'credential' || key.t === 'missing' ? key : {};
  if (!source || !/^(cookie|header)$/.test(source.kind)) return false;
  // Of nothing there are no parts.
  const isPart = key.t === 'missing' || (value.t === 'credential' && value.source.kind === source.kind);
  if (isPart) trial.origins.jars.set(store, source);
  return isPart;
}

/** What stands in it under a name. */
export function fromJar(trial: Trial, store: ObjectValue, name: string): Value | null {
  const source = trial.origins.jars.get(store);
  if (!source) return null;
  return presented(trial, source.kind === 'cookie' ? { kind: 'cookie', name } : source);
}
