import { native, objectValue, unknown } from '../plain-values.ts';
import type { Value } from '../values.ts';

/** What a class is given for `ModuleRef`: https://docs.nestjs.com/fundamentals/module-ref */
export function moduleRef(resolve: (token: Value) => Value | null): Value {
  const get = native('get', ([token], at) => (token && resolve(token)) ?? unknown('a provider', at, 'server', true));
  const later = native('resolve', ([token], at): Value => {
    const value = (token && resolve(token)) ?? unknown('a provider', at, 'server', true);
    return { t: 'promise', rejected: false, value, verification: null };
  });
  return objectValue(
    [
      ['get', get],
      ['resolve', later],
    ],
    true,
  );
}
