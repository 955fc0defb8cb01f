import type { Primitive, Value } from '#frameworks';

type Plain = Primitive['value'];

/** The parts of a request's address. */
export interface Address {
  readonly path: string;
  readonly base: string;
  readonly query: string;
}

/** Something that is worked out of an address; the same name for the same work. */
export interface Question {
  readonly name: string;
  readonly of: (address: Address) => Plain;
}

/** Who is told what is asked about an address. */
export interface Listener {
  readonly address: Address;
  ask(question: Question): void;
}

interface Source extends Question {
  readonly listener: Listener | undefined;
}

const mark = Symbol('address');

type Addressed = Primitive & { readonly [mark]: Source };

/**
 * A value that is worked out of the address of a request. Most steps only hand it on, or ask one thing about it: what they ask
 * is all that they know of it. `read` is for who looks at the whole value.
 */
export function ofAddress(question: Question, listener: Listener | undefined, read: () => Plain): Primitive {
  const value: Addressed = {
    t: 'primitive',
    at: null,
    get value() {
      return read();
    },
    [mark]: { ...question, listener },
  };
  return value;
}

const anywhere = new WeakSet<Value>();

/** An address of which nothing is known. */
export function someAddress(value: Value): Value {
  anywhere.add(value);
  return value;
}

export function isSomeAddress(value: Value): boolean {
  return anywhere.has(value);
}

export function isOfAddress(value: Value): boolean {
  return sourceOf(value) !== null;
}

function sourceOf(value: Value): Source | null {
  return value.t === 'primitive' && mark in value ? (value as Addressed)[mark] : null;
}

/** What is made of such a value is one, too; null for any other value. */
export function derived(from: Value, name: string, make: (value: Plain) => Plain): Primitive | null {
  return derivedFrom([from], name, ([value]) => make(value));
}

/** What is made of several values, one of which is such a one at least; null where some are not known. */
export function derivedFrom(
  from: readonly Value[],
  name: string,
  make: (values: readonly Plain[]) => Plain,
): Primitive | null {
  const sources = from.map(sourceOf);
  const listener = sources.find((source) => source !== null)?.listener;
  if (sources.every((source) => source === null) || !areKnown(from)) return null;
  const told = from.map((value, index) => sources[index]?.name ?? spelt(value.value));
  const of = (address: Address) =>
    make(from.map((value, index) => (sources[index] ? sources[index].of(address) : value.value)));
  return ofAddress({ name: `${name} of (${told.join()})`, of }, listener, () => make(from.map(({ value }) => value)));
}

function spelt(value: Plain): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function areKnown(values: readonly Value[]): values is readonly Primitive[] {
  return values.every(({ t }) => t === 'primitive');
}

/** The answer to one question about such a value, which is all that is read of it; undefined for any other value. */
export function asked<T extends Plain>(from: Value, name: string, answer: (value: Plain) => T): T | undefined {
  const source = sourceOf(from);
  if (!source?.listener) return undefined;
  const { listener } = source;
  const of = (address: Address) => answer(source.of(address));
  listener.ask({ name: `${name} of ${source.name}`, of });
  return of(listener.address);
}
