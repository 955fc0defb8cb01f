import { native, objectValue, unknown } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';

/**
 * What a class is given for `ModuleRef`: https://docs.nestjs.com/fundamentals/module-ref. `make`: an instance of a class that
 * nobody provides.
 */
export function moduleRef(resolve: (token: Value) => Value | null, make: (home: ClassValue) => Value): Value {
  const get = native('get', ([token], at) => (token && resolve(token)) ?? unknown('a provider', at, 'server', true));
  const later = native('resolve', ([token], at) =>
    promised((token && resolve(token)) ?? unknown('a provider', at, 'server', true)),
  );
  const create = native('create', ([home], at) =>
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

function promised(value: Value): Value {
  return { t: 'promise', rejected: false, value, verification: null };
}
