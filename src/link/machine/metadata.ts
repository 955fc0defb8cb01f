import type { ClassValue, ObjectValue, Value } from '#frameworks';
import { arrayValue, objectValue, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import type { MetadataRead } from '../values/metadata-read.ts';
import { decorate } from './decorators.ts';
import type { Machine } from './machine.ts';

export interface MetadataEntry {
  readonly key: Value;
  readonly value: Value;
  /** Where it was written: the decorator. */
  readonly at: Place;
}

type Entries = Map<unknown, MetadataEntry>;

/** What decorators leave on classes, their members and functions: https://rbuckton.github.io/reflect-metadata/ */
export class Metadata {
  readonly #machine: Machine;
  readonly #tables = new WeakMap<object, Map<unknown, Entries>>();
  readonly #prototypes = new WeakMap<object, ObjectValue>();
  readonly #members = new WeakMap<object, Map<string, Value>>();
  readonly #decorated = new WeakSet<object>();
  /** Where what is asked for is noted, while somebody wants to know. */
  reads: Map<unknown, MetadataRead> | null = null;
  /** What guards of the program ask for, whether they are installed or not. */
  readonly guardReads = new Map<unknown, MetadataRead>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The object on which the decorators of a class's instance members work. */
  prototype(home: ClassValue): ObjectValue {
    const known = this.#prototypes.get(home.env) ?? { ...objectValue(), class: home };
    this.#prototypes.set(home.env, known);
    return known;
  }

  /** What a decorator has put in a method's place. */
  replaced(home: ClassValue, name: string): Value | undefined {
    this.ensure(home);
    return this.#members.get(home.env)?.get(name);
  }

  replace(home: ClassValue, name: string, value: Value): void {
    const members = this.#members.get(home.env) ?? new Map<string, Value>();
    this.#members.set(home.env, members.set(name, value));
  }

  /** Runs the decorators of a class, once. */
  ensure(home: ClassValue): void {
    if (this.#decorated.has(home.env)) return;
    this.#machine.witness?.installs();
    this.#decorated.add(home.env);
    decorate(this.#machine, home);
  }

  define(key: Value, value: Value, target: Value, property: Value | undefined, at: Place): void {
    this.#machine.witness?.installs();
    const table = this.#own(target, property, true);
    table?.set(identity(key), { key, value, at: writtenAt.get(key) ?? at });
  }

  /** Its own, or that of the class it extends. */
  get(key: Value, target: Value, property?: Value): MetadataEntry | null {
    const own = this.entries(target, property)?.get(identity(key));
    if (own) return own;
    const home = target.t === 'class' ? target : isPrototype(target) ? target.class : null;
    if (home?.parent?.t !== 'class') return null;
    return this.get(key, target.t === 'class' ? home.parent : this.prototype(home.parent), property);
  }

  entries(target: Value, property?: Value): ReadonlyMap<unknown, MetadataEntry> | null {
    const home = target.t === 'class' ? target : target.t === 'function' || isPrototype(target) ? homeOf(target) : null;
    if (home) this.ensure(home);
    return this.#own(target, property, false);
  }

  #own(target: Value, property: Value | undefined, make: boolean): Entries | null {
    if (target.t !== 'class' && target.t !== 'function' && target.t !== 'object') return null;
    const object = target.t === 'function' ? target.env : (homeOf(target)?.env ?? target);
    const part =
      target.t === 'function' ? target.code : `${target.t} ${property === undefined ? '' : (stringOf(property) ?? '')}`;
    const tables = this.#tables.get(object) ?? new Map<unknown, Entries>();
    const table = tables.get(part) ?? new Map<unknown, MetadataEntry>();
    if (make) this.#tables.set(object, tables.set(part, table));
    return table;
  }
}

function homeOf(target: Value): ClassValue | null {
  if (target.t === 'class') return target;
  if (target.t === 'function') return target.home;
  return target.t === 'object' ? target.class : null;
}

function isPrototype(target: Value): target is ObjectValue & { readonly class: ClassValue } {
  return target.t === 'object' && target.class !== null;
}

/** Keys are compared as values: equal strings are one key, every symbol is its own. */
export function identity(key: Value): unknown {
  if (key.t === 'class') return key.env;
  return key.t === 'library' ? `${key.package}#${key.path}` : key.t === 'primitive' ? key.value : key;
}

/** `Reflect.defineMetadata(key, value, target, property?)` and its companions. */
export function reflect(machine: Machine, name: string, args: readonly Value[], at: Place): Value {
  const [key = undefinedValue, second = undefinedValue, third, fourth] = args;
  const reads = machine.trial?.metadataReads() ?? machine.metadata.reads;
  if (reads) {
    const read = reads.get(identity(key)) ?? { key, of: new Set() };
    reads.set(identity(key), read);
    read.of.add(second.t === 'function' || second.t === 'native' ? 'handler' : 'owner');
  }
  if (name === 'defineMetadata') {
    if (third) machine.metadata.define(key, second, third, fourth, at);
    return undefinedValue;
  }
  return machine.metadata.get(key, second, third)?.value ?? undefinedValue;
}

/** Where that was written which stands under a key: copies of it stand there, too. */
const writtenAt = new WeakMap<Value, Place>();

/** `Reflect.getMetadataKeys(target, property?)`: of what is noted there itself. */
export function metadataKeys({ metadata }: Machine, [target, property]: readonly Value[]): Value {
  const entries = target && metadata.entries(target, property);
  return arrayValue(
    [...(entries?.values() ?? [])].map(({ key, at }) => {
      const own = key.t === 'primitive' ? { ...key } : key;
      if (own !== key) writtenAt.set(own, at);
      return own;
    }),
  );
}
