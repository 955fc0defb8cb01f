/** What a guard asks for before and after, as sets of words; `all` when every one of them is needed. */
export interface Demands {
  readonly words: ReadonlySet<string>;
  readonly all: boolean;
}

export type DemandChange = 'wider' | 'narrower' | 'other' | 'none';

/** Whether more callers pass than before. Asking for nothing is the widest of all. */
export function compareDemands(before: Demands, after: Demands): DemandChange {
  const more = [...after.words].some((word) => !before.words.has(word));
  const less = [...before.words].some((word) => !after.words.has(word));
  if (!more && !less) return 'none';
  if (before.words.size === 0) return 'narrower';
  if (after.words.size === 0) return 'wider';
  if (more && less) return 'other';
  return more === after.all ? 'narrower' : 'wider';
}

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`/g;

/** The texts written in a call: `requireRole('admin', 'editor')`. */
export function literalsIn(code: string): Set<string> {
  return new Set([...code.matchAll(LITERAL)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''));
}

const COMPARED =
  /[!=]==?\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*[!=]==?/g;
const LISTED = /\[([^[\]]*)\]\s*\.\s*(?:includes|indexOf|some)\s*\(/g;

/** The texts that a body compares something with: `user.role === 'admin'`, `['admin', 'editor'].includes(role)`. */
export function comparedIn(code: string): Set<string> {
  const pieces = [...code.matchAll(COMPARED), ...code.matchAll(LISTED)].map((match) => match.slice(1).join(''));
  return literalsIn(pieces.join(' '));
}

/** Of the words of a call, whether its guard wants all of them: told by how its body goes through them. */
export function wantsAll(code: string): boolean {
  return /\.\s*every\s*\(/.test(code);
}

const ALGORITHM = /['"`]((?:HS|RS|ES|PS)(?:256|384|512)|ES256K|EdDSA|Ed25519|none)['"`]/gi;

/** The algorithms of signatures that are named in a call. */
export function algorithmsIn(code: string): Set<string> {
  return new Set([...code.matchAll(ALGORITHM)].map((match) => match[1]!));
}

/** The words as code, in a sentence: 'admin', 'admin' and 'editor'. */
export function quoted(words: Iterable<string>): string {
  const all = [...words].sort().map((word) => `\`'${word.replace(/[`\s]+/g, ' ')}'\``);
  return all.length < 2 ? all.join() : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
