/** Begins the names of entries that callers make under keys of their own making. */
export const ownPrefix = '\0own ';

export function isOwnKey(key: unknown): boolean {
  return typeof key === 'string' && key.startsWith(ownPrefix);
}
