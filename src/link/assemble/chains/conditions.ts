import type { Condition } from '#model';

/** Conditions that are not already fulfilled by being on the way to the route; production is taken for granted. */
export function missing(conditions: readonly Condition[], own: readonly Condition[]): Condition[] {
  return conditions.filter(
    (condition) =>
      !isProduction(condition) && !own.some((other) => same(condition, other) && condition.holds === other.holds),
  );
}

export function contradicts(conditions: readonly Condition[], own: readonly Condition[]): boolean {
  return conditions.some(
    (condition) =>
      isDevelopment(condition) || own.some((other) => same(condition, other) && condition.holds !== other.holds),
  );
}

export function isProduction(condition: Condition): boolean {
  return (condition.kind === 'production' && condition.holds) || (condition.kind === 'development' && !condition.holds);
}

export function isDevelopment(condition: Condition): boolean {
  return (condition.kind === 'development' && condition.holds) || (condition.kind === 'production' && !condition.holds);
}

/** The same test, or another one of the same variable. */
export function same(a: Condition, b: Condition): boolean {
  if (a.kind === 'environment' && b.kind === 'environment' && a.text !== '' && a.text === b.text) return true;
  return a.at.file === b.at.file && a.at.start === b.at.start && a.kind === b.kind;
}
