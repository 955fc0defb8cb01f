import type { FunctionValue, Value } from '#frameworks';
import { native, objectValue, primitive, unknown } from '#frameworks';
import type { Place } from '#text';
import { callFunction } from './calls.ts';
import type { Machine } from './machine.ts';

/** `fn.call`, `fn.apply`, `fn.bind`, `fn.name`, and what was stored on it. */
export function functionMember(machine: Machine, fn: FunctionValue, name: string | null, at: Place): Value {
  const own = fn.properties.get(name ?? '');
  if (own) return own;
  switch (name) {
    case 'call':
      return native('call', ([self, ...args]) => callFunction(machine, fn, args, receiver(fn, self), at));
    case 'apply':
      return native('apply', ([self, list]) =>
        callFunction(
          machine,
          fn,
          list?.t === 'array' ? list.items : [unknown('arguments', at)],
          receiver(fn, self),
          at,
        ),
      );
    case 'bind':
      return native('bind', ([self, ...bound]) => {
        const made = { ...fn, self: receiver(fn, self), bound: [...fn.bound, ...bound] };
        tied.add(made);
        return made;
      });
    case 'name':
      if (machine.trial) machine.trial.usesNames = true;
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

/** What `bind` has made: nothing changes their `this` any more. */
const tied = new WeakSet<FunctionValue>();

/** `this` of a function that is called with another one than the object it was taken from. */
function receiver(fn: FunctionValue, self: Value | undefined): Value | null {
  const isTied = fn.code.arrow || tied.has(fn);
  const isGiven = self !== undefined && self.t !== 'primitive';
  return isGiven && !isTied ? self : (fn.self ?? self ?? null);
}
