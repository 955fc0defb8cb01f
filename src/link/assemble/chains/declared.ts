import type { PathPattern } from '#model';
import type { Contexts } from '../steps/contexts.ts';
import type { Met } from './met.ts';
import type { Occurrence } from './occurrences.ts';

/** `:name`, `:name(regex)`, `:name{regex}`, `*name`, `{name}`, `{name*2}`: a whole segment that is not optional. */
const required = /^(?:[:*]([A-Za-z_$][\w$]*)(\((?:\\.|[^()])*\)|\{[^{}]*\})?|\{(\w+)(?:\*[1-9]\d*)?\})$/;

/**
 * The parameters that a step sees in every request for the route, and that no step before it has filled in. Whatever is written
 * in another way than that of most is taken to be optional.
 */
export function declaredFor(met: Met, occurrence: Occurrence, contexts: Contexts): ReadonlySet<string> {
  const isWritten = (name: string) =>
    Object.values(contexts).some((one) => one.has(`params.${name}`) || one.has('params') || one.has('params.*'));
  return new Set(seenBy(met, occurrence).filter((name) => !isWritten(name)));
}

function seenBy({ step: { record, adapter }, pattern, owner }: Met, { levels }: Occurrence): string[] {
  // No route is known by then.
  if (adapter.runsUnrouted?.(record.use.phase)) return [];
  const isPhased = adapter.ordering === 'phased';
  // A router of Koa captures nothing for some of its steps.
  const mayIgnore = !isPhased && adapter.isGated;
  const at = owner?.pattern ?? pattern;
  const own = at ? namesIn(at, mayIgnore) : [];
  if (isPhased) return [...own, ...levels.flatMap(({ entry }) => namesIn(entry.pattern, false))];
  const above: string[] = [];
  const depth = levels.findIndex(({ scope }) => scope.id === record.scope);
  for (let index = depth; index > 0; index--) {
    const { scope } = levels[index]!;
    if (scope.adapter.parameters?.(scope.kind, scope.options) === 'own') break;
    above.push(...namesIn(levels[index - 1]!.entry.pattern, mayIgnore));
  }
  return [...own, ...above];
}

function namesIn({ text, kind, parameters, floating }: PathPattern, mayIgnore: boolean): string[] {
  if (kind === 'all' || kind === 'unknown' || floating || /\\\/|\|/.test(text)) return [];
  if (mayIgnore && kind === 'prefix' && !parameters) return [];
  const names: string[] = [];
  for (const segment of text.split('/')) {
    const [, name, regex, braced] = required.exec(segment) ?? [];
    if (braced || (name && ((segment.startsWith(':') && !regex?.startsWith('(')) || parameters?.includes(name))))
      names.push((braced ?? name)!);
    else if (depthOf(segment) !== 0) break;
  }
  return names;
}

/** What begins in one segment and ends in another may be left out as a whole. */
function depthOf(segment: string): number {
  return [...segment].reduce((depth, one) => depth + ('({['.includes(one) ? 1 : ')}]'.includes(one) ? -1 : 0), 0);
}
