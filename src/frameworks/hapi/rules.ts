import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { objectValue, undefinedValue } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';

const processor = 'what makes settings of rules';
const outer = 'the server around this plugin';

/** `server.rules(processor)`: holds for the routes of this server or plugin, and of the plugins inside it. */
export function setRules(site: Site): void {
  const [first] = site.args;
  if (first) site.options.set(processor, first.value);
}

/** A plugin stands inside the server that registers it. */
export function nest(site: Site, child: ScopeValue): void {
  site.on(child).options.set(outer, site.scope);
}

/**
 * The settings that processors make of the `rules` of a route, the innermost first; its own settings stand over them.
 * https://hapi.dev/api#-serverrulesprocessor-options
 */
export function madeOfRules(site: Site, rules: Value | undefined, at: Place): Value[] {
  const run = site.options.get(processor);
  const around = site.options.get(outer);
  const outside = around?.t === 'scope' ? madeOfRules(site.on(around), rules, at) : [];
  if (!run) return outside;
  const made = site.run(run, [rules ?? undefinedValue, objectValue([], true)]);
  if (made.t === 'unknown') site.gap('what server.rules makes of this route could not be read', at);
  return [made, ...outside];
}
