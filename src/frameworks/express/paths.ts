import { parse, pathToRegexp, type Token } from 'path-to-regexp';
import legacy from 'path-to-regexp-0.1';
import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { Value } from '../values.ts';

export interface PathOptions {
  readonly major: number | null;
  readonly sensitive: boolean;
  readonly strict: boolean;
  /** `use` matches a prefix, everything else the whole path. */
  readonly prefix: boolean;
}

/** Stands for any value of a parameter; digits satisfy the usual constraints. */
const sampleValue = '17';
/** And this for one without a constraint, which a guard with a constraint may not take. */
const wordValue = 'some-word';

/**
 * What Express would make of a path argument, by its own matcher: path-to-regexp 0.1 for Express 4, 8 for Express 5.
 * Proof: 01-express-routing (R02 to R06l, R25, R28, R29).
 */
export function pathPattern(value: Value, at: Place, options: PathOptions): PathPattern {
  if (value.t === 'primitive' && typeof value.value === 'string')
    return stringPattern(value.value, value.at ?? at, options);
  if (value.t === 'regex') return regexPattern(value.source, value.flags, at, options.prefix);
  if (value.t === 'text') {
    const text = value.parts.map((part) => (typeof part === 'string' ? part : '<unknown>')).join('');
    return {
      text: text.startsWith('/') ? text : `/${text}`,
      kind: 'unknown',
      regex: null,
      defect: null,
      samples: [],
      at,
    };
  }
  return { text: '<unknown>', kind: 'unknown', regex: null, defect: null, samples: [], at };
}

export function everything(at: Place): PathPattern {
  return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
}

function stringPattern(text: string, at: Place, options: PathOptions): PathPattern {
  if (options.prefix && (text === '/' || text === '')) return everything(at);
  const kind = options.prefix ? 'prefix' : 'exact';
  const missingSlash = text !== '' && !text.startsWith('/') && !text.startsWith('*') && !text.startsWith('(');
  if (missingSlash) {
    const reason = 'a path without a leading slash never matches a request';
    return {
      text,
      kind,
      regex: { source: '(?!)', flags: '' },
      defect: { kind: 'dead', reason, suggestion: `/${text}` },
      samples: [`/${text}`],
      at,
    };
  }
  return options.major === 4 || (options.major === null && isLegacySyntax(text))
    ? legacyPattern(text, at, kind, options)
    : modernPattern(text, at, kind, options);
}

/** With no version known, a path is read in the syntax that it is written in. */
function isLegacySyntax(text: string): boolean {
  return /\*(?![A-Za-z_"])|\?|\(|\+/.test(text);
}

function legacyPattern(text: string, at: Place, kind: 'prefix' | 'exact', options: PathOptions): PathPattern {
  let regex: RegExp;
  try {
    regex = legacy(text, [], {
      end: kind === 'exact',
      sensitive: options.sensitive,
      strict: kind === 'exact' && options.strict,
    });
  } catch (error) {
    return throwing(text, at, kind, String((error as Error).message), null);
  }
  const samples = legacySamples(text);
  const foreign = /\{[/*:]|\*[A-Za-z_]\w*/.test(text);
  const defect = foreign
    ? ({
        kind: 'dead',
        reason: 'Express 4 accepts this Express 5 wildcard and matches no useful path with it',
        suggestion: text.replace(/\{?\/?\*\w+\}?/, '/*'),
      } as const)
    : null;
  return {
    text,
    kind,
    regex: { source: regex.source, flags: regex.flags },
    defect,
    samples: foreign ? modernSamples(text) : samples,
    at,
  };
}

function modernPattern(text: string, at: Place, kind: 'prefix' | 'exact', options: PathOptions): PathPattern {
  // Express 5 drops trailing slashes of mount paths (router/lib/layer.js, `loosen`).
  const path = (kind === 'prefix' || !options.strict) && text.length > 1 ? text.replace(/\/+$/, '') : text;
  try {
    const { regexp } = pathToRegexp(path, {
      sensitive: options.sensitive,
      end: kind === 'exact',
      trailing: kind === 'prefix' || !options.strict,
    });
    return {
      text,
      kind,
      regex: { source: regexp.source, flags: regexp.flags },
      defect: null,
      samples: modernSamples(text),
      at,
    };
  } catch (error) {
    const reason =
      options.major === null ? 'this pattern is not valid' : 'Express 5 throws at start-up for this pattern';
    const detail = String((error as Error).message)
      .split(/[;:]\s|https?:/)[0]!
      .trim();
    return throwing(text, at, kind, detail ? `${reason} (${detail})` : reason, modernSpelling(text));
  }
}

function throwing(
  text: string,
  at: Place,
  kind: 'prefix' | 'exact',
  reason: string,
  suggestion: string | null,
): PathPattern {
  return {
    text,
    kind,
    regex: { source: '(?!)', flags: '' },
    defect: { kind: 'throws', reason, suggestion },
    samples: legacySamples(text),
    at,
  };
}

/** The Express 5 spelling of an Express 4 pattern, where there is an equal one. */
function modernSpelling(text: string): string | null {
  if (text === '*' || text === '/*' || text === '(.*)') return '/{*splat}';
  if (/^\/[\w/-]+\/\*$/.test(text)) return text.replace(/\/\*$/, '{/*splat}');
  const optional = text.replace(/\/:(\w+)\?/g, '{/:$1}');
  return optional !== text && !/[*+()?]/.test(optional) ? optional : null;
}

function legacySamples(text: string): string[] {
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

function modernSamples(text: string): string[] {
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

function regexPattern(source: string, flags: string, at: Place, prefix: boolean): PathPattern {
  if (explosive.test(source) || source.length > 400)
    return { text: `/${source}/${flags}`, kind: 'unknown', regex: null, defect: null, samples: [], at };
  const literal = source
    .replace(/^\^|\$$/g, '')
    .replace(/\\\//g, '/')
    .replace(/\\\./g, '.')
    .replace(/\/\?$/, '')
    .replace(/\[\^\/\]\+|\\w\+|\\d\+|\.[*+]/g, sampleValue)
    .replace(/\(\?:|[()]/g, '');
  const tried = [/^[\w/.~-]*$/.test(literal) ? rooted(literal) : null, ...candidates].filter((path) => path !== null);
  const matching = source.length > 300 ? [] : tried.filter((path) => safely(source, flags, path));
  return {
    text: `/${source}/${flags}`,
    kind: prefix ? 'prefix' : 'exact',
    regex: { source, flags: flags.replace(/[gy]/g, '') },
    defect: null,
    samples: matching.slice(0, 4),
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
