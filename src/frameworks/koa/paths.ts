import { type Key, pathToRegexp } from 'path-to-regexp-6';
import type { PathPattern } from '#model';
import type { Place } from '#text';
import { legacySamples, modernRegex, modernSamples, regexPattern } from '../path-syntax.ts';
import type { Value } from '../values.ts';

/** A layer of the router, as far as its path goes. */
export interface Layer {
  /** With the prefixes that it has been given; empty for a step without a path. */
  readonly path: string;
  /** Installed by `use` without a path. */
  readonly pathless: boolean;
  /** Installed by `use`: matches whatever begins with its path. */
  readonly open: boolean;
  /** Installed by `use('/', …)`, which from 15 on is for the root alone (V-*-useroot). */
  readonly root: boolean;
  readonly at: Place;
}

export interface RouterKind {
  /** Of the installed router; null when nobody knows. */
  readonly major: number | null;
  readonly sensitive: boolean;
  readonly strict: boolean;
  /** Of several layers that match only the last runs, which may be a step. */
  readonly exclusive: boolean;
}

/** What a pattern was made of, for those that a prefix is put before later. */
interface Making {
  readonly layer: Layer;
  readonly kind: RouterKind;
  /** `param()` of the router hears of all its parameters. */
  readonly hears: boolean;
}

const made = new WeakMap<PathPattern, Making>();

/** The pattern of a route or step of a router. Proof: 09b-koa-router-versions, 09c-koa-router-param-prefix. */
export function routerPattern(value: Value, at: Place, open: boolean, kind: RouterKind): PathPattern {
  if (value.t === 'regex') return regexPattern(value.source, value.flags, at, open);
  if (value.t !== 'primitive' || typeof value.value !== 'string') {
    const parts = value.t === 'text' ? value.parts.map((part) => (typeof part === 'string' ? part : '<unknown>')) : [];
    return unread(parts.length > 0 ? parts.join('') : '<unknown>', at);
  }
  const root = open && value.value === '/';
  const isWhole = root && (kind.major ?? 0) >= 15;
  return compiled({ path: value.value, pathless: false, open: open && !isWhole, root, at: value.at ?? at }, kind);
}

/** The pattern of `use(step)`. */
export function everyRoute(at: Place, kind: RouterKind): PathPattern {
  return compiled({ path: '', pathless: true, open: true, root: false, at }, kind);
}

/**
 * `setPrefix` of the layer: a route at `/` is served at the prefix itself, and one at the empty path where it was. `isOwn`: the
 * prefix of the router itself, whose parameters its `param()` hears of; not of those that come later.
 */
export function prefixed(pattern: PathPattern, prefix: string, isOwn = false): PathPattern {
  if (prefix === '') return pattern;
  const known = made.get(pattern);
  if (!known) return unread(`${prefix}${pattern.text}`, pattern.at);
  const { layer, kind } = known;
  if (layer.path === '' && !layer.pathless) return pattern;
  const isRoot = layer.path === '/' && !layer.pathless && !kind.strict && !isAncient(kind);
  const hears = known.hears && (isOwn || !prefix.includes(':'));
  return compiled({ ...layer, path: isRoot ? prefix : `${prefix}${layer.path}` }, kind, hears);
}

/** From 15 on a new prefix takes the place of the old one, but not before a step without a path (seen in 15.7). */
export function unprefixed(pattern: PathPattern, prefix: string): PathPattern {
  const known = made.get(pattern);
  if (!known || known.layer.pathless || prefix === '') return pattern;
  const { path } = known.layer;
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return pattern;
  return compiled({ ...known.layer, path: path.slice(prefix.length) || '/' }, known.kind, known.hears);
}

/** What a layer is for the router that it has been copied into, which runs it. */
export function runBy(pattern: PathPattern, { exclusive }: RouterKind): PathPattern {
  const known = made.get(pattern);
  return known ? compiled(known.layer, { ...known.kind, exclusive }, known.hears) : pattern;
}

/** Before 8 paths were read by path-to-regexp 1, and copies of a router were the router itself. */
export function isAncient({ major }: RouterKind): boolean {
  return major !== null && major < 8;
}

function compiled(layer: Layer, kind: RouterKind, hears = true): PathPattern {
  const { parameters, ...pattern } = compile(layer, kind);
  const whole = hears && parameters ? { ...pattern, parameters } : pattern;
  made.set(whole, { layer, kind, hears });
  return whole;
}

function compile(layer: Layer, kind: RouterKind): PathPattern {
  const { path, pathless, open, at } = layer;
  const modern = isModern(layer, kind);
  const text = path === '' ? '/' : path;
  const defect = open && kind.exclusive ? notRun : null;
  const base = { text, kind: open ? ('prefix' as const) : ('exact' as const), defect, at };
  const samples = modern ? modernSamples(path) : legacySamples(path);
  if (pathless && path === '') return { ...base, kind: 'all', regex: null, samples: ['/'] };
  // It has no pattern there, and every request that looks for one fails.
  if (path === '' && modern) return unread('/', at);
  // Without a known version nobody knows whether it is for the root or for everything.
  if (layer.root && kind.major === null) return unread(path, at);
  try {
    return {
      ...base,
      ...regexOf(layer, kind, modern),
      samples,
      ...(isExpression(layer, kind) ? { floating: true } : {}),
    };
  } catch (error) {
    const reason = `@koa/router ${kind.major ?? ''} throws at start-up for this pattern`.replace('  ', ' ');
    const detail = String((error as Error).message).split(/[;:]\s|https?:/)[0]!;
    const suggestion = path === '*' || path === '/*' ? (modern ? '{/*path}' : '(.*)') : null;
    const throws = { kind: 'throws' as const, reason: detail ? `${reason} (${detail})` : reason, suggestion };
    return { ...base, regex: { source: '(?!)', flags: '' }, defect: throws, samples: legacySamples(path) };
  }
}

const notRun = {
  kind: 'dead',
  reason: 'an exclusive router runs only the last route that matches, none of its steps before it',
  suggestion: null,
} as const;

/** With no version known, a path is read in the syntax that it is written in. */
function isModern({ path }: Layer, { major }: RouterKind): boolean {
  return major === null ? /\{|\/\*\w/.test(path) : major >= 14;
}

/** Parameters and groups, whose stars belong to them, and stars by themselves. */
const named = /(?::\w+(?:\([^)]*\))?|\([^)]*\))[*+?]?|\*/g;

function regexOf(layer: Layer, kind: RouterKind, modern: boolean): Pick<PathPattern, 'regex' | 'parameters'> {
  const { path, pathless, open } = layer;
  const { sensitive, strict, major } = kind;
  if (!modern) {
    const old = major !== null && major < 9;
    // Before 9 it was path-to-regexp 1, for which a star stands for the rest and a slash at the end for nothing.
    const cut = old && !strict && !pathless ? path.replace(/(?<=.)\/$/, '') : path;
    const spelled = old ? cut.replace(named, (part) => (part === '*' ? '(.*)' : part)) : path;
    const whole = pathless ? `${path}${old ? '(.*)' : '([^/]*)'}` : spelled;
    const keys: Key[] = [];
    const { source, flags } = pathToRegexp(whole, keys, { end: !open, sensitive, strict });
    return { regex: { source, flags }, parameters: keys.map(({ name }) => String(name)) };
  }
  if (isExpression(layer, kind)) return { regex: { source: pathless ? `${path}([^/]*)` : path, flags: '' } };
  if (pathless && !path.includes(':')) return { regex: { source: `^${path}(?:\\/|$)`, flags: '' } };
  return modernRegex(pathless ? `${path}{/*rest}` : path, { sensitive, end: !open, trailing: !strict });
}

/** 14 takes the path of every `use` for a regular expression, with letters that count (koajs/router#202). */
function isExpression({ open }: Layer, { major }: RouterKind): boolean {
  return major === 14 && open;
}

function unread(text: string, at: Place): PathPattern {
  return { text, kind: 'unknown', regex: null, defect: null, samples: [], at };
}
