import type { ObjectValue, Value } from '#frameworks';
import type { Situation } from '../brought/situation.ts';
import type { Reads } from './reads.ts';

/** The same situation, which notes what is read of it. */
export function observed(situation: Situation, reads: Reads): Situation {
  const part = <K extends 'path' | 'base' | 'query' | 'method' | 'target'>(
    name: K,
    noted: 'path' | 'method' | 'target',
  ) => ({
    get: (): Situation[K] => {
      reads[noted] = true;
      return situation[name];
    },
    enumerable: true,
  });
  const config = situation.config && configOf(situation.config, reads);
  const { path, base, query } = situation;
  reads.address = { path, base, query };
  return Object.defineProperties(
    { ...situation, config },
    {
      path: part('path', 'path'),
      base: part('base', 'path'),
      query: part('query', 'path'),
      method: part('method', 'method'),
      target: part('target', 'target'),
    },
  );
}

function configOf(config: Value, reads: Reads): Value {
  if (isPlain(config)) return observedObject(config, reads, '');
  readAll(reads);
  return config;
}

/** Whether reading it is reading its properties. */
export function isPlain(value: Value): value is ObjectValue {
  return value.t === 'object' && !value.class && value.getters.size === 0;
}

function observedObject(object: ObjectValue, reads: Reads, path: string): ObjectValue {
  return { ...object, properties: new ObservedTable(object.properties, reads, path) };
}

function readAll(reads: Reads): void {
  reads.target = true;
  reads.config.add('*');
}

/** What is asked for by name is noted by its name; whoever asks for all has read all. */
class ObservedTable extends Map<string, Value> {
  readonly #reads: Reads;
  readonly #path: string;
  readonly #inner = new Map<Value, Value>();

  constructor(entries: ReadonlyMap<string, Value>, reads: Reads, path: string) {
    super();
    for (const [name, value] of entries) super.set(name, value);
    this.#reads = reads;
    this.#path = path;
  }

  override get(name: string): Value | undefined {
    this.#reads.config.add(this.#path + name);
    const value = super.get(name);
    if (!value || !isPlain(value)) return value;
    const inner = this.#inner.get(value) ?? observedObject(value, this.#reads, `${this.#path}${name}.`);
    this.#inner.set(value, inner);
    return inner;
  }

  override has(name: string): boolean {
    this.#reads.config.add(this.#path + name);
    return super.has(name);
  }

  override get size(): number {
    this.#readAll();
    return super.size;
  }

  override keys(): MapIterator<string> {
    this.#readAll();
    return super.keys();
  }

  override values(): MapIterator<Value> {
    this.#readAll();
    return super.values();
  }

  override entries(): MapIterator<[string, Value]> {
    this.#readAll();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  override forEach(each: (value: Value, name: string, map: Map<string, Value>) => void): void {
    for (const [name, value] of this.entries()) each(value, name, this);
  }

  #readAll(): void {
    readAll(this.#reads);
  }
}
