import type { Place } from '#text';
import { born } from './clock.ts';
import type {
  ArrayValue,
  CredentialValue,
  FunctionValue,
  NativeValue,
  ObjectValue,
  Primitive,
  UnknownValue,
  Value,
} from './values.ts';

export const undefinedValue: Primitive = { t: 'primitive', value: undefined, at: null };

export function primitive(value: Primitive['value'], at: Place | null = null): Primitive {
  return { t: 'primitive', value, at };
}

export function unknown(
  why: string,
  at: Place | null = null,
  by: UnknownValue['by'] = 'server',
  truthy = false,
): UnknownValue {
  return { t: 'unknown', why, at, by, truthy, test: null };
}

/** Objects are many, and few have any. */
export const noGetters: ReadonlyMap<string, FunctionValue> = new Map();

export function objectValue(
  entries: Iterable<readonly [string, Value]> = [],
  open = false,
  at: Place | null = null,
): ObjectValue {
  return { t: 'object', properties: new Map(entries), getters: noGetters, open, class: null, at, born: born() };
}

export function arrayValue(items: Value[], open = false, at: Place | null = null): ArrayValue {
  return { t: 'array', items, open, at, born: born() };
}

/** What a caller has written as it likes. */
export function isInput(value: Value): value is UnknownValue {
  return value.t === 'unknown' && value.by === 'caller';
}

/** Input or a credential: the caller has a say in what it is. */
export function isBrought(value: Value): value is UnknownValue | CredentialValue {
  return value.t === 'credential' || isInput(value);
}

export function isUndefined(value: Value): boolean {
  return value.t === 'primitive' && value.value === undefined;
}

/** The string of a value that is one; null otherwise. */
export function stringOf(value: Value | undefined): string | null {
  return value?.t === 'primitive' && typeof value.value === 'string' ? value.value : null;
}

/** A member of a value that may be an object. */
export function propertyOf(value: Value | null | undefined, name: string): Value | undefined {
  return value?.t === 'object' ? value.properties.get(name) : undefined;
}

export function isTrue(value: Value | null | undefined): boolean {
  return value?.t === 'primitive' && value.value === true;
}

export function isFalse(value: Value | null | undefined): boolean {
  return value?.t === 'primitive' && value.value === false;
}

/** What is given as one value or as a list of them; nothing for what is not given. */
export function listOf(value: Value | undefined): readonly Value[] {
  return value?.t === 'array' ? value.items : value ? [value] : [];
}

/** A function of the language, of a framework or of the linker. */
export function native(name: string, call: NativeValue['call']): NativeValue {
  return { t: 'native', name, call };
}

/** What a choice may turn out to be, each once. */
export function leavesOf(choice: Value): readonly Value[] {
  const seen = new Set([choice]);
  for (const value of seen) if (value.t === 'choice') for (const option of value.options) seen.add(option.value);
  return [...seen].filter((value) => value.t !== 'choice');
}

/** The beginning of a path up to the last part that is not known; '' where all is known. */
export function headOf(path: string): string {
  return path.includes('<') ? (/^.*<unknown>\d*/.exec(path)?.[0] ?? '') : '';
}
