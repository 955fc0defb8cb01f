import type { Pattern } from '#frameworks';

/** Longest text and pattern that are tried: both come from the analysed code, and matching must not take long. */
const longest = 400;

/** A group that repeats something that itself repeats can take exponential time. */
const nested = /\([^()]*[+*}][^()]*\)\s*[+*{]/;

/** Whether a regular expression of the analysed program matches; null when it is not safe or not possible to tell. */
export function testPattern(pattern: Pick<Pattern, 'source' | 'flags'>, text: string): boolean | null {
  if (pattern.source.length > longest || text.length > longest || nested.test(pattern.source)) return null;
  try {
    return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text);
  } catch {
    return null;
  }
}
