import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { objectValue, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';

const processor = 'what makes settings of rules';

/** `server.rules(processor)`: holds for the routes of this server or plugin, and of the plugins inside it. */
export function setRules(site: Site): void {
  const [first] = site.args;
  if (first) site.options.set(processor, first.value);
}

/**
 * The settings that processors make of the `rules` of a route, the innermost first; its own settings stand over them.
 * https://hapi.dev/api#-serverrulesprocessor-options
 */
export function madeOfRules(site: Site, rules: Value | undefined, at: Place): Value[] {
  const run = site.options.get(processor);
  const { parent } = site.scope;
  const outside = parent ? madeOfRules(site.on(parent), rules, at) : [];
  if (!run) return outside;
  const made = site.run(run, [rules ?? undefinedValue, objectValue([], true)]);
  if (made.t === 'unknown') site.gap('what server.rules makes of this route could not be read', at);
  return [made, ...outside];
}
