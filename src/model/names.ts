import { distance } from '#text';

/** The candidate that was probably meant: the same but for case, one inside the other, or a few letters away. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const lower = name.toLowerCase();
  let best: { readonly candidate: string; readonly cost: number } | null = null;
  for (const candidate of candidates) {
    const cost = costOf(lower, candidate.toLowerCase());
    if (cost !== null && (best === null || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate ?? null;
}

/** Letters that may differ: a third of the longer name, and always one. */
const tolerance = 3;

function costOf(a: string, b: string): number | null {
  const letters = isSwapped(a, b) ? 1 : distance(a, b);
  const longer = Math.max(a.length, b.length);
  if (letters <= Math.max(1, Math.floor(longer / tolerance))) return letters;
  const shorter = Math.min(a.length, b.length);
  return shorter >= tolerance && (a.includes(b) || b.includes(a)) ? longer : null;
}

/** The same letters in another order. */
function isSwapped(a: string, b: string): boolean {
  return a !== b && [...a].sort().join('') === [...b].sort().join('');
}
