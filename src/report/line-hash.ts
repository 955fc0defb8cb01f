const BLOCK = 100;
const FACTOR = 37n;
const WORD = 64;
const END = 65535;

/**
 * What GitHub's upload action calculates for each line of a file, to follow an alert when lines move: a rolling hash over
 * the next hundred characters without spaces, with the number of its occurrence. A log that holds another value makes
 * the action warn for each result, one that holds none loses its alerts when it is uploaded by other means.
 * https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
export function lineHashes(text: string): readonly string[] {
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  const window = new Array<number>(BLOCK).fill(0);
  const lines = new Array<number>(BLOCK).fill(-1);
  const last = BigInt.asUintN(WORD, FACTOR ** BigInt(BLOCK));
  let hash = 0n;
  let at = 0;
  let line = 0;

  const emit = () => {
    if (lines[at] === -1) return;
    const value = hash.toString(16);
    const nth = (seen.get(value) ?? 0) + 1;
    seen.set(value, nth);
    hashes[lines[at]!] = `${value}:${nth}`;
    lines[at] = -1;
  };
  const push = (code: number) => {
    hash = BigInt.asUintN(WORD, FACTOR * hash + BigInt(code) - last * BigInt(window[at]!));
    window[at] = code;
    at = (at + 1) % BLOCK;
  };

  let starts = true;
  let afterReturn = false;
  const read = (code: number) => {
    if (code === 0x20 || code === 0x09 || (afterReturn && code === 0x0a)) {
      afterReturn = false;
      return;
    }
    afterReturn = code === 0x0d;
    emit();
    if (starts) lines[at] = line++;
    starts = code === 0x0d || code === 0x0a;
    push(code === 0x0d ? 0x0a : code);
  };
  for (let i = 0; i < text.length; i++) read(text.charCodeAt(i));
  read(END);
  for (let i = 0; i < BLOCK; i++) {
    emit();
    push(0);
  }
  return hashes;
}
