/** Tables larger than this are not worth the time: then all between the first and the last difference counts as changed. */
const LARGEST = 4_000_000;

/**
 * Which lines of a text are not as in the text before it. The answer takes a first and a last line, counted from 1, and is
 * true also where lines were taken out between the two.
 */
export function changedLines(before: string, after: string): (first: number, last: number) => boolean {
  const old = before.split(/\r\n|\n|\r/);
  const now = after.split(/\r\n|\n|\r/);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const shorter = Math.min(old.length, now.length) - head;
  while (tail < shorter && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const { added, cuts } = compare(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  return (first, last) => {
    for (let line = first; line <= last; line++) if (added.has(line - 1 - head)) return true;
    // A cut before line n (from 0) stands between the lines n and n + 1 (from 1).
    for (const cut of cuts) if (first <= cut + head && cut + head < last) return true;
    return false;
  };
}

/** By the longest common subsequence: which of the new lines are new, and before which of them old lines are missing. */
function compare(old: readonly string[], now: readonly string[]): { added: Set<number>; cuts: Set<number> } {
  if (old.length === 0 || now.length === 0 || old.length * now.length > LARGEST) {
    return { added: new Set(now.keys()), cuts: new Set(old.length > 0 ? [0] : []) };
  }
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        old[i] === now[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const added = new Set<number>();
  const cuts = new Set<number>();
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    } else if (j < now.length && (i === old.length || longest[i * width + j + 1]! >= longest[(i + 1) * width + j]!))
      added.add(j++);
    else {
      cuts.add(j);
      i++;
    }
  }
  return { added, cuts };
}
