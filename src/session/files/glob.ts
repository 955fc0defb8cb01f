/**
 * Matches paths against globs without building regular expressions: patterns may come from an untrusted repository, and
 * this takes time proportional to pattern × path at worst. Known: `*`, `**`, `?`, `[a-z]`, `[!a]`, `{a,b}`.
 */
export type Matcher = (path: string) => boolean;

const LONGEST = 1000;
const MOST_ALTERNATIVES = 256;

type Token = string | { readonly any: true } | { readonly negated: boolean; readonly set: string };
interface Wild {
  readonly tokens: readonly Token[];
  /** Must occur in whatever matches: looking for it first spares nearly all real matching. */
  readonly literal: string;
}
type Segment = '**' | Wild | string;

export function globMatcher(patterns: readonly string[]): Matcher {
  const folders = new Set<string>();
  const names: (Wild | string)[] = [];
  const rest: (readonly Segment[])[] = [];
  for (const pattern of patterns.flatMap(alternatives)) {
    const segments = pattern.replace(/^\.\//, '').split('/').map(compileSegment);
    const [first, second, third] = segments;
    const anywhere = first === '**' && second !== undefined && second !== '**';
    // Nearly all default patterns have one of these two shapes; a set and a last segment are much cheaper to ask.
    if (anywhere && segments.length === 3 && third === '**' && typeof second === 'string') folders.add(second);
    else if (anywhere && segments.length === 2) names.push(second);
    else rest.push(segments);
  }
  const mayMatch = anyOf(names.map((one) => (typeof one === 'string' ? one : one.literal)));
  // Files stand next to each other: what was found out of their folder need not be found out again.
  let folder = '';
  let inFolder = false;
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (folders.size > 0) {
      const above = path.slice(0, path.length - name.length);
      if (above !== folder) {
        folder = above;
        inFolder = above.split('/').some((part) => folders.has(part));
      }
      if (inFolder || folders.has(name)) return true;
    }
    if (mayMatch.test(name) && names.some((one) => matchesSegment(one, name))) return true;
    if (rest.length === 0) return false;
    const parts = path.split('/');
    return rest.some((one) => matchesPath(one, parts));
  };
}

/** Whether one of some texts occurs: to look for plain texts there is no way to go back, so this is no matching as above. */
function anyOf(texts: readonly string[]): RegExp {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return new RegExp(texts.map((text) => text.replaceAll(/\W/g, escaped)).join('|'));
}

/** The folder part of a pattern before its first special character. */
export function globBase(pattern: string): string {
  const segments = pattern.split('/');
  const special = segments.findIndex((segment) => /[*?[\]{}!()\\]/.test(segment));
  return special < 0 ? pattern : segments.slice(0, special).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

function alternatives(pattern: string): string[] {
  if (pattern.length > LONGEST) return [];
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0 && done.length + open.length <= MOST_ALTERNATIVES) {
    const next = open.pop()!;
    const group = /\{([^{}]*)\}/.exec(next);
    if (!group) done.push(next);
    else for (const one of group[1]!.split(',')) open.push(next.replace(group[0], () => one));
  }
  return done;
}

function compileSegment(text: string): Segment {
  if (text === '**') return '**';
  if (!/[*?[\\]/.test(text)) return text;
  const tokens: Token[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const close = char === '[' ? text.indexOf(']', i + 2) : -1;
    if (char === '*') {
      if (tokens.at(-1) !== ANY) tokens.push(ANY);
    } else if (char === '?') tokens.push({ negated: true, set: '' });
    else if (close > 0) {
      const negated = text[i + 1] === '!' || text[i + 1] === '^';
      tokens.push({ negated, set: expandRanges(text.slice(i + (negated ? 2 : 1), close)) });
      i = close;
    } else if (char === '\\' && i + 1 < text.length) tokens.push(text[++i]!);
    else tokens.push(char);
  }
  return { tokens, literal: longestLiteral(tokens) };
}

const ANY: Token = { any: true };

function longestLiteral(tokens: readonly Token[]): string {
  const runs = tokens
    .map((token) => (typeof token === 'string' ? token : '\0'))
    .join('')
    .split('\0');
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

function expandRanges(set: string): string {
  return set.replace(/(.)-(.)/gs, (_, from: string, to: string) => {
    const first = from.charCodeAt(0);
    const count = Math.min(to.charCodeAt(0) - first + 1, 256);
    return count > 0 ? String.fromCharCode(...Array.from({ length: count }, (_, i) => first + i)) : '';
  });
}

function matchesPath(pattern: readonly Segment[], parts: readonly string[]): boolean {
  return wildcard(
    pattern,
    parts,
    (segment) => segment === '**',
    (segment, part) => segment !== '**' && matchesSegment(segment, part),
  );
}

function matchesSegment(segment: Wild | string, part: string): boolean {
  if (typeof segment === 'string') return segment === part;
  if (!part.includes(segment.literal)) return false;
  return wildcard(
    segment.tokens,
    part,
    (token) => token === ANY,
    (token, char) => {
      if (typeof token === 'string') return token === char;
      return 'set' in token && token.set.includes(char) !== token.negated;
    },
  );
}

/** The two-pointer match: on a mismatch only the latest wildcard is lengthened, so nothing is tried twice. */
function wildcard<P>(
  pattern: readonly P[],
  subject: readonly string[] | string,
  isAny: (one: P) => boolean,
  matches: (one: P, part: string) => boolean,
): boolean {
  let p = 0;
  let s = 0;
  let anyAt = -1;
  let resumeAt = 0;
  while (s < subject.length) {
    if (p < pattern.length && isAny(pattern[p]!)) {
      anyAt = p++;
      resumeAt = s;
    } else if (p < pattern.length && matches(pattern[p]!, subject[s]!)) {
      p++;
      s++;
    } else if (anyAt >= 0) {
      p = anyAt + 1;
      s = ++resumeAt;
    } else return false;
  }
  while (p < pattern.length && isAny(pattern[p]!)) p++;
  return p === pattern.length;
}
