import type { Place } from '#text';
import type { Site, SiteArgument } from '../adapter.ts';
import { listOf, native, objectValue, primitive, stringOf, undefinedValue } from '../plain-values.ts';
import type { RequestPart, Value } from '../values.ts';
import { labelOf } from './extensions.ts';
import { isContinue, keptError, ofPrerequisite, withFailAction } from './fail-actions.ts';
import { placeOf } from './paths.ts';

/** One function that runs before the handler, and the name under which the steps behind it find what it gives. */
interface Prerequisite {
  readonly method: Value;
  readonly failAction: Value | undefined;
  readonly assign: string | null;
  readonly at: Place;
}

/** `options.pre`: functions, `{ method, assign, failAction }`, lists of those that run side by side (A09c). */
export function prerequisites(site: Site, pre: Value | undefined, at: Place): SiteArgument[] {
  return listOf(pre).flatMap((one) => {
    const set = listOf(one).flatMap((member) => read(member, at));
    return set.flatMap((member, index) => stepOf(site, member, set, index === set.length - 1));
  });
}

function read(value: Value, fallback: Place): Prerequisite[] {
  const at = placeOf(value, fallback);
  if (value.t !== 'object') return [{ method: value, failAction: undefined, assign: null, at }];
  const method = value.properties.get('method');
  const assign = stringOf(value.properties.get('assign'));
  return method ? [{ method, failAction: value.properties.get('failAction'), assign, at }] : [];
}

function stepOf(site: Site, one: Prerequisite, set: readonly Prerequisite[], isLast: boolean): SiteArgument[] {
  const { method, failAction, at } = one;
  const isKept = set.some(({ assign }) => assign !== null);
  const value = isKept ? keeping(site, one, set, isLast) : withFailAction(site, method, failAction, ofPrerequisite);
  const own = value !== method && method.t === 'function' ? method.name : '';
  return value ? [{ value, at, label: labelOf(method, '', 'pre') || own, phase: 'pre' }] : [];
}

/**
 * Keeps what a prerequisite gives: the error, too, where its failure stops nothing (`internals.handler` of lib/handler.js).
 * Those beside it know nothing of that: it is there when all of them have run.
 */
function keeping(
  site: Site,
  { method, failAction, assign }: Prerequisite,
  set: readonly Prerequisite[],
  isLast: boolean,
) {
  const word = stringOf(failAction);
  const isIgnored = word === 'ignore' || word === 'log';
  const step = (isIgnored ? method : withFailAction(site, method, failAction, ofPrerequisite)) ?? method;
  const keep = (part: RequestPart, name: string, value: Value) => site.assign({ t: 'request', part }, name, value);
  const later = (name: string) => `${name} of the set`;
  return native('pre', (args) => {
    const { thrown, value } = site.attempt(step, args);
    const isError = thrown || (value.t === 'answer' && value.isError);
    if (isError && !isIgnored) return { t: 'promise', rejected: true, value, verification: null };
    if (assign !== null) keep('pre', isLast ? assign : later(assign), isError ? keptError() : sourceOf(value));
    const names = isLast ? set.flatMap((one) => one.assign ?? []) : [];
    for (const name of names) {
      const source = site.member({ t: 'request', part: 'pre' }, name === assign ? name : later(name));
      keep('pre', name, source);
      keep('preResponses', name, objectValue([['source', source]], true));
    }
    return isError ? undefinedValue : value;
  });
}

/** `h.continue` and an answer without content give null. */
function sourceOf(value: Value): Value {
  if (isContinue(value)) return primitive(null);
  return value.t === 'answer' ? (value.args[0] ?? primitive(null)) : value;
}
