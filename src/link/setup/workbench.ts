import type { ClassMember, TypeFact } from '#facts';
import type { ClassValue, Value, Workbench } from '#frameworks';
import { primitive, undefinedValue } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { construct } from '../machine/construct.ts';
import { reference } from '../machine/evaluate.ts';
import { Exhausted, type Machine, Thrown } from '../machine/machine.ts';
import { getMember, setMember } from '../machine/members.ts';
import { awaited } from '../machine/promises.ts';
import type { Environment } from '../values/environment.ts';

/** Steps of evaluation for what a container does with one class. */
const fuelPerClass = 30_000;

/** Classes of the program in the hands of a framework that instantiates them. */
export class SetupWorkbench implements Workbench {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  construct(type: Value, args: readonly Value[], at: Place): Value {
    return this.#caught(() => construct(this.#machine, type, args, at));
  }

  /** Promises are waited for. */
  call(fn: Value, args: readonly Value[], self: Value | null, at: Place): Value {
    return this.#caught(() => awaited(this.#machine, callValue(this.#machine, fn, args, self, at)));
  }

  member(of: Value, name: string): Value {
    const at = { file: '', start: 0, end: 0 };
    if (of.t === 'object' && !of.class) return of.properties.get(name) ?? undefinedValue;
    return this.#caught(() => getMember(this.#machine, of, name, at));
  }

  assign(of: Value, name: string, value: Value): void {
    setMember(this.#machine, of, name, value, { file: '', start: 0, end: 0 });
  }

  metadata(key: string, target: Value): { readonly value: Value; readonly at: Place } | null {
    return this.#machine.metadata.get(primitive(key), target);
  }

  dependencies(home: ClassValue): readonly (Value | null)[] {
    const own = memberNamed(home, 'constructor');
    if (own?.value?.k === 'function') return own.value.params.map(({ type }) => this.#typeValue(home, type));
    return home.parent?.t === 'class' ? this.dependencies(home.parent) : [];
  }

  /** Properties that a constructor takes over from its parameters, with what their types name. */
  given(home: ClassValue): readonly (readonly [name: string, type: Value])[] {
    const own = memberNamed(home, 'constructor');
    if (own?.value?.k !== 'function') return home.parent?.t === 'class' ? this.given(home.parent) : [];
    return own.value.params.flatMap(({ pattern, property, type }) => {
      const value = property ? this.#typeValue(home, type) : null;
      return value && pattern.p === 'name' ? [[pattern.name, value] as const] : [];
    });
  }

  fieldType(home: ClassValue, name: string): Value | null {
    const own = memberNamed(home, name);
    if (own) return this.#typeValue(home, own.type);
    return home.parent?.t === 'class' ? this.fieldType(home.parent, name) : null;
  }

  methods(home: ClassValue): readonly string[] {
    const inherited = home.parent?.t === 'class' ? this.methods(home.parent) : [];
    const own = home.code.members.flatMap((member) =>
      member.kind === 'method' && !member.static && typeof member.name === 'string' && member.name !== 'constructor'
        ? [member.name]
        : [],
    );
    return [...new Set([...inherited, ...own])];
  }

  method(self: Value, name: string): Value {
    const { metadata } = this.#machine;
    if (self.t !== 'object') return this.member(self, name);
    for (let home: Value | null = self.class; home?.t === 'class'; home = home.parent) {
      if (!memberNamed(home, name)) continue;
      const replaced = metadata.replaced(home, name);
      if (replaced?.t === 'function' && !replaced.code.arrow) return { ...replaced, self, tied: true };
      if (replaced) return replaced;
      break;
    }
    const found = this.member(self, name);
    return found.t === 'function' && found.self === self ? { ...found, tied: true } : found;
  }

  placeOf(home: ClassValue): Place {
    const { code } = home;
    return { file: home.file, start: code.at, end: code.to };
  }

  placeOfMethod(fn: Value): Place | null {
    return fn.t === 'function' ? { file: fn.file, start: fn.code.at, end: fn.code.to } : null;
  }

  bounded(what: string, at: Place, body: () => void): void {
    const machine = this.#machine;
    const { fuel, conditions } = machine;
    machine.fuel = fuelPerClass;
    try {
      body();
    } catch (error) {
      if (error instanceof Exhausted || error instanceof RangeError)
        machine.gap(`${what} runs too long to be followed`, at);
      else if (!(error instanceof Thrown)) throw error;
    } finally {
      machine.fuel = fuel;
      machine.conditions = conditions;
    }
  }

  under(conditions: readonly Condition[], body: () => void): void {
    const before = this.#machine.conditions;
    this.#machine.conditions = [...before, ...conditions];
    try {
      body();
    } finally {
      this.#machine.conditions = before;
    }
  }

  later(body: () => void): void {
    this.#machine.deferred.push(body);
  }

  remember(home: ClassValue, instance: Value): boolean {
    const { instances } = this.#machine.installation;
    if (instances.has(home.env)) return false;
    instances.set(home.env, instance);
    return true;
  }

  /** What a written type names where the class stands. */
  #typeValue(home: ClassValue, type: TypeFact | null): Value | null {
    if (!type || type.name === '') return null;
    const [root, ...rest] = type.name.split('.');
    const env = home.env as Environment;
    if (!env.lookup(root!)) return null;
    let value = this.#caught(() => reference(this.#machine, root!, env, { at: 0, to: 0 }));
    for (const name of rest) value = this.member(value, name);
    return value.t === 'class' || value.t === 'library' ? value : null;
  }

  #caught(body: () => Value): Value {
    try {
      return body();
    } catch (thrown) {
      if (thrown instanceof Thrown)
        return { t: 'unknown', why: 'a call that throws', at: null, by: 'server', truthy: false, test: null };
      throw thrown;
    }
  }
}

function memberNamed(home: ClassValue, name: string): ClassMember | undefined {
  return home.code.members.find((member) => member.name === name && !member.static && member.kind !== 'static-block');
}
