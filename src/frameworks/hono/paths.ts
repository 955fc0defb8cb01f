import type { PathPattern } from '#model';
import type { Place } from '#text';
import { escaped } from '../path-syntax.ts';
import { stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { isBefore } from '../version.ts';

/** Whether a star inside a path is understood: from some release after 4.13.0 on; null for those in between and unknown ones. */
export type Stars = boolean | null;

export function starsOf(version: string | null): Stars {
  if (version === null) return null;
  if (isBefore(version, [4, 13, 1])) return false;
  return isBefore(version, [4, 13, 19]) ? null : true;
}

export interface PathKind {
  readonly stars: Stars;
  /** Whether a slash at the end makes another path; the default. */
  readonly strict: boolean;
  /** Whether requests are matched in lower case. */
  readonly foldsCase: boolean;
}

/** `mergePath` of Hono: https://github.com/honojs/hono/blob/main/src/utils/url.ts */
export function merged(base: string, path: string): string {
  const head = `${base.startsWith('/') ? '' : '/'}${base}`;
  if (path === '/') return head;
  return `${head}${base.endsWith('/') ? '' : '/'}${path.startsWith('/') ? path.slice(1) : path}`;
}

/**
 * The pattern of a path below a base. The whole path is compared, letter by letter; `/*` at the end takes the path before
 * it too (H02, H11). Proof: 10-hono, 10c-hono-patterns.
 */
export function honoPattern(base: string, value: Value, at: Place, kind: PathKind): PathPattern {
  const text = stringOf(value);
  if (text !== null) return textPattern(merged(base, text), value.t === 'primitive' ? (value.at ?? at) : at, kind);
  const parts = value.t === 'text' ? value.parts.map((part) => (typeof part === 'string' ? part : '<unknown>')) : [];
  return unread(merged(base, parts.length > 0 ? parts.join('') : '<unknown>'), at);
}

/** The pattern that a copy has below a base. */
export function moved(pattern: PathPattern, base: string, kind: PathKind): PathPattern {
  const path = merged(base, pattern.text);
  return pattern.kind === 'unknown' ? unread(path, pattern.at) : textPattern(path, pattern.at, kind);
}

/** Whether a path pattern of a library of Hono takes a path: `except('/public/*', …)`. */
export function honoMatches(pattern: string, path: string): boolean {
  const { regex } = textPattern(
    merged('/', pattern),
    { file: '', start: 0, end: 0 },
    { stars: true, strict: true, foldsCase: false },
  );
  return regex === null || new RegExp(regex.source).test(path);
}

function unread(text: string, at: Place): PathPattern {
  return { text, kind: 'unknown', regex: null, defect: null, samples: [], at };
}

function textPattern(text: string, at: Place, { stars, strict, foldsCase }: PathKind): PathPattern {
  if (text === '/*') return { text, kind: 'all', regex: null, defect: null, samples: ['/'], at };
  const isPrefix = text.endsWith('/*');
  const kind = isPrefix ? ('prefix' as const) : ('exact' as const);
  const segments = segmentsOf(text);
  const dead = deadReason(segments, stars);
  if (dead) {
    const defect = { kind: 'dead' as const, reason: dead, suggestion: text.replace(/\/?\*+\/?$/, '/*') };
    return { text, kind, regex: { source: '(?!)', flags: '' }, defect, samples: samplesOf(segments), at };
  }
  if (stars !== true && segments.slice(0, -1).includes('*')) return unread(text, at);
  if (stars === null && hasOpenEnd(segments)) return unread(text, at);
  if (stars !== true && isPrefix && segments.some(isOptional)) return unread(text, at);
  const source = sourceOf(segments);
  const end = strict || isPrefix ? '' : '/?';
  return {
    text,
    kind,
    regex: { source: `^${source}${end}$`, flags: foldsCase ? 'i' : '' },
    defect: null,
    samples: samplesOf(segments),
    at,
  };
}

/** Split at slashes that do not stand in a parameter's regular expression. */
function segmentsOf(text: string): string[] {
  const segments = [''];
  let depth = 0;
  for (const letter of text.slice(1)) {
    if (letter === '{') depth++;
    if (letter === '}') depth--;
    if (letter === '/' && depth === 0) segments.push('');
    else segments[segments.length - 1] += letter;
  }
  return segments;
}

/** `/api*`: the last segment begins like this. */
function hasOpenEnd(segments: readonly string[]): boolean {
  return /^[^*]+\*$/.test(segments.at(-1)!) && !segments.at(-1)!.startsWith(':');
}

function deadReason(segments: readonly string[], stars: Stars): string | null {
  if (segments.some((segment) => segment.includes('**')))
    return 'Hono does not know `**`: the pattern matches no request';
  if (segments.length > 1 && segments.at(-1) === '' && segments.at(-2) === '*')
    return 'a slash after the wildcard: the pattern matches no request';
  if (stars === false && hasOpenEnd(segments))
    return 'this version of Hono takes a wildcard only for a whole segment: the pattern matches no request';
  return null;
}

const parameter = /^:([^{}?]+)(?:\{(.+)\})?(\?)?$/;

function isOptional(segment: string): boolean {
  return parameter.exec(segment)?.[3] !== undefined;
}

/**
 * Only where a path ends with an optional parameter are there optional ones: with each of them goes all that is behind
 * it. Elsewhere the question mark means nothing. `checkOptionalParameter`, https://github.com/honojs/hono/blob/main/src/utils/url.ts
 */
function leavesOut(segments: readonly string[], index: number): boolean {
  return isOptional(segments.at(-1)!) && isOptional(segments[index]!);
}

function sourceOf(segments: readonly string[]): string {
  return segments.reduceRight((rest, segment, index) => {
    const all = segmentSource(segment, index === segments.length - 1) + rest;
    if (!leavesOut(segments, index)) return all;
    return index === 0 ? `(?:/|${all})` : `(?:${all})?`;
  }, '');
}

function segmentSource(segment: string, isLast: boolean): string {
  if (segment === '*') return isLast ? '(?:/.*)?' : '/[^/]*';
  if (isLast && /^[^:*]+\*$/.test(segment)) return `/${escaped(segment.slice(0, -1))}.*`;
  const found = parameter.exec(segment);
  if (!found) return `/${escaped(segment)}`;
  return `/${isRegex(found[2]) ? `(?:${found[2]})` : '[^/]+'}`;
}

function isRegex(source: string | undefined): source is string {
  if (source === undefined) return false;
  try {
    return new RegExp(source) !== null;
  } catch {
    return false;
  }
}

function samplesOf(segments: readonly string[]): string[] {
  const shorter: string[] = [];
  let all = [''];
  for (const [index, segment] of segments.entries()) {
    if (leavesOut(segments, index)) shorter.push(...all);
    const found = parameter.exec(segment);
    const isLast = index === segments.length - 1;
    const parts = found
      ? valuesOf(found[2]).map((value) => `/${value}`)
      : segment.endsWith('*')
        ? isLast && /^\*+$/.test(segment)
          ? ['', '/x', '/x/y']
          : [`/${segment.slice(0, -1)}`, `/${segment.slice(0, -1)}x`].filter((part) => part !== '/')
        : [`/${segment}`];
    all = all.flatMap((head) => parts.map((part) => head + part)).slice(0, 8);
  }
  return [...new Set([...all, ...shorter].map((path) => path || '/'))];
}

/** Values for a parameter, some of which satisfy its regular expression. */
function valuesOf(regex: string | undefined): string[] {
  if (!isRegex(regex)) return ['17', 'some-word'];
  const whole = new RegExp(`^(?:${regex})$`);
  const found = ['17', 'some-word', 'x', 'a.png', '2024-01-01', '3fa85f64-5717-4562-b3fc-2c963f66afa6'].filter((one) =>
    whole.test(one),
  );
  return found.length > 0 ? found.slice(0, 2) : regex.split('|').slice(0, 1);
}
