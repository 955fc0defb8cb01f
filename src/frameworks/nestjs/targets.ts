import type { Place } from '#text';
import type { Hole, Site } from '../adapter.ts';
import { propertyOf, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { isBefore } from '../version.ts';
import type { ControllerRoute } from './controller-route.ts';
import { meantBy } from './misspelt.ts';
import {
  below,
  coverage,
  exactly,
  exclusion,
  isEverything,
  isUnread,
  type Platform,
  rooted,
  versioned,
} from './paths.ts';
import { type Prefixes, requestMethod, versionPaths } from './prefixes.ts';

/** What `exclude` frees of the paths that a middleware is for. */
export interface Excluded extends Hole {
  /** Below the prefix. */
  readonly path: string;
  /** It frees the requests for one version only, which something else than the path tells. */
  readonly isForVersion: boolean;
}

/** Paths that a middleware is for. */
export interface Target {
  /** Null where it could not be read. */
  readonly path: string | null;
  readonly method: string | null;
  readonly text: string;
  readonly at: Place;
  /** A route's path, where the one that is written is a misspelling of it. */
  readonly meant: string | null;
  /** What must hold for it to be covered, where that is not known. */
  readonly doubt: string | null;
  /** The paths outside of the prefix that it covers, too; null where these are not limited. */
  readonly beyond: readonly string[] | null;
}

type Routes = ReadonlyMap<object, readonly ControllerRoute[]>;

/** What the arguments of `forRoutes` and `exclude` name: controllers, paths, `{ path, method, version }`. Table 1.1.1. */
export class Targets {
  readonly #site: Site;
  readonly #routes: Routes;
  readonly #platform: Platform;
  readonly #prefixes: Prefixes;

  constructor(site: Site, routes: Routes, platform: Platform, prefixes: Prefixes) {
    this.#site = site;
    this.#routes = routes;
    this.#platform = platform;
    this.#prefixes = prefixes;
  }

  /** What `forRoutes` covers. */
  covered(values: readonly Value[], at: Place): Target[] {
    const targets = values.flatMap((value) => this.#covered(value, at));
    return this.#since([11, 2, 8], [12, 2, 0]) === false
      ? withoutOverlapped(targets)
      : targets.map(({ target }) => target);
  }

  #covered(value: Value, at: Place): Overlapping[] {
    if (value.t === 'class')
      return (this.#routes.get(value.env) ?? []).map(({ method, path, version }) => {
        const whole = version + path;
        const verb = method === 'ALL' ? null : method;
        const target = { path: exactly(whole), method: verb, text: whole, at, meant: null, doubt: null, beyond: null };
        return { target, written: path };
      });
    const text = pathOf(value);
    const place = (value.t === 'object' && value.at) || at;
    const given = propertyOf(value, 'method');
    const method = requestMethod(given);
    if (text === null) {
      this.#site.gap('a path of forRoutes could not be read', at);
      const nothing = { path: null, text: '<unknown>', meant: null, doubt: null, beyond: null };
      return [{ target: { ...nothing, method, at: place }, written: '' }];
    }
    const isExact = given !== undefined && !/[*(]/.test(text);
    const bare = isExact ? exactly(text) : coverage(text, this.#platform);
    const isSettled = this.#since([11, 2, 8], [12, 2, 0]);
    const defaults = isSettled === false ? [''] : versionPaths(this.#prefixes, this.#prefixes.defaultVersion);
    const named = this.#versionsOf(value);
    const all = named ?? [...new Set(['', ...defaults])];
    const routes = [...this.#routes.values()].flat();
    const meant = meantBy({ text, path: versioned(bare, all), method }, routes);
    const of = (versions: readonly string[], doubt: string | null, beyond: Target['beyond'] = null): Overlapping => ({
      target: { path: versioned(bare, versions), method, text, at: place, meant, doubt, beyond },
      written: rooted(text),
    });
    if (isEverything(versioned(bare, all))) {
      const beyond = this.#unversioned();
      const reaches = beyond ? this.#since([11, 2, 9], [12, 4, 2]) : true;
      if (reaches === null) return [of([''], null, beyond), of([''], 'Nest is 11.2.9, 12.4.2 or newer')];
      return [of([''], null, reaches ? null : beyond)];
    }
    const isKnown = named !== null || isSettled !== null || all.length === 1;
    return isKnown ? [of(all, null)] : [of([''], null), of(defaults, 'Nest is 11.2.8, 12.2.0 or newer')];
  }

  /** Paths outside of the prefix as they are written, without the versions that stand before them; null without any. */
  #unversioned(): string[] | null {
    const { prefix, outside, versions } = this.#prefixes;
    return prefix === null || versions === null || outside.length === 0 ? null : outside.map(({ path }) => path);
  }

  /** The versions that are written beside a path: `{ path, version }`. */
  #versionsOf(value: Value): string[] | null {
    const version = propertyOf(value, 'version');
    return version ? versionPaths(this.#prefixes, version) : null;
  }

  /** What `exclude` leaves out; null for what could not be read. */
  excluded(value: Value, otherwise: Place): (Excluded | null)[] {
    if (value.t === 'class')
      return (this.#routes.get(value.env) ?? []).map(({ method, path, version }) =>
        this.#hole(version + path, [''], method === 'ALL' ? null : method, otherwise, false),
      );
    const text = pathOf(value);
    if (text === null) {
      this.#site.gap('a path of exclude could not be read', otherwise);
      return [null];
    }
    const given = propertyOf(value, 'version');
    const method = value.t === 'object' ? requestMethod(value.properties.get('method')) : null;
    const isElsewhere = given !== undefined && this.#prefixes.isVersionedElsewhere;
    const at = ('at' in value && value.at) || otherwise;
    // Older ones free all versions of the path.
    const isKept = isElsewhere && this.#since([11, 2, 8], [12, 2, 0]) !== false;
    return [this.#hole(text, this.#versionsOf(value) ?? [''], method, at, isKept)];
  }

  #hole(text: string, versions: readonly string[], method: string | null, at: Place, isForVersion: boolean): Excluded {
    const { prefix } = this.#prefixes;
    const path = versioned(exclusion(text, this.#platform), versions);
    return {
      path,
      text: (versions.length === 1 ? versions[0]! : '') + rooted(text) || '/',
      at,
      isWide: /[*:(]/.test(text),
      method,
      regex: below(rooted(prefix ?? ''), path.replace(/^\^/, '')),
      otherwise: rooted(prefix ?? '') === '' ? null : 'paths are written without the global prefix',
      isForVersion,
    };
  }

  /**
   * Whether the release is one that has what came with these. 11.2.8 and 12.2.0 are the first to cover the default version
   * by a path that is written without one, to keep versions apart in `exclude` and to forget no path beside one with
   * parameters; 11.2.9 and 12.4.2 to cover versions outside of the prefix by `*`. Null where the release is not known.
   */
  #since(of11: Release, of12: Release): boolean | null {
    const { version, major } = this.#platform;
    if (major !== null && major < 11) return false;
    if (!/^\d+\.\d+\.\d+/.test(version ?? '')) return null;
    return !isBefore(version, major === 11 ? of11 : of12);
  }
}

type Release = readonly [number, number, number];

interface Overlapping {
  readonly target: Target;
  /** Without a version. */
  readonly written: string;
}

/** Older ones leave out a path that another one with parameters takes, whatever their versions are. */
function withoutOverlapped(all: readonly Overlapping[]): Target[] {
  const wide = all.filter(({ written }) => written.includes(':'));
  const isTaken = ({ target, written }: Overlapping) =>
    wide.some(
      (one) =>
        one.target.method === target.method &&
        one.written !== written &&
        new RegExp(`^${one.written.replace(/:[^/]*/g, '[^/]*')}$`).test(written),
    );
  return all.filter((one) => !isTaken(one)).map(({ target }) => target);
}

function pathOf(value: Value): string | null {
  const text = value.t === 'object' ? stringOf(value.properties.get('path')) : stringOf(value);
  return isUnread(text) ? null : text;
}
