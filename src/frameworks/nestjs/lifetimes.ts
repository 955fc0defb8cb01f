import { propertyOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';

const transient = 1;
const perRequest = 2;

/** Whether something is made anew for each request: its own scope, or one of its list's entry. */
export function isRequestScoped(workbench: Workbench, provider: Value): boolean {
  return scopeOf(workbench, provider) === perRequest;
}

/** Whether everybody who asks for it gets one of their own. */
export function isTransient(workbench: Workbench, provider: Value): boolean {
  return scopeOf(workbench, provider) === transient;
}

/** https://docs.nestjs.com/fundamentals/injection-scopes#durable-providers */
export function isDurable(workbench: Workbench, provider: Value): boolean {
  return saidOf(workbench, provider, 'durable').includes(true);
}

/** https://docs.nestjs.com/fundamentals/injection-scopes */
function scopeOf(workbench: Workbench, provider: Value): unknown {
  const scopes = saidOf(workbench, provider, 'scope');
  return scopes.find((scope) => scope === transient || scope === perRequest);
}

/** By the entry of its list, or by the class itself. */
function saidOf(workbench: Workbench, provider: Value, option: string): unknown[] {
  const listed = provider.t === 'object' ? provider.properties : null;
  const home = provider.t === 'class' ? provider : listed?.get('useClass');
  const options = home?.t === 'class' ? workbench.metadata('scope:options', home)?.value : undefined;
  return [listed?.get(option), propertyOf(options, option)].flatMap((one) =>
    one?.t === 'primitive' ? [one.value] : [],
  );
}
