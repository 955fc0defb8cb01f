import type { Parameter, TypeFact } from '#facts';
import type { Adapter, FunctionValue, ScopeValue, Value } from '#frameworks';
import { objectValue } from '#frameworks';
import { type Place, sameStart } from '#text';
import { frameworkVersion } from '../known/program.ts';
import type { Machine } from '../machine/machine.ts';
import { announce } from './scopes.ts';

/**
 * For a parameter of a function that nobody calls: the app or router that its written type names, or that the function
 * registers on it what only a scope takes.
 */
export function placeholder(machine: Machine, fn: FunctionValue, parameter: Parameter, index: number): Value | null {
  const typed = parameter.type ? ofType(machine, parameter.type, fn, parameter) : null;
  return typed ?? (index === 0 ? expected(machine, fn, parameter) : null);
}

/** A function is called: what stood for an app that it is given now is not needed any more. */
export function noteCall({ installation }: Machine, fn: FunctionValue, args: readonly Value[]): void {
  const { scopes } = installation;
  for (const [index, parameter] of fn.code.params.entries()) {
    const given = scopesIn(args[index]);
    if (given.length === 0) continue;
    const at = placeOf(fn, parameter);
    const isItself = given.some(({ id }) => scopes[id]!.placeholder && sameStart(scopes[id]!.at, at));
    if (!isItself) installation.noteGiven(at);
  }
}

function ofType(machine: Machine, type: TypeFact, fn: FunctionValue, parameter: Parameter): Value | null {
  const at = placeOf(fn, parameter);
  const own = named(machine, type, fn, at);
  if (own) return own;
  const members = type.members.flatMap(({ name, type: member }) => {
    const value = named(machine, member, fn, at);
    return value ? [[name, value] as const] : [];
  });
  return members.length > 0 ? objectValue(members, true) : null;
}

function expected(machine: Machine, fn: FunctionValue, parameter: Parameter): Value | null {
  const imports = machine.program.facts(fn.file)?.imports.map(({ from }) => from) ?? [];
  const adapter = machine.adapters.find(
    (one) => one.takesScope?.(fn.code, imports) && machine.program.version(one.package, fn.file) !== null,
  );
  return adapter ? stand(machine, adapter, 'app', fn.file, placeOf(fn, parameter)) : null;
}

function named(machine: Machine, type: TypeFact, fn: FunctionValue, at: Place): Value | null {
  for (const adapter of machine.adapters) {
    const kind = adapter.types[type.name];
    if (kind && importsFramework(machine, adapter, fn.file)) return stand(machine, adapter, kind, fn.file, at);
  }
  return null;
}

function stand(machine: Machine, adapter: Adapter, kind: 'app' | 'router', file: string, at: Place): ScopeValue {
  const version = frameworkVersion(machine.program, adapter, file);
  const scope = machine.installation.scope(kind, adapter, version, at, undefined, { placeholder: true });
  announce(machine, scope, '', [], at);
  return scope;
}

function importsFramework({ program }: Machine, adapter: Adapter, file: string): boolean {
  const imports = program.facts(file)?.imports ?? [];
  return imports.some(
    (fact) => Object.hasOwn(adapter.creates, fact.from) || fact.from.startsWith('express-serve-static-core'),
  );
}

function placeOf({ file }: FunctionValue, { at, to }: Parameter): Place {
  return { file, start: at, end: to };
}

function scopesIn(value: Value | undefined): ScopeValue[] {
  if (value?.t === 'object') return [...value.properties.values()].flatMap((one) => (one.t === 'scope' ? [one] : []));
  return value?.t === 'scope' ? [value] : [];
}
