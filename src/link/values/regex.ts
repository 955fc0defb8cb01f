import type { Pattern, Text, Value } from '#frameworks';
import type { Place } from '#text';

/** Longest text and pattern that are tried: both come from the analysed code, and matching must not take long. */
const longest = 400;

const mostWords = 4;

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

/**
 * What a pattern with parts that are not known matches at most: in their places there may be anything. Outside of a group a
 * part may hold an alternative to all the rest (`a|b`), unless it is a setting; null then.
 */
export function patternOf({ parts }: Text, flags: string, at: Place): Pattern | null {
  let source = '';
  for (const part of parts) {
    const isWithin = source.split('(').length > source.split(')').length;
    if (typeof part !== 'string' && part.t !== 'environment' && !isWithin) return null;
    source += typeof part === 'string' ? part : '[^]*';
  }
  return { t: 'regex', source, flags: flags.replace(/[gy]/g, ''), at };
}

const wholes = new WeakMap<Value, Value>();

/** `^` + KEY + `$` is matched by nothing but that. */
export function ofWhole<V extends Value>(pattern: V, { parts }: Text): V {
  const [begin, value, end, ...more] = parts;
  if (begin === '^' && end === '$' && more.length === 0 && typeof value === 'object' && value.t === 'environment')
    wholes.set(pattern, value);
  return pattern;
}

export function wholeOf(pattern: Value): Value | null {
  return wholes.get(pattern) ?? null;
}

/** Words that stand in a pattern as they stand in paths, the last first: `^/items/[^/]+/cover$`. */
export function wordsOf(source: string): string[] {
  const literal = source.replace(/\\.|\[[^\]]*\]|\(\?(:|<?[=!]|<\w+>)/g, ' ');
  return [...new Set(literal.match(/[a-z][\w-]*/gi) ?? [])].reverse().slice(0, mostWords);
}

/** Whether a pattern may match a path of which the caller may have written any segment. */
export function mayMatch(pattern: Pattern, path: string): boolean {
  const segments = path.split('/');
  const variants = wordsOf(pattern.source).flatMap((word) => segments.map((_, i) => segments.with(i, word).join('/')));
  return [path, ...variants].some((variant) => testPattern(pattern, variant) !== false);
}

/** Up to the end, whatever stands there: `(.+)`, `(\\S+)`, `([^ ]+)`; or the word behind that of a scheme: `Bearer (\\w+)`. */
const toTheEnd = /(?:\.|\\S|\[\^(?: |\\s)+\])[+*]$/;
const behindWord = /[a-z]\)?(?: |\\s[+*]?)+\((?:\[(?!\^)[^\]]*\]|\\w)\+$/i;

/** Whether what a group of a pattern catches, or all of it (0), is all that stands there: nothing else is told of what comes behind. */
export function catchesRest(source: string, group: number): boolean {
  const end = endOf(source, group);
  if (end === null) return false;
  const rest = source.slice(end).replace(/\\[sbB/]|\[(?:\s|\\s)*\]/g, '');
  if (/[.[\\|]|^\)[?*{]/.test(rest)) return false;
  const caught = source.slice(0, end);
  return /\$$/.test(source) || toTheEnd.test(caught) || behindWord.test(caught);
}

/** The groups of a pattern that have names, and which they are. */
export function namedGroups(source: string): readonly (readonly [name: string, group: number])[] {
  const groups = source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?<(\w+)>|\((?!\?)/gs);
  const opened = [...groups].filter(([sign]) => sign.startsWith('('));
  return opened.flatMap(([, name], index) => (name === undefined ? [] : [[name, index + 1] as const]));
}

/** Where a group ends, before its parenthesis; null where there is none. */
function endOf(source: string, group: number): number | null {
  if (group === 0) return source.length;
  const open: number[] = [];
  let count = 0;
  for (const { 0: sign, index } of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?!<[^=!])|[()]/gs)) {
    if (sign === '(') open.push(++count);
    else if (sign === '(?') open.push(0);
    else if (sign === ')' && open.pop() === group) return index;
  }
  return null;
}
