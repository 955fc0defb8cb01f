import { isUndefined, listOf, objectValue, primitive, propertyOf, stringOf, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { exclusion, type Platform, readable, unread } from './paths.ts';

/** What the application says about the paths of all routes. */
export interface Prefixes {
  readonly prefix: string | null;
  /** Regular expressions of the paths outside of the prefix, with their method (null for all); plain: without parameters. */
  readonly outside: readonly { readonly path: string; readonly method: string | null; readonly isPlain: boolean }[];
  /** `enableVersioning` by path: what stands before the number; null without. */
  readonly versions: string | null;
  /** Versions are told by something else than the path. */
  readonly isVersionedElsewhere: boolean;
  readonly defaultVersion: Value;
}

export const noPrefixes: Prefixes = {
  prefix: null,
  outside: [],
  versions: null,
  isVersionedElsewhere: false,
  defaultVersion: undefinedValue,
};

/** `setGlobalPrefix(prefix, { exclude })`. */
export function withPrefix(
  before: Prefixes,
  prefix: Value | undefined,
  options: Value | undefined,
  platform: Platform,
): Prefixes {
  const excluded = propertyOf(options, 'exclude');
  return {
    ...before,
    prefix: readable(prefix ?? undefinedValue),
    outside: excludedPaths(excluded, platform),
  };
}

/** `enableVersioning(options)`. */
export function withVersions(before: Prefixes, options: Value | undefined): Prefixes {
  const given = options?.t === 'object' ? options : objectValue();
  const type = given.properties.get('type');
  const isUri = type === undefined || (type.t === 'primitive' && (type.value === 0 || type.value === undefined));
  const written = given.properties.get('prefix');
  const isBare = written?.t === 'primitive' && written.value === false;
  return {
    ...before,
    isVersionedElsewhere: !isUri,
    versions: isUri ? (isBare ? '' : knownOf(written)) : null,
    defaultVersion: given.properties.get('defaultVersion') ?? undefinedValue,
  };
}

/** Of a prefix that is put together, what is written out: most often the rest depends on where it runs, and is nothing. */
function knownOf(prefix: Value | undefined): string {
  return readable(prefix ?? primitive('v')).replaceAll(unread, '') || 'v';
}

/** Paths that stand outside of the prefix: strings, or `{ path, method }`. */
function excludedPaths(list: Value | undefined, platform: Platform): Prefixes['outside'] {
  const items = list?.t === 'array' ? list.items : [];
  return items.flatMap((item) => {
    const path = item.t === 'object' ? stringOf(item.properties.get('path')) : stringOf(item);
    const method = item.t === 'object' ? requestMethod(item.properties.get('method')) : null;
    return path === null ? [] : [{ path: exclusion(path, platform), method, isPlain: !/[:*({]/.test(path) }];
  });
}

export const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'];

/** `RequestMethod.POST` is a number. */
export function verbOf(value: Value | undefined): string | null {
  const name = value?.t === 'primitive' && typeof value.value === 'number' ? methods[value.value] : undefined;
  return name ?? null;
}

/** The same; null for all. */
export function requestMethod(value: Value | undefined): string | null {
  const name = verbOf(value);
  return name === 'ALL' ? null : name;
}

/** What versions are in a path: `/v1`, '' for VERSION_NEUTRAL and where paths tell no versions. */
export function versionPaths({ versions }: Prefixes, given: Value): string[] {
  const list = versions === null || isUndefined(given) ? [] : listOf(given);
  if (list.length === 0) return [''];
  return list.map((one) => {
    const name = one.t === 'primitive' ? String(one.value) : readable(one);
    return name === 'VERSION_NEUTRAL' ? '' : `/${versions}${name}`;
  });
}
