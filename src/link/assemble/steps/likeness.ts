import { isStandIn } from '#catalog';
import type { ChoiceValue, ClassValue, FunctionValue, ObjectValue, Value } from '#frameworks';
import { type Place, samePlace } from '#text';
import { madeBy } from '../../machine/operators.ts';
import { capturesOf } from '../../values/captures.ts';
import type { Environment } from '../../values/environment.ts';

/** Pairs that are compared at most. */
const most = 20_000;

/**
 * Whether nothing can tell two functions apart but that they are two: what one reaches can be laid over what the other
 * reaches, each object over exactly one.
 */
export function areAlike(a: FunctionValue, b: FunctionValue, strictness: Strictness): boolean {
  return a === b || (a.code === b.code && new Likeness(strictness).holds(a, b));
}

export interface Strictness {
  /** Captured literals must be written at the same place, too. */
  readonly heedsPlaces?: true;
  /** Of two functions of an interpreter that the first has never called, the second calls neither. */
  readonly trustsIdle?: true;
}

class Likeness {
  /** What stands for what, and back. */
  readonly #forth = new Map<object, object>();
  readonly #back = new Map<object, object>();
  readonly #open: (readonly [Value, Value])[] = [];
  readonly #strictness: Strictness;

  constructor(strictness: Strictness) {
    this.#strictness = strictness;
  }

  holds(a: Value, b: Value): boolean {
    this.#open.push([a, b]);
    for (let pair = this.#open.pop(); pair; pair = this.#open.pop()) {
      if (!this.#pair(pair[0], pair[1]) || this.#forth.size > most) return false;
    }
    return true;
  }

  #pair(a: Value, b: Value): boolean {
    if (a === b) return true;
    switch (a.t) {
      case 'primitive':
        return b.t === 'primitive' && Object.is(a.value, b.value) && this.#isPlacedAlike(a, b);
      case 'regex':
        return b.t === 'regex' && a.source === b.source && a.flags === b.flags && this.#isPlacedAlike(a, b);
      case 'library':
        return b.t === 'library' && a.package === b.package && a.path === b.path && a.version === b.version;
      default:
        return this.#isNew(a, b) ? this.#contents(a, b) : this.#forth.get(a) === b;
    }
  }

  #isPlacedAlike(a: { readonly at: Place | null }, b: { readonly at: Place | null }): boolean {
    return !this.#strictness.heedsPlaces || samePlace(a.at, b.at);
  }

  /** Lays one over the other, unless either is laid out already. */
  #isNew(a: object, b: object): boolean {
    if (this.#forth.has(a) || this.#back.has(b)) return false;
    this.#forth.set(a, b);
    this.#back.set(b, a);
    return true;
  }

  #contents(a: Value, b: Value): boolean {
    switch (a.t) {
      case 'function':
        return b.t === 'function' && this.#functions(a, b);
      case 'class':
        return b.t === 'class' && this.#classes(a, b);
      case 'object':
        return b.t === 'object' && this.#objects(a, b);
      case 'array':
        return b.t === 'array' && a.open === b.open && this.#lists(a.items, b.items);
      case 'made':
        return (
          b.t === 'made' &&
          a.path === b.path &&
          a.construct === b.construct &&
          a.solid === b.solid &&
          samePlace(a.at, b.at) &&
          a.modifiers.length + b.modifiers.length === 0 &&
          this.#later(a.by, b.by) &&
          this.#lists(a.args, b.args) &&
          this.#tables(a.properties, b.properties)
        );
      case 'native':
        return b.t === 'native' && a.name === b.name && this.#strictness.trustsIdle === true && a.isIdle?.() === true;
      case 'promise':
        return (
          b.t === 'promise' &&
          a.rejected === b.rejected &&
          !(a.verification ?? b.verification ?? a.settle ?? b.settle) &&
          this.#later(a.value, b.value)
        );
      case 'choice':
        return (
          b.t === 'choice' &&
          a.options.length === b.options.length &&
          a.options.every((option, index) => stagesOf(option) === stagesOf(b.options[index]!)) &&
          this.#lists(valuesOf(a.options), valuesOf(b.options))
        );
      case 'unknown':
        return (
          b.t === 'unknown' &&
          a.why === b.why &&
          a.by === b.by &&
          a.truthy === b.truthy &&
          a.test?.kind === b.test?.kind &&
          a.test?.holds === b.test?.holds &&
          samePlace(a.at, b.at)
        );
      case 'environment':
        return (
          b.t === 'environment' && a.name === b.name && samePlace(a.at, b.at) && this.#both(a.fallback, b.fallback)
        );
      default:
        return false;
    }
  }

  #functions(a: FunctionValue, b: FunctionValue): boolean {
    if (a.code !== b.code || a.file !== b.file || a.name !== b.name) return false;
    const { names, usesReceiver, isDecorated } = capturesOf(a.code);
    if (isDecorated && a.env !== b.env && !isStandIn(a.file)) return false;
    if (!areMadeAlike(a.env as Environment, b.env as Environment)) return false;
    return (
      this.#both(a.home, b.home) &&
      this.#lists(a.bound, b.bound) &&
      this.#tables(a.properties, b.properties) &&
      (!usesReceiver || this.#receivers(a, b)) &&
      names.every((name) => this.#cells(a.env as Environment, b.env as Environment, name))
    );
  }

  #receivers(a: FunctionValue, b: FunctionValue): boolean {
    if (a.tied !== b.tied || !this.#both(a.self, b.self)) return false;
    const x = a.code.arrow ? (a.env as Environment).nearestFrame() : null;
    const y = b.code.arrow ? (b.env as Environment).nearestFrame() : null;
    if (x === y) return true;
    if (!x || !y || x.yields || y.yields) return false;
    return this.#both(x.self, y.self) && this.#both(x.home, y.home) && this.#lists(x.args, y.args);
  }

  #classes(a: ClassValue, b: ClassValue): boolean {
    if (a.code !== b.code || a.file !== b.file || a.name !== b.name) return false;
    const { names, isDecorated } = capturesOf(a.code);
    return (
      (!isDecorated || isStandIn(a.file)) &&
      areMadeAlike(a.env as Environment, b.env as Environment) &&
      this.#both(a.parent, b.parent) &&
      this.#tables(a.statics, b.statics) &&
      names.every((name) => this.#cells(a.env as Environment, b.env as Environment, name))
    );
  }

  #objects(a: ObjectValue, b: ObjectValue): boolean {
    const makers = [madeBy.get(a) ?? null, madeBy.get(b) ?? null] as const;
    return (
      a.open === b.open &&
      this.#both(a.class, b.class) &&
      this.#both(...makers) &&
      this.#tables(a.properties, b.properties) &&
      this.#tables(a.getters, b.getters)
    );
  }

  #cells(a: Environment, b: Environment, name: string): boolean {
    const x = a.lookup(name);
    const y = b.lookup(name);
    if (x === y) return true;
    if (!x || !y || x.resolve || y.resolve || (x.isParameter ?? false) !== (y.isParameter ?? false)) return false;
    if (!this.#isNew(x, y)) return this.#forth.get(x) === y;
    return this.#later(x.value, y.value);
  }

  #tables(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
    if (a.size !== b.size) return false;
    const others = b.entries();
    for (const [name, value] of a) {
      const [otherName, other] = others.next().value!;
      if (name !== otherName || !this.#later(value, other)) return false;
    }
    return true;
  }

  #lists(a: readonly Value[], b: readonly Value[]): boolean {
    return a.length === b.length && a.every((value, index) => this.#later(value, b[index]!));
  }

  #both(a: Value | null, b: Value | null): boolean {
    return a && b ? this.#later(a, b) : a === b;
  }

  /** To be compared when what was begun has come to its end: the heap may be deep. */
  #later(a: Value, b: Value): boolean {
    if (a === b) return true;
    if (a.t !== b.t) return false;
    this.#open.push([a, b]);
    return true;
  }
}

/** Stand-ins tell where the project has made them. */
function areMadeAlike(a: Environment, b: Environment): boolean {
  return !a.inStandIn || samePlace(a.calledAt(), b.calledAt());
}

function valuesOf(options: readonly { readonly value: Value }[]): Value[] {
  return options.map(({ value }) => value);
}

/** All that a trial asks of the conditions of an option; see `Decisions.resolve`. */
function stagesOf({ conditions }: ChoiceValue['options'][number]): string {
  return conditions
    .map(({ kind, holds }) => (kind === 'unknown' || kind === 'loop' ? '' : `${kind} ${holds} `))
    .join('');
}
