import {
  type ClassValue,
  native,
  objectValue,
  primitive,
  propertyOf,
  stringOf,
  undefinedValue,
  unknown,
  type Value,
} from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { choice } from '../machine/evaluate.ts';
import type { Machine } from '../machine/machine.ts';
import { identity } from '../machine/metadata.ts';
import { negate } from '../machine/truth.ts';
import { SetupWorkbench } from './workbench.ts';

/** What is bound to a token: `what` has a class, a value, another token, or a function that makes it. */
interface Binding {
  readonly what: Value;
  readonly conditions: readonly Condition[];
  /** Where several are bound to one token, each has a name. */
  name: unknown;
  /** One instance for all. */
  shared: boolean;
  /** Nobody knows for whom it is meant. */
  isSometimes: boolean;
  made: Value | null;
}

/** What decorators have noted of a constructor's parameter or of a field. */
interface Wanted {
  readonly index: unknown;
  readonly key: string | null;
  readonly token: Value | null;
  readonly name: unknown;
  readonly isMany: boolean;
  readonly isOptional: boolean;
}

const containers = new WeakMap<object, Container>();

/** `container(parent?)` of a stand-in: packages for dependency injection say there what their own words mean. */
export function containerObject(machine: Machine, parent: Value | undefined): Value {
  const own = new Container(machine, (parent && containers.get(parent)) ?? null);
  const nameOf = (name: Value | undefined) => (name ? identity(name) : undefined);
  const object = objectValue([
    ['bind', native('bind', ([token, what]) => own.bind(token, what))],
    ['unbind', native('unbind', ([token]) => own.unbind(token))],
    ['has', native('has', ([token, name]) => primitive(own.has(token, nameOf(name))))],
    ['get', native('get', ([token, name], at) => own.get(token, nameOf(name), at))],
    ['all', native('all', ([token], at) => own.all(token, at))],
    ['take', native('take', ([other]) => own.take(other ? (containers.get(other) ?? null) : null))],
    ['make', native('make', ([type], at) => own.make(type, at))],
  ]);
  containers.set(object, own);
  return object;
}

/** What a program has bound to the tokens of a container, and what it gets for them. */
class Container {
  readonly #machine: Machine;
  readonly #parent: Container | null;
  readonly #bindings = new Map<unknown, Binding[]>();
  /** What is being made: classes that need each other in a circle are not made at all. */
  readonly #active = new Set<unknown>();

  constructor(machine: Machine, parent: Container | null) {
    this.#machine = machine;
    this.#parent = parent;
  }

  bind(token: Value = undefinedValue, what: Value = undefinedValue): Value {
    const { conditions, witness } = this.#machine;
    witness?.installs();
    const binding: Binding = { what, conditions, name: undefined, shared: false, isSometimes: false, made: null };
    this.#bindings.set(identity(token), [...this.#own(token), binding]);
    const changing = (name: string, change: (value: Value) => void): [string, Value] => [
      name,
      native(name, ([value = undefinedValue]) => {
        change(value);
        return undefinedValue;
      }),
    ];
    return objectValue([
      changing('name', (value) => (binding.name = identity(value))),
      changing('share', (value) => (binding.shared = !(value.t === 'primitive' && value.value === false))),
      changing('limit', () => (binding.isSometimes = true)),
    ]);
  }

  unbind(token: Value = undefinedValue): Value {
    this.#machine.witness?.installs();
    if (this.#machine.conditions.length === 0) this.#bindings.delete(identity(token));
    return undefinedValue;
  }

  /** All that another has, as its own. */
  take(other: Container | null): Value {
    this.#machine.witness?.installs();
    for (const [token, bindings] of other ? other.#bindings : [])
      this.#bindings.set(token, [
        ...(this.#bindings.get(token) ?? []),
        ...bindings.map((one) => ({ ...one, made: null })),
      ]);
    return undefinedValue;
  }

  has(token: Value | undefined, name: unknown): boolean {
    return this.#found(token, name) !== null;
  }

  /** What was bound last; where that depends on something, any of what may be bound. */
  get(token: Value = undefinedValue, name: unknown, at: Place): Value {
    const found = this.#found(token, name);
    if (!found) return token.t === 'class' ? this.make(token, at) : unknownService(at);
    const { bindings, owner } = found;
    const last = bindings.findLastIndex((one) => !one.isSometimes && this.#openConditions(one).length === 0);
    const options = bindings.slice(Math.max(last, 0));
    return choice(
      ...options.map((one, index) => {
        const own = this.#openConditions(one);
        const isReplaced = index === 0 && own.length === 0 && options[1];
        const conditions = isReplaced ? this.#openConditions(options[1]!).slice(-1).map(negate) : own;
        return [owner.#given(one, at), one.isSometimes ? [...conditions, chosen(at)] : conditions] as const;
      }),
    );
  }

  all(token: Value = undefinedValue, at: Place): Value {
    const found = this.#found(token, undefined);
    const items = (found?.bindings ?? []).map((one) => this.#given(one, at));
    return { t: 'array', items, open: !found, at, born: 0 };
  }

  /** An instance of a class, made with what its constructor and fields ask for. */
  make(type: Value = undefinedValue, at: Place): Value {
    if (type.t !== 'class' || this.#active.has(type.env)) return unknownService(at);
    const workbench = new SetupWorkbench(this.#machine);
    this.#active.add(type.env);
    try {
      const made = workbench.construct(type, this.#arguments(workbench, type, at), at);
      for (const { key, token, ...rest } of this.#wanted('container:fields', type)) {
        const wanted = token ?? (key === null ? null : workbench.fieldType(type, key));
        if (key !== null && made.t === 'object')
          this.#machine.set(made.properties, key, this.#one({ key, ...rest, token: wanted }, at), made.born);
      }
      for (const { key } of this.#wanted('container:initialisers', type))
        if (key !== null) workbench.call(workbench.method(made, key), [], made, at);
      return made;
    } finally {
      this.#active.delete(type.env);
    }
  }

  #arguments(workbench: SetupWorkbench, type: ClassValue, at: Place): Value[] {
    const wanted = this.#wanted('container:parameters', type);
    return workbench.dependencies(type).map((written, index) => {
      const own = wanted.find((one) => one.index === index);
      const { name = undefined, isMany = false, isOptional = false } = own ?? {};
      return this.#one({ index, key: null, token: own?.token ?? written, name, isMany, isOptional }, at);
    });
  }

  #one({ token, name, isMany, isOptional }: Wanted, at: Place): Value {
    const lazy = token && propertyOf(token, 'unwrap');
    const asked = lazy ? callValue(this.#machine, lazy, [], null, at) : token;
    if (!asked) return unknownService(at);
    if (isMany) return this.all(asked, at);
    return isOptional && !this.has(asked, name) ? undefinedValue : this.get(asked, name, at);
  }

  #given(binding: Binding, at: Place): Value {
    if (binding.made) return binding.made;
    if (this.#active.has(binding)) return unknownService(at);
    const machine = this.#machine;
    const before = machine.conditions;
    machine.conditions = [...before, ...this.#openConditions(binding)];
    this.#active.add(binding);
    try {
      const made = this.#changed(binding.what, this.#make(binding.what, at), at);
      // What is made for one request is not kept for the next one.
      if (binding.shared && !machine.trial) binding.made = made;
      return made;
    } finally {
      this.#active.delete(binding);
      machine.conditions = before;
    }
  }

  #make(what: Value, at: Place): Value {
    if (what.t !== 'object') return unknownService(at);
    const { properties } = what;
    const type = properties.get('class');
    if (type)
      return type.t === 'class' ? this.make(type, at) : new SetupWorkbench(this.#machine).construct(type, [], at);
    const token = properties.get('token');
    if (token) return this.get(token, undefined, at);
    const make = properties.get('make');
    return make ? callValue(this.#machine, make, [], null, at) : (properties.get('value') ?? undefinedValue);
  }

  /** What is called with what was made may give something else in its place. */
  #changed(what: Value, made: Value, at: Place): Value {
    const after = propertyOf(what, 'after');
    return after ? callValue(this.#machine, after, [made], null, at) : made;
  }

  #wanted(key: string, type: ClassValue): Wanted[] {
    const list = this.#machine.metadata.get(primitive(key), type)?.value;
    return (list?.t === 'array' ? list.items : []).map((item) => {
      const of = (name: string) => {
        const value = propertyOf(item, name);
        return value && !(value.t === 'primitive' && value.value === undefined) ? value : null;
      };
      const name = of('name');
      return {
        index: of('index') && identity(of('index')!),
        key: stringOf(of('key') ?? undefined),
        token: of('token'),
        name: name ? identity(name) : undefined,
        isMany: of('many') !== null,
        isOptional: of('optional') !== null,
      };
    });
  }

  /** Its own bindings of a token, or those of what it is part of. */
  #found(token: Value | undefined, name: unknown): { bindings: readonly Binding[]; owner: Container } | null {
    const bindings = token ? this.#own(token).filter((one) => one.name === name) : [];
    return bindings.length > 0 ? { bindings, owner: this } : this.#parent ? this.#parent.#found(token, name) : null;
  }

  #own(token: Value): readonly Binding[] {
    return this.#bindings.get(identity(token)) ?? [];
  }

  /** The conditions of a binding that do not hold anyway where it is asked for. */
  #openConditions({ conditions }: Binding): readonly Condition[] {
    return conditions.filter((one) => !this.#machine.conditions.includes(one));
  }
}

function chosen(at: Place): Condition {
  return { kind: 'unknown', text: 'what is asked for', holds: true, at };
}

function unknownService(at: Place): Value {
  return unknown('what a container gives', at, 'server', true);
}
