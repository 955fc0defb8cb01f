import type { StepKnowledge } from '#catalog';
import { objectValue, undefinedValue, unknown, type Value } from '#frameworks';
import type { Caller } from '#model';
import type { Place } from '#text';
import type { ScopeRecord } from '../../installed/records.ts';
import { credential } from '../../request/brought/credentials.ts';
import { decoratedData } from '../../request/brought/decorations.ts';
import { placeForAny } from '../../request/brought/situation.ts';
import type { CallerJudgement } from '../../request/judged/judgement.ts';
import { untouched } from '../../request/paths/answers.ts';

/** What earlier steps of one chain have left on the request, for each caller. */
export type Contexts = Record<Caller, Map<string, Value>>;

/** Before the first step: data that the program puts on every request, but for the places of principals, and no answer. */
export function startingContexts(scopes: readonly ScopeRecord[], principals: ReadonlySet<string>): Contexts {
  const given = [...decoratedData(scopes)].filter(([name]) => !principals.has(name));
  if (scopes[0]?.adapter.request.answers === 'preparing') given.push(...untouched);
  return { none: new Map(given), bad: new Map(given), good: new Map(given), preflight: new Map(given) };
}

/** Whether a context says of a property what judging without it has not assumed: a good caller's principal is there. */
export function isNews(context: ReadonlyMap<string, Value>, name: string, isGood: boolean): boolean {
  const value = context.get(name);
  return value !== undefined && !(isGood && value.t === 'credential');
}

/** Of a property that a step fills in for others: for this caller it stays as it was, and where nothing was, it is undefined. */
const untold: Value = { ...undefinedValue };

/** What a step has written; where the caller chose the names, it may be over what was there before. */
export function leave(context: Map<string, Value>, writes: ReadonlyMap<string, Value>): void {
  for (const [name, value] of writes) {
    if (name !== placeForAny(name)) continue;
    for (const other of context.keys()) if (placeForAny(other) === name) context.set(other, value);
  }
  for (const [name, value] of writes)
    if (value !== untold) context.set(name, value);
    else if (!context.has(name) && !context.has(placeForAny(name))) context.set(name, undefinedValue);
}

/** The request's own properties, and things that are empty when it comes: session, headers and parameters are filled elsewhere. */
const startsEmpty = /^(((locals|state)\.)?[^.*]+|kept\..*)$/;

/**
 * What a step leaves for a caller. Where not all of its paths were followed, it may leave for them on one of the others what it
 * leaves for good ones; where all were, what it leaves for good ones alone is missing.
 */
export function mayLeave(
  { outcome, writes, exploration }: CallerJudgement,
  forGood: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const unseen = [...forGood.keys()].filter((name) => !writes.has(name));
  if (exploration.complete)
    return new Map([
      ...unseen.filter((name) => startsEmpty.test(name)).map((name) => [name, untold] as const),
      ...writes,
    ]);
  if (outcome !== 'unknown') return writes;
  const any = (name: string) => [name, unknown('what a step with too many paths may leave')] as const;
  return new Map([...unseen.map(any), ...writes]);
}

/** What a step of a library leaves for those whom it does not recognise: an error for all of them, or what they have brought. */
export function leaveRefused(contexts: Contexts, { failure, forged }: StepKnowledge, at: Place): void {
  if (failure) {
    const error = unknown('why a caller was not recognised', at, 'server', true);
    for (const context of [contexts.none, contexts.bad, contexts.preflight]) context.set(failure, error);
    contexts.good.set(failure, undefinedValue);
  }
  for (const one of forged ?? [])
    if (typeof one === 'string') contexts.bad.set(one, credential('forged', { kind: 'principal', name: one }));
    else contexts.bad.set(one.hollow, objectValue());
}

/** Whether earlier steps have left for a caller what they have left for one without credentials. */
export function sameFor({ none, ...others }: Contexts, caller: Exclude<Caller, 'none'>): boolean {
  const other = others[caller];
  return other.size === none.size && [...other].every(([name, value]) => none.get(name) === value);
}
