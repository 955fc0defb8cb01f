import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { SiteArgument } from '../adapter.ts';
import { pathPattern } from '../express/paths.ts';
import { primitive, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';

/** What decides how paths are read: the HTTP adapter and Nest's major version (table 1.1.1). */
export interface Platform {
  readonly kind: 'express' | 'fastify';
  /** Null when no version is known. */
  readonly major: number | null;
  /** As it was found: of one release, or a range of them. */
  readonly version: string | null;
}

/** `users/`, `/users`, '' → `/users`, `/users`, ''. */
export function rooted(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

/** The strings of a path that may be an array of paths; null for one that could not be read. */
export function pathsIn(value: Value | undefined): (string | null)[] {
  if (!value) return [''];
  if (value.t === 'array') return value.items.flatMap(pathsIn);
  if (value.t === 'choice') return value.options.flatMap((option) => pathsIn(option.value));
  if (value.t === 'primitive' && value.value === undefined) return [''];
  return [stringOf(value)];
}

/** The whole path of a route. Both HTTP adapters take trailing slashes; the versions differ in their wildcards. */
export function routePattern(path: string, at: Place, { kind, major }: Platform): PathPattern {
  const text = path === '' ? '/' : path;
  const isLegacy = major !== null && major < 11 && kind === 'express';
  const spelt = isLegacy ? text : modernised(text);
  const found = pathPattern(primitive(spelt), at, {
    major: isLegacy ? 4 : 5,
    sensitive: kind === 'fastify',
    strict: false,
    prefix: false,
  });
  // The samples keep what could not be read as it is, so that steps below an unknown prefix meet them.
  const regex = found.regex && { ...found.regex, source: found.regex.source.replaceAll(unread, '[^/]+') };
  return { ...found, text, regex };
}

/** What `app.use(path, …)` covers. */
export function mountPattern({ value, at }: SiteArgument, { kind, major }: Platform): PathPattern {
  const version = major !== null && major < 11 ? 4 : 5;
  return pathPattern(value, at, { major: version, sensitive: kind === 'fastify', strict: false, prefix: true });
}

/** Stands for a segment that could not be read. */
export const unread = '<unknown>';

/** Whether a part of a path could not be read. */
export function isUnread(path: string | null): boolean {
  return path?.includes(unread) ?? false;
}

/** The text of a path, as far as it could be read. */
export function readable(value: Value): string {
  if (value.t === 'text') return value.parts.map((part) => (typeof part === 'string' ? part : unread)).join('');
  if (value.t === 'environment' && value.fallback) return readable(value.fallback);
  return stringOf(value) ?? unread;
}

/** The wildcards of older versions, which Nest 11 rewrites: `*` and `(.*)`. */
function modernised(path: string): string {
  return path
    .replace(/\(\.\*\)/g, '*')
    .replace(/\/\*$/, '/*splat')
    .replace(/\*(?![\w])/g, '*splat')
    .replace(/:(\w+)\?/g, '{:$1}')
    .replace(/:(\w+)\([^)]*\)/g, ':$1');
}

export function unreadable(at: Place): PathPattern {
  return { text: unread, kind: 'unknown', regex: null, defect: null, samples: [], at };
}

const nothing = '(?!)';
const everything = '^/';

/** What `forRoutes(path)` covers, as a regular expression over whole paths below the global prefix: table 1.1.1. */
export function coverage(path: string, { kind, major }: Platform): string {
  const bare = path.replace(/^\/+/, '');
  const isLegacy = major !== null && major < 11;
  if (bare === '*' || (bare === '(.*)' && kind === 'fastify')) return everything;
  if (bare === '(.*)' || /^\{?\*\w+\}?$/.test(bare)) return isLegacy ? nothing : everything;
  if (bare === '') return kind === 'fastify' ? '^/?$' : everything;
  const optional = /\{\/?\*\w+\}$/.exec(bare);
  if (optional) return isLegacy ? nothing : `^/${escaped(bare.slice(0, optional.index).replace(/\/$/, ''))}(?:/.*)?$`;
  const named = /\/\*\w+$/.exec(bare);
  if (named) return isLegacy ? nothing : `^/${escaped(bare.slice(0, named.index))}/.+$`;
  const star = /\/(?:\*|\(\.\*\))$/.exec(bare);
  if (star) return `^/${escaped(bare.slice(0, star.index))}/.+$`;
  return kind === 'fastify' ? `^/${escaped(bare)}/?$` : `^/${escaped(bare)}(?:/.*)?$`;
}

/** What `exclude(path)` frees: exact paths, and wildcards as the version reads them. */
export function exclusion(path: string, { major }: Platform): string {
  const bare = path.replace(/^\/+|\/+$/g, '');
  const isLegacy = major !== null && major < 11;
  if (/\(\.\*\)$/.test(bare)) return `^/${escaped(bare.replace(/\/?\(\.\*\)$/, ''))}/.*$`;
  if (/\/\{?\*\w*\}?$|\{\/\*\w+\}$/.test(bare)) {
    const base = escaped(bare.replace(/\/\{?\*\w*\}?$|\{\/\*\w+\}$/, ''));
    return isLegacy ? nothing : `^/${base}/.*$`;
  }
  return `^/${escaped(bare)}/?$`;
}

/** The same paths below each of these versions: `/v1`, '' for none. */
export function versioned(covers: string, versions: readonly string[]): string {
  if (versions.every((version) => version === '')) return covers;
  const heads = `^(?:${versions.map(escaped).join('|')})`;
  if (covers !== everything) return heads + covers.replace(/^\^/, '');
  return versions.includes('') ? everything : `${heads}(?:/.*)?$`;
}

/** The same for one exact path, with its parameters. */
export function exactly(path: string): string {
  return `^${rooted(path) === '' ? '/?' : `${escaped(rooted(path))}/?`}$`;
}

function escaped(path: string): string {
  return path
    .replace(/[.+^$|[\]\\(){}?]/g, '\\$&')
    .replace(/:\w+(?:\\\(.*?\\\))?(?:\\\?)?/g, '[^/]+')
    .replace(/\*\w*/g, '.*');
}

/** What is said of paths below the global prefix, and of those outside of it: regular expressions; null for none of them. */
export interface Sides {
  readonly inside: string | null;
  readonly outside: string | null;
}

/** The same on both sides: paths are written without the prefix (N18); routes outside of it are tested as they are. */
export function bothSides(path: string): Sides {
  return { inside: path, outside: path };
}

/** A step's pattern: what it covers, without what it leaves out. */
export function covering(
  text: string,
  covers: Sides,
  excluded: readonly Sides[],
  prefix: string,
  at: Place,
): PathPattern {
  if (covers.inside === everything && covers.outside === everything && excluded.length === 0)
    return { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at };
  const without = (side: 'inside' | 'outside') => {
    const holes = excluded.map((one) => `(?!${unanchored(one[side] ?? nothing)})`).join('');
    return covers[side] === null ? null : holes + unanchored(covers[side]);
  };
  const regex = sided(prefix, { inside: without('inside'), outside: without('outside') });
  return { text, kind: 'exact', regex, defect: null, samples: [], at };
}

/** Whether a path of `forRoutes` is one for everything. */
export function isEverything(covers: string): boolean {
  return covers === everything;
}

/** A regular expression over whole paths. */
export function sided(prefix: string, { inside, outside }: Sides): { readonly source: string; readonly flags: string } {
  const head = escaped(prefix);
  const either = unanchored(inside ?? outside ?? nothing);
  if (prefix === '') return { source: `^${either}`, flags: 'i' };
  const parts = [
    ...(inside === null ? [] : [`${head}(?=/|$)${unanchored(inside)}`]),
    ...(outside === null ? [] : [`(?!${head}(?:/|$))${unanchored(outside)}`]),
  ];
  return { source: `^(?:${parts.join('|') || nothing})`, flags: 'i' };
}

/** Without the anchor. */
export function unanchored(path: string): string {
  return path.replace(/^\^/, '');
}
