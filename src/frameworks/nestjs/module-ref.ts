import type { Place } from '#text';
import { native, objectValue, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';

/**
 * What a class is given for `ModuleRef`: https://docs.nestjs.com/fundamentals/module-ref. `make`: an instance of a class that
 * nobody provides.
 */
export function moduleRef(resolve: (token: Value) => Value | null, make: (home: ClassValue) => Value): Value {
  const found = (token: Value | undefined, at: Place) =>
    (token && resolve(token)) ?? unknown('a provider', at, 'server', true);
  const get = untilCalled('get', ([token], at) => found(token, at));
  const later = untilCalled('resolve', ([token], at) => promised(found(token, at)));
  const create = untilCalled('create', ([home], at) =>
    promised(home?.t === 'class' ? make(home) : unknown('an instance', at, 'server', true)),
  );
  return objectValue(
    [
      ['get', get],
      ['resolve', later],
      ['create', create],
    ],
    true,
  );
}

/** Every module has one, and of most that are handed out nothing is ever asked. */
function untilCalled(name: string, call: (args: readonly Value[], at: Place) => Value): Value {
  let isIdle = true;
  const noted = (args: readonly Value[], at: Place) => {
    isIdle = false;
    return call(args, at);
  };
  return { ...native(name, noted), isIdle: () => isIdle };
}

function promised(value: Value): Value {
  return { t: 'promise', rejected: false, value, verification: null };
}
