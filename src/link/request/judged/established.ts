import type { StepKnowledge } from '#catalog';
import { type CredentialSource, stringOf, type Value } from '#frameworks';
import { optionAt } from '../../knowledge.ts';
import type { Path } from '../paths/explore.ts';

/** Request properties that a known step fills with a principal, under the options it was given. */
export function establishedBy(knowledge: StepKnowledge, args: readonly Value[], optionsIndex: number): string[] {
  return (knowledge.establishes ?? []).map((one) => {
    if (typeof one === 'string') return one;
    const value = optionAt(args[optionsIndex], one.option);
    return `${one.prefix ?? ''}${(value && stringOf(value)) ?? one.default}`;
  });
}

/** `req.user ??= claims(req)`: who is known already stays so, and for the others a credential is looked at. */
export function filledIn(sources: readonly CredentialSource[], paths: readonly Path[]): string[] {
  const isEarlier = ({ kind }: CredentialSource) => kind === 'principal' || kind === 'session';
  if (sources.every(isEarlier)) return [];
  return sources
    .filter(({ kind, name }) => kind === 'principal' && paths.some(({ trial }) => trial.course.writes.has(name)))
    .map(({ name }) => name);
}

/** A credential that was looked at here, not a principal that an earlier step has established. */
export function isNewPrincipal(value: Value, above: ReadonlySet<Value> = new Set()): boolean {
  if (value.t === 'credential') return value.source.kind !== 'principal';
  // An object may hold itself: `state.self = state`.
  if (value.t !== 'object' || above.has(value)) return false;
  const within = new Set([...above, value]);
  return [...value.properties.values()].some((one) => isNewPrincipal(one, within));
}

/**
 * Which of two values that a step leaves for a good caller holds a principal; null when both do or none. The other is an empty
 * place for one, `{}` or null: a good caller is who is recognised.
 */
export function onlyPrincipal(one: Value, other: Value): Value | null {
  const [holds, otherHolds] = [isNewPrincipal(awaited(one)), isNewPrincipal(awaited(other))];
  return holds === otherHolds ? null : holds ? one : other;
}

function awaited(value: Value): Value {
  return value.t === 'promise' && !value.rejected ? value.value : value;
}
