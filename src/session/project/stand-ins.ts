import { isStandIn, standInText } from '#catalog';
import { extract } from '#extract';
import type { Facts } from '#facts';

const known = new Map<string, Facts | null>();

/** What the stand-in of a package says; null for files of the project. */
export function standInFacts(file: string): Facts | null {
  if (!isStandIn(file)) return null;
  const text = standInText(file);
  if (!known.has(file)) known.set(file, text === null ? null : extract('stand-in.ts', text).facts);
  return known.get(file) ?? null;
}
