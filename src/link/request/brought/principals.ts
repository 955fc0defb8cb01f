import type { Value } from '#frameworks';

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
