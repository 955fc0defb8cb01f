import { declaring, isStandIn } from '#catalog';
import type { ClassExpression, ClassMember, Expression } from '#facts';
import type { ClassValue, FunctionValue, LibraryValue, ObjectValue, ScopeValue, Value } from '#frameworks';
import { born, noGetters, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { Environment } from '../values/environment.ts';
import { callFunction } from './calls.ts';
import { becomeError, isErrorClass } from './errors.ts';
import { evaluate } from './evaluate.ts';
import { named, runStatements } from './execute.ts';
import type { Machine } from './machine.ts';
import { memberName } from './patterns.ts';

/** Most decorators run when somebody asks for what they leave; those of some packages install or declare something themselves. */
function isDeclaredByDecorators(machine: Machine, file: string): boolean {
  return machine.modules.get(file)?.facts.imports.some(({ from }) => declaring.has(from)) ?? false;
}

/** A class declaration or expression: static members are evaluated at once, in order. */
export function makeClass(
  machine: Machine,
  code: ClassExpression,
  env: Environment,
  name = code.name ?? '',
): ClassValue {
  const parent = code.extends ? evaluate(machine, code.extends, env) : null;
  const inner = new Environment(env, env.file);
  const value: ClassValue = { t: 'class', code, file: env.file, env: inner, parent, statics: new Map(), name };
  if (code.name) inner.declare(code.name, value);
  for (const member of code.members) {
    if (!member.static) continue;
    const frame = new Environment(inner, env.file, { self: value, args: [], home: value });
    if (member.kind === 'static-block') {
      if (member.value?.k !== 'function') continue;
      machine.witness?.enters(member.value);
      runStatements(machine, member.value.body, frame);
    } else if (member.value && member.kind !== 'getter' && member.kind !== 'setter') {
      const known = memberName(machine, member.name, inner);
      if (known !== null) value.statics.set(known, named(asMember(machine, member, value, frame, value), known));
    }
  }
  noteMethods(machine, value);
  const isDecorated = !machine.trial && code.decorators.length > 0;
  if (
    isDecorated &&
    (isDeclaredByDecorators(machine, env.file) || code.decorators.some((one) => isOwn(machine, one, env)))
  )
    machine.metadata.ensure(value);
  return value;
}

/** A decorator of the program may put the class on a list, or something on the class, that is read before any instance is there. */
function isOwn(machine: Machine, decorator: Expression, env: Environment): boolean {
  const callee = decorator.k === 'call' ? decorator.callee : decorator;
  if (callee.k !== 'ref' && callee.k !== 'member') return false;
  const value = evaluate(machine, callee, env);
  return value.t === 'function' && !isStandIn(value.file);
}

/** Methods that nobody calls are visited at the end, on an instance nobody knows; static ones on their class. */
function noteMethods(machine: Machine, home: ClassValue): void {
  if (machine.trial) return;
  for (const member of home.code.members) {
    if (member.kind !== 'method' || member.value?.k !== 'function' || member.name === 'constructor') continue;
    const key = `${home.file}:${member.value.at}`;
    if (!machine.closures.has(key)) machine.closures.set(key, method(member, home, member.static ? home : null)!);
  }
}

function asMember(machine: Machine, member: ClassMember, home: ClassValue, env: Environment, self: Value): Value {
  if (!member.value) return undefinedValue;
  if (member.kind === 'field') return evaluate(machine, member.value, env);
  return method(member, home, self) ?? unknown('a class member');
}

function method(member: ClassMember, home: ClassValue, self: Value | null): FunctionValue | null {
  if (member.value?.k !== 'function') return null;
  return {
    t: 'function',
    code: member.value,
    file: home.file,
    env: home.env,
    self,
    home,
    bound: [],
    properties: new Map(),
    name: typeof member.name === 'string' ? member.name : '',
  };
}

const methods = new WeakMap<ClassExpression, Map<string, ClassMember>>();

/** Methods and getters of instances by name; of several the first. */
function methodsOf(code: ClassExpression): ReadonlyMap<string, ClassMember> {
  const known = methods.get(code);
  if (known) return known;
  const found = new Map<string, ClassMember>();
  for (const member of code.members) {
    const isMethod = !member.static && member.kind !== 'field' && member.kind !== 'setter';
    if (isMethod && typeof member.name === 'string' && member.value?.k === 'function' && !found.has(member.name))
      found.set(member.name, member);
  }
  methods.set(code, found);
  return found;
}

/** The nearest member of that name along the class chain; methods are bound to `self`. */
export function findMethod(
  home: ClassValue,
  name: string,
  self: Value,
): { fn: FunctionValue; kind: ClassMember['kind'] } | null {
  const member = methodsOf(home.code).get(name);
  const fn = member && method(member, home, self);
  if (fn) return { fn, kind: member.kind };
  return home.parent?.t === 'class' ? findMethod(home.parent, name, self) : null;
}

/** `new Class(...args)`: fields, then the constructor, parents first. */
export function instantiate(machine: Machine, home: ClassValue, args: readonly Value[], at: Place): Value {
  // What decorators note in tables of the program's own is looked for when there is an instance, if not before.
  if (!machine.trial && home.code.members.some(({ decorators }) => decorators.length > 0))
    machine.metadata.ensure(home);
  const scope = instantiateScope(machine, home, args, at);
  if (scope) return scope;
  const self: ObjectValue = {
    t: 'object',
    properties: new Map(),
    getters: noGetters,
    open: hasUnknownParent(home),
    class: home,
    at,
    born: born(),
  };
  return initialise(machine, home, self, args, at) ?? self;
}

/** `class Api extends Hono`: an app that has the methods of its classes. */
function instantiateScope(machine: Machine, home: ClassValue, args: readonly Value[], at: Place): Value | null {
  const library = libraryOf(home);
  const hasOwn = home.code.members.some(({ name, kind }) => name === 'constructor' && kind === 'method');
  const scope = library && machine.packages.createScope(library, hasOwn ? [] : args, at);
  if (scope?.t !== 'scope') return null;
  for (let one: Value | null = home; one?.t === 'class'; one = one.parent)
    for (const [name, member] of methodsOf(one.code)) {
      const fn = member.kind === 'method' && name !== 'constructor' ? method(member, one, scope) : null;
      if (fn && !scope.properties.has(name)) scope.properties.set(name, fn);
    }
  return initialise(machine, home, scope, args, at) ?? scope;
}

function libraryOf({ parent }: ClassValue): LibraryValue | null {
  if (parent?.t === 'class') return libraryOf(parent);
  return parent?.t === 'library' ? parent : null;
}

function hasUnknownParent(home: ClassValue): boolean {
  if (home.parent === null || isErrorClass(home.parent)) return false;
  return home.parent.t !== 'class' || hasUnknownParent(home.parent);
}

/** Runs one class's part of construction on `self`. A constructor that returns an object replaces it. */
export function initialise(
  machine: Machine,
  home: ClassValue,
  self: ObjectValue | ScopeValue,
  args: readonly Value[],
  at: Place,
): Value | null {
  const own = home.code.members.find(
    (member) => member.name === 'constructor' && member.kind === 'method' && !member.static,
  );
  if (own?.value?.k !== 'function') {
    if (home.parent?.t === 'class') initialise(machine, home.parent, self, args, at);
    if (self.t === 'object') becomeError(machine, self, home.parent, args);
    fields(machine, home, self);
    return null;
  }
  if (!home.parent) fields(machine, home, self);
  const fn = method(own, home, self)!;
  // With a parent, fields are set when `super()` returns; see constructParent.
  const result = callFunction(machine, fn, args, self, at);
  return result.t === 'object' || result.t === 'scope' || result.t === 'made' ? result : null;
}

export function fields(machine: Machine, home: ClassValue, self: ObjectValue | ScopeValue): void {
  for (const member of home.code.members) {
    if (member.static || member.kind !== 'field') continue;
    const name = memberName(machine, member.name, home.env as Environment);
    if (name === null) continue;
    const env = new Environment(home.env as Environment, home.file, { self, args: [], home });
    const value = member.value ? evaluate(machine, member.value, env) : undefinedValue;
    if (!member.value && self.properties.has(name)) continue;
    machine.set(self.properties, name, named(value, name), self.t === 'object' ? self.born : 0);
  }
}

/** Parameter properties: `constructor(private app: App)`. */
export function parameterProperties(machine: Machine, fn: FunctionValue, env: Environment, self: Value | null): void {
  if (self?.t !== 'object') return;
  for (const parameter of fn.code.params) {
    if (!parameter.property) continue;
    const pattern = parameter.pattern.p === 'default' ? parameter.pattern.of : parameter.pattern;
    if (pattern.p !== 'name') continue;
    machine.set(self.properties, pattern.name, env.names.get(pattern.name)?.value ?? undefinedValue, self.born);
  }
}
