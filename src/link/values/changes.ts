import type { ArrayValue, Value } from '#frameworks';

/** A change of the program's state, and what was there before. Of one shape, because there are so many. */
export interface Change {
  /** When what is changed was made. */
  readonly born: number;
  readonly kind: 'added' | 'entry' | 'field' | 'items';
  /** A map, an object or an array. */
  readonly of: object;
  readonly key: unknown;
  readonly old: unknown;
}

export function undo({ kind, of, key, old }: Change): void {
  if (kind === 'added') (of as Map<unknown, unknown>).delete(key);
  else if (kind === 'entry') (of as Map<unknown, unknown>).set(key, old);
  else if (kind === 'field') (of as Record<PropertyKey, unknown>)[key as PropertyKey] = old;
  else (of as ArrayValue).items.splice(0, Number.POSITIVE_INFINITY, ...(old as Value[]));
}

/** What brings back what is there now. */
export function inverse({ born, kind, of, key }: Change): Change {
  if (kind === 'items') return { born, kind, of, key, old: [...(of as ArrayValue).items] };
  if (kind === 'field') return { born, kind, of, key, old: (of as Record<string, unknown>)[key as string] };
  const map = of as Map<unknown, unknown>;
  return map.has(key)
    ? { born, kind: 'entry', of, key, old: map.get(key) }
    : { born, kind: 'added', of, key, old: null };
}
