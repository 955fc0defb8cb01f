import type { FunctionValue, Value } from '#frameworks';
import type { Environment } from '../machine/environment.ts';

/** How deep values are compared; deeper ones count as different. */
const deepest = 4;

/**
 * Finds functions that do the same: the same code over equal captured values, as a factory like `requireRole('admin')`
 * returns them at every call. What holds for one of them holds for all.
 */
export class Closures {
  readonly #known = new Map<object, FunctionValue[]>();

  /** The first function that was asked about and does the same. */
  representative(fn: FunctionValue): FunctionValue {
    const known = this.#known.get(fn.code) ?? [];
    this.#known.set(fn.code, known);
    const found = known.find((other) => isSameFunction(other, fn, deepest));
    if (!found) known.push(fn);
    return found ?? fn;
  }
}

function isSameFunction(a: FunctionValue, b: FunctionValue, depth: number): boolean {
  if (a === b) return true;
  if (a.code !== b.code || a.file !== b.file || a.home !== b.home || a.bound.length !== b.bound.length) return false;
  const { names, usesReceiver } = capturesOf(a.code);
  if (usesReceiver && (a.self !== b.self || frameOf(a) !== frameOf(b))) return false;
  return (
    a.bound.every((value, index) => isSame(value, b.bound[index]!, depth)) &&
    names.every((name) => isSameCell(a.env as Environment, b.env as Environment, name, depth))
  );
}

function frameOf(fn: FunctionValue) {
  return fn.code.arrow ? (fn.env as Environment).nearestFrame() : null;
}

function isSameCell(a: Environment, b: Environment, name: string, depth: number): boolean {
  const x = a.lookup(name);
  const y = b.lookup(name);
  if (x === y) return true;
  return x !== null && y !== null && !x.resolve && !y.resolve && isSame(x.value, y.value, depth);
}

function isSame(a: Value, b: Value, depth: number): boolean {
  if (a === b) return true;
  if (depth === 0) return false;
  switch (a.t) {
    case 'primitive':
      return b.t === 'primitive' && Object.is(a.value, b.value);
    case 'regex':
      return b.t === 'regex' && a.source === b.source && a.flags === b.flags;
    case 'library':
      return b.t === 'library' && a.package === b.package && a.path === b.path && a.version === b.version;
    case 'function':
      return b.t === 'function' && a.properties.size + b.properties.size === 0 && isSameFunction(a, b, depth - 1);
    case 'array':
      return b.t === 'array' && a.open === b.open && areSame(a.items, b.items, depth - 1);
    case 'object':
      return (
        b.t === 'object' &&
        a.open === b.open &&
        a.class === b.class &&
        a.getters.size + b.getters.size === 0 &&
        areSame([...a.properties.values()], [...b.properties.values()], depth - 1) &&
        String([...a.properties.keys()]) === String([...b.properties.keys()])
      );
    default:
      return false;
  }
}

function areSame(a: readonly Value[], b: readonly Value[], depth: number): boolean {
  return a.length === b.length && a.every((value, index) => isSame(value, b[index]!, depth));
}

interface Captures {
  /** Every name that the code mentions; those that it declares itself are found nowhere else, or do no harm. */
  readonly names: readonly string[];
  /** It speaks of `this`, `super` or `arguments`. */
  readonly usesReceiver: boolean;
}

const captures = new WeakMap<object, Captures>();

function capturesOf(code: object): Captures {
  const known = captures.get(code);
  if (known) return known;
  const names = new Set<string>();
  const found = { usesReceiver: false };
  collect(code, names, found);
  const result = { names: [...names], usesReceiver: found.usesReceiver || names.has('arguments') };
  captures.set(code, result);
  return result;
}

function collect(node: unknown, names: Set<string>, found: { usesReceiver: boolean }): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) collect(one, names, found);
    return;
  }
  const { k, p, name } = node as { k?: string; p?: string; name?: unknown };
  if ((k === 'ref' || p === 'name') && typeof name === 'string') names.add(name);
  if (k === 'this' || k === 'super') found.usesReceiver = true;
  for (const value of Object.values(node)) collect(value, names, found);
}
