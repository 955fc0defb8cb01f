import type { SiteArgument } from '../adapter.ts';
import type { ScopeValue, Value } from '../values.ts';

/** What `server.bind()` has said: it holds for the plugin that calls it. https://hapi.dev/api#-serverbindcontext */
const bound = new WeakMap<ScopeValue, Value>();

export function bindSteps(scope: ScopeValue, context: Value): void {
  bound.set(scope, context);
}

/** What is `this` in steps and handlers: what the first of the settings says, or the server's plugin. */
export function receiverIn(scope: ScopeValue, ...settings: readonly (Value | undefined)[]): Value | undefined {
  return settings.find((one) => one !== undefined) ?? bound.get(scope);
}

/** A step that hapi calls on what it was told to; `this` of others is null. */
export function calledOn(step: SiteArgument, receiver: Value | undefined): SiteArgument {
  const { value } = step;
  if (!receiver || value.t !== 'function' || value.tied) return step;
  return { ...step, value: { ...value, self: receiver, tied: true } };
}
