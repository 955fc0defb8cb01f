import type { PathPattern } from '#model';
import type { Place } from '#text';
import { escaped } from '../path-syntax.ts';
import { stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';

/** Stand for any value of a parameter, as digits and as a word. */
const sampleValue = '17';
const wordValue = 'some-word';

/** The syntax of find-my-way: `:name`, `:name(regex)`, `:a-:b`, `:last?`, `*` at the end, `::` for a colon. */
const token = /::|:([A-Za-z_]\w*)(\((?:\\.|[^()\\]|\([^()]*\))*\))?(\?)?|\*/g;

export interface PathOptions {
  readonly kind: 'prefix' | 'exact';
  readonly sensitive: boolean;
  readonly slashes: boolean;
}

/** What find-my-way makes of a path: https://github.com/delvedor/find-my-way#supported-path-formats */
export function pathPattern(value: Value, at: Place, options: PathOptions): PathPattern {
  const text = stringOf(value);
  if (text !== null) return stringPattern(text, at, options);
  const shown =
    value.t === 'text' ? value.parts.map((part) => (typeof part === 'string' ? part : '<unknown>')).join('') : null;
  return { text: shown ?? '<unknown>', kind: 'unknown', regex: null, defect: null, samples: [], at };
}

export function everything(at: Place): PathPattern {
  return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
}

function stringPattern(text: string, at: Place, { kind, sensitive, slashes }: PathOptions): PathPattern {
  if (kind === 'prefix' && (text === '' || text === '/')) return everything(at);
  const written = kind === 'prefix' ? text.replace(/\/$/, '') : text;
  const end = kind === 'prefix' ? '(?=/|$)' : slashes ? '/?$' : '$';
  let source = '';
  let last = 0;
  let samples = [''];
  const literal = (part: string) => {
    source += escaped(part);
    samples = samples.map((head) => head + part);
  };
  for (const match of written.matchAll(token)) {
    const optional = match[3] === '?' && match.index + match[0].length === written.length;
    const before = written.slice(last, match.index);
    last = match.index + match[0].length;
    if (match[0] === '::') literal(`${before}:`);
    else if (match[0] === '*') {
      literal(before);
      source += '.*';
      samples = samples.flatMap((head) => [head, `${head}x`, `${head}x/y`]);
    } else if (optional) {
      const head = before.replace(/\/$/, '');
      literal(head);
      source += `(?:/${groupOf(match[2])})?`;
      samples = samples.flatMap((one) => [one || '/', ...valuesOf(match[2]).map((sample) => `${one}/${sample}`)]);
    } else {
      literal(before);
      source += groupOf(match[2]);
      samples = samples.flatMap((head) => valuesOf(match[2]).map((sample) => head + sample));
    }
  }
  literal(written.slice(last));
  const rooted = samples.map((path) => (path.startsWith('/') || kind === 'prefix' ? path : `/${path}`));
  const prefix = source.startsWith('/') || kind === 'prefix' || source === '' ? '' : '/';
  return {
    text,
    kind,
    regex: { source: `^${prefix}${source === '' ? '/?' : source}${end}`, flags: sensitive ? '' : 'i' },
    defect: kind === 'exact' ? defectIn(written) : null,
    samples: [...new Set(rooted)].slice(0, 6),
    at,
  };
}

/** What find-my-way 8 and 9 throw at when the route is added: https://github.com/delvedor/find-my-way/blob/v9.3.0/index.js */
function defectIn(path: string): PathPattern['defect'] {
  for (const { 0: text, 3: mark, index } of path.matchAll(token)) {
    if (index + text.length === path.length) continue;
    if (text === '*') return { kind: 'throws', reason: 'a wildcard stands at the end only', suggestion: null };
    if (mark) return { kind: 'throws', reason: 'an optional parameter stands at the end only', suggestion: null };
  }
  return null;
}

function groupOf(constraint: string | undefined): string {
  return constraint ? `(?:${constraint.slice(1, -1).replace(/^\^|\$$/g, '')})` : '[^/]+';
}

/** Values that a parameter takes. */
function valuesOf(constraint: string | undefined): string[] {
  if (!constraint) return [sampleValue, wordValue];
  try {
    const regex = new RegExp(`^${groupOf(constraint)}$`);
    const taken = [sampleValue, wordValue, 'x', '2024-01-01', 'file.txt', 'file.png', 'en'].find((one) =>
      regex.test(one),
    );
    return [taken ?? sampleValue];
  } catch {
    return [sampleValue];
  }
}

export function isSensitive(options: ReadonlyMap<string, Value>): boolean {
  const given = options.get('caseSensitive');
  return !(given?.t === 'primitive' && given.value === false);
}
