import { distance } from 'fastest-levenshtein';

export { distance };

/** The candidate that was probably meant, or null when none is near enough to be worth a suggestion. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  // Names are short; a distance to something long is slow to compute and never a slip of the finger.
  if (word.length > 100) return null;
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const away = distance(word.toLowerCase(), candidate.toLowerCase());
    if (away < least) {
      best = candidate;
      least = away;
    }
  }
  return best;
}

/** `; did you mean 'x'?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? '' : `; did you mean '${near}'?`;
}
