import type { Parameter, TypeFact } from '#facts';
import type { Adapter, FunctionValue, ScopeValue, Value } from '#frameworks';
import { objectValue } from '#frameworks';
import { type Place, sameStart } from '#text';
import type { Machine } from '../machine/machine.ts';
import { frameworkVersion } from '../program.ts';
import { announce } from './scopes.ts';

/** Apps and routers that code which is not seen passes into functions that nobody calls. */
export class Placeholders {
  readonly #machine: Machine;
  /** Parameters that something of the program itself is given for. */
  readonly #given = new Set<string>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** For a parameter whose written type names an app or router; null for other types. */
  typed(type: TypeFact, fn: FunctionValue, parameter: Parameter): Value | null {
    const at = placeOf(fn, parameter);
    const own = this.#placeholder(type, fn, at);
    if (own) return own;
    const members = type.members.flatMap(({ name, type: member }) => {
      const value = this.#placeholder(member, fn, at);
      return value ? [[name, value] as const] : [];
    });
    return members.length > 0 ? objectValue(members, true) : null;
  }

  /** For the parameter of a function that registers on it what only a scope takes. */
  expected(fn: FunctionValue, parameter: Parameter): Value | null {
    const imports = this.#machine.program.facts(fn.file)?.imports.map(({ from }) => from) ?? [];
    const adapter = this.#machine.adapters.find(
      (one) => one.takesScope?.(fn.code, imports) && this.#machine.program.version(one.package, fn.file) !== null,
    );
    return adapter ? this.#stand(adapter, 'app', fn.file, placeOf(fn, parameter)) : null;
  }

  /** A function is called: what stood for an app that it is given now is not needed any more. */
  noteCall(fn: FunctionValue, args: readonly Value[]): void {
    for (const [index, parameter] of fn.code.params.entries()) {
      const given = scopesIn(args[index]);
      if (given.length === 0) continue;
      const at = placeOf(fn, parameter);
      const { scopes } = this.#machine.installation;
      const isItself = given.some(({ id }) => scopes[id]!.placeholder && sameStart(scopes[id]!.at, at));
      if (!isItself) this.#given.add(keyOf(at));
    }
  }

  /** Whether what a placeholder of this place stands for is seen elsewhere. */
  isGiven(at: Place): boolean {
    return this.#given.has(keyOf(at));
  }

  #placeholder(type: TypeFact, fn: FunctionValue, at: Place): Value | null {
    for (const adapter of this.#machine.adapters) {
      const kind = adapter.types[type.name];
      if (kind && this.#importsFramework(adapter, fn.file)) return this.#stand(adapter, kind, fn.file, at);
    }
    return null;
  }

  #stand(adapter: Adapter, kind: 'app' | 'router', file: string, at: Place): ScopeValue {
    const { installation, program } = this.#machine;
    const version = frameworkVersion(program, adapter, file);
    const scope = installation.scope(kind, adapter, version, at, undefined, { placeholder: true });
    announce(this.#machine, scope, '', [], at);
    return scope;
  }

  #importsFramework(adapter: Adapter, file: string): boolean {
    const imports = this.#machine.program.facts(file)?.imports ?? [];
    return imports.some(
      (fact) => Object.hasOwn(adapter.creates, fact.from) || fact.from.startsWith('express-serve-static-core'),
    );
  }
}

function placeOf({ file }: FunctionValue, { at, to }: Parameter): Place {
  return { file, start: at, end: to };
}

function keyOf({ file, start }: Place): string {
  return `${file}:${start}`;
}

function scopesIn(value: Value | undefined): ScopeValue[] {
  if (value?.t === 'object') return [...value.properties.values()].flatMap((one) => (one.t === 'scope' ? [one] : []));
  return value?.t === 'scope' ? [value] : [];
}
