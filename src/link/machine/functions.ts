import { isStandIn } from '#catalog';
import type { ClassExpression } from '#facts';
import type { ClassValue, FunctionValue, Value } from '#frameworks';
import { native, objectValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Environment } from '../values/environment.ts';
import { callFunction } from './calls.ts';
import type { Machine } from './machine.ts';

/** `fn.call`, `fn.apply`, `fn.bind`, `fn.name`, and what was stored on it. */
export function functionMember(machine: Machine, fn: FunctionValue, name: string | null, at: Place): Value {
  const own = fn.properties.get(name ?? '');
  if (own) return own;
  switch (name) {
    case 'call':
      return native('call', ([self, ...args]) => callFunction(machine, fn, args, receiver(machine, fn, self), at));
    case 'apply':
      return native('apply', ([self, list]) =>
        callFunction(
          machine,
          fn,
          list?.t === 'array' ? list.items : [unknown('arguments', at)],
          receiver(machine, fn, self),
          at,
        ),
      );
    case 'bind':
      return native('bind', ([self, ...bound]) => ({
        ...fn,
        self: receiver(machine, fn, self),
        tied: true,
        bound: [...fn.bound, ...bound],
      }));
    case 'name':
      machine.trial?.asksNames();
      return primitive(fn.name);
    case 'length':
      return primitive(Math.max(0, fn.code.length - fn.bound.length));
    case 'prototype': {
      const prototype = objectValue();
      machine.set(fn.properties, 'prototype', prototype);
      return prototype;
    }
    default:
      return primitive(undefined);
  }
}

/** `this` of a function that is called with another one than the object it was taken from. */
function receiver({ trial }: Machine, fn: FunctionValue, self: Value | undefined): Value | null {
  const isTied = fn.code.arrow || fn.tied === true;
  const isGiven = self !== undefined && self.t !== 'primitive';
  if (trial && !isGiven) return receiverOf(fn, self ?? undefinedValue);
  return isGiven && !isTied ? self : (fn.self ?? self ?? null);
}

/** `this` of a function that is called without an object, or with another one than it was taken from: `given`, null for not told. */
export function receiverOf(fn: FunctionValue, given: Value | null): Value | null {
  return given !== null && losesObject(fn) ? given : (fn.self ?? given);
}

/**
 * Whether a method does not keep its object when it is handed on: `app.get('/', guard.check)`, `const { check } = guard`. A
 * decorator, or what a constructor hands its object to, may have bound it: then nobody knows.
 */
function losesObject(fn: FunctionValue): boolean {
  const { home, self } = fn;
  if (!home || !self || fn.tied || fn.code.arrow) return false;
  if (self.t === 'object' && self.open) return false;
  if (self.t !== 'object' && self.t !== 'class') return false;
  const member = home.code.members.find(({ value }) => value === fn.code);
  return member !== undefined && member.decorators.length === 0 && !mayBind(self.t === 'class' ? self : self.class);
}

const binding = new WeakMap<ClassExpression, boolean>();

function mayBind(home: ClassValue | null): boolean {
  if (!home) return false;
  const known = binding.get(home.code);
  if (known !== undefined) return known;
  const own = home.code.members.filter(({ name, kind }) => name === 'constructor' || kind === 'field');
  const answer = own.some(({ value }) => value !== undefined && handsItself(value)) || isDecorated(home);
  binding.set(home.code, answer);
  return answer || (home.parent?.t === 'class' && mayBind(home.parent));
}

/** Decorators of libraries whose stand-ins are known leave metadata. */
function isDecorated({ code, env }: ClassValue): boolean {
  return code.decorators.some((decorator) => {
    const named = decorator.k === 'call' ? decorator.callee : decorator;
    const value = named.k === 'ref' ? (env as Environment).lookup(named.name) : null;
    const from = value?.resolve ? value.resolve() : value?.value;
    return from?.t !== 'function' || !isStandIn(from.file);
  });
}

/** `autoBind(this)`, `Object.getPrototypeOf(this)`, `this[name] = …`. */
function handsItself(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(handsItself);
  if (node === null || typeof node !== 'object') return false;
  const record = node as Record<string, unknown>;
  const args = record['k'] === 'call' && Array.isArray(record['args']) ? record['args'] : [];
  return JSON.stringify(args).includes('"k":"this"') || Object.values(record).some(handsItself);
}
