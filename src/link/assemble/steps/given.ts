import type { ObjectValue, Value } from '#frameworks';
import type { Lasting } from '../../machine/lasting.ts';
import { originOf } from '../../values/derivations.ts';
import { mapEntries, storeOf } from '../../values/iteration.ts';
import { signature } from './signature.ts';

/** How deep a step is expected to hide what it was given in what it leaves. */
const depth = 3;

/**
 * What earlier steps have left for a step, as far as it asks for it. Each guard makes a user of its own: a step that only looks
 * into it does the same for all.
 */
export class Given {
  /** The same text for what nobody can tell apart but by which object it is. */
  readonly alike: string;
  /** The same text for the same objects. */
  readonly exact: string;
  readonly #objects = new Set<Value>();

  constructor(lasting: Lasting, values: readonly (Value | undefined)[]) {
    const print = (mayTell?: (object: ObjectValue) => boolean) => {
      const named = new Map<Value, number>();
      return values.map((value) => signature(value, named, mayTell)).join(' ');
    };
    this.alike = print((object) => {
      const isLoose = object.born !== 0 && !lasting.isOfSetup(object) && lasting.leftIn(object) === null;
      const isPlain = !object.class && object.getters.size === 0 && !mapEntries.has(object) && !storeOf.has(object);
      if (isLoose && isPlain) this.#objects.add(object);
      return isLoose && isPlain;
    });
    this.exact = this.#objects.size === 0 ? this.alike : print();
  }

  /** Whether values that a step leaves may be objects that it was given, or made of them. */
  isIn(values: Iterable<Value>): boolean {
    return this.#objects.size > 0 && [...values].some((value) => this.#holds(value, depth));
  }

  #holds(value: Value, left: number): boolean {
    if (this.#objects.has(value)) return true;
    const within = (inner: Value) => left === 0 || this.#holds(inner, left - 1);
    switch (value.t) {
      case 'object':
        return [...value.properties.values()].some(within);
      case 'array':
        return value.items.some(within);
      case 'choice':
        return value.options.some((option) => within(option.value));
      case 'promise':
        return within(value.value);
      case 'unknown': {
        const origin = originOf(value);
        return origin !== null && within(origin.of);
      }
      case 'function':
      case 'native':
      case 'made':
      case 'class':
        return true;
      default:
        return false;
    }
  }
}
