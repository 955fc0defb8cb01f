import { parse, pathToRegexp, type Token } from 'path-to-regexp';
import type { PathPattern } from '#model';
import type { Place } from '#text';
import { samplesOf } from './regex-samples.ts';

/** Stands for any value of a parameter; digits satisfy the usual constraints. */
const sampleValue = '17';
/** And this for one without a constraint, which a guard with a constraint may not take. */
const wordValue = 'some-word';

/** What path-to-regexp 8 makes of a path (Express 5, @koa/router from 14). Throws for what it does not accept. */
export function modernRegex(
  path: string,
  options: { readonly sensitive: boolean; readonly end: boolean; readonly trailing: boolean },
): { regex: { source: string; flags: string }; parameters: string[] } {
  const { regexp, keys } = pathToRegexp(path, options);
  return { regex: { source: regexp.source, flags: regexp.flags }, parameters: keys.map(({ name }) => name) };
}

/** Concrete paths for a path in the syntax of path-to-regexp 0.1 to 6. */
export function legacySamples(text: string): string[] {
  const words = text.replace(/:(\w+)(?![\w(?*+])/g, wordValue);
  return [...legacyForms(text), ...(words === text ? [] : legacyForms(words).slice(0, 1))];
}

function legacyForms(text: string): string[] {
  const plain = text.replace(/:(\w+)(\((?:\\.|[^()])*\))?/g, sampleValue).replace(/\((\.\*)\)/g, '*');
  const optional = plain.match(/\/17\?/)
    ? [plain.replace(/\/17\?/g, ''), plain.replace(/\?/g, '')]
    : [plain.replace(/.\?/g, '')];
  return optional
    .flatMap((one) => (one.includes('*') ? ['', 'x', 'x/y'].map((part) => one.replace(/\*/g, part)) : [one]))
    .map(rooted)
    .filter(distinct);
}

/** Concrete paths for a path in the syntax of path-to-regexp 8. */
export function modernSamples(text: string): string[] {
  try {
    return expand(parse(text).tokens).map(rooted).filter(distinct);
  } catch {
    return legacySamples(text);
  }
}

function expand(tokens: readonly Token[]): string[] {
  let all = [''];
  for (const token of tokens) {
    const parts =
      token.type === 'text'
        ? [token.value]
        : token.type === 'param'
          ? [sampleValue, wordValue]
          : token.type === 'wildcard'
            ? ['x', 'x/y']
            : ['', ...expand(token.tokens)];
    all = all.flatMap((head) => parts.map((part) => head + part)).slice(0, 12);
  }
  return all;
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

function distinct(path: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(path) === index;
}

/** Paths tried on a regular expression to find some that it takes. */
const candidates = [
  '/',
  '/x',
  '/x/y',
  '/api',
  '/api/x',
  '/index.html',
  '/17',
  '/users',
  '/users/17',
  '/admin',
  '/admin/x',
  '/login',
];

/** A group that repeats something that itself repeats can take exponential time: such a pattern is not tried. */
const explosive = /\([^()]*[+*}][^()]*\)\s*[+*{]/;

export function regexPattern(source: string, flags: string, at: Place, prefix: boolean): PathPattern {
  if (explosive.test(source) || source.length > 400)
    return { text: `/${source}/${flags}`, kind: 'unknown', regex: null, defect: null, samples: [], at };
  const told = source.length > 300 ? null : samplesOf(source)?.map(rooted);
  // Of several alternatives, those that nobody has tried may be the ones that no guard knows.
  const isWhole = told?.every((path) => safely(source, flags, path)) ?? false;
  const tried = isWhole ? [...told!, ...candidates] : source.includes('|') ? [] : candidates;
  const matching = tried.filter((path) => safely(source, flags, path)).filter(distinct);
  return {
    text: `/${source}/${flags}`,
    kind: prefix ? 'prefix' : 'exact',
    regex: { source, flags: flags.replace(/[gy]/g, '') },
    defect: null,
    samples: matching.slice(0, Math.max(4, told?.length ?? 0)),
    at,
  };
}

function safely(source: string, flags: string, path: string): boolean {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, '')).test(path);
  } catch {
    return false;
  }
}

/** The source of a regular expression that takes a text letter by letter. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Takes whole segments, letter by letter. */
export function literalPrefix(text: string, at: Place): PathPattern {
  // A slash at the end is part of what is looked for.
  const end = text.endsWith('/') ? '' : '(?=/|$)';
  const source = `^${escaped(text)}${end}`;
  return { text, kind: 'prefix', regex: { source, flags: '' }, defect: null, samples: [text], at };
}
