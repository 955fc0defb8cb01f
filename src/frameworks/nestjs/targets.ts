import type { Place } from '#text';
import type { Hole, Site } from '../adapter.ts';
import { propertyOf, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { isBefore } from '../version.ts';
import type { ControllerRoute } from './controller-route.ts';
import { meantBy } from './misspelt.ts';
import {
  bothSides,
  coverage,
  exactly,
  exclusion,
  isEverything,
  isUnread,
  type Platform,
  rooted,
  type Sides,
  sided,
  unanchored,
  versioned,
} from './paths.ts';
import { type Prefixes, requestMethod, versionPaths } from './prefixes.ts';

/** What `exclude` frees of the paths that a middleware is for. */
export interface Excluded extends Hole {
  readonly paths: Sides;
  /** It frees the requests for one version only, which something else than the path tells. */
  readonly isForVersion: boolean;
}

/** Paths that a middleware is for. */
export interface Target {
  /** Null where it could not be read. */
  readonly paths: Sides | null;
  readonly method: string | null;
  readonly text: string;
  readonly at: Place;
  /** A route's path, where the one that is written is a misspelling of it. */
  readonly meant: string | null;
  /** What must hold for it to be covered, where that is not known. */
  readonly doubt: string | null;
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
        const target = { paths: bothSides(exactly(whole)), method: verb, text: whole, at, meant: null, doubt: null };
        return { target, written: path };
      });
    const text = pathOf(value);
    const place = (value.t === 'object' && value.at) || at;
    const given = propertyOf(value, 'method');
    const method = requestMethod(given);
    if (text === null) {
      this.#site.gap('a path of forRoutes could not be read', at);
      const nothing = { paths: null, text: '<unknown>', meant: null, doubt: null };
      return [{ target: { ...nothing, method, at: place }, written: '' }];
    }
    const isExact = given !== undefined && !/[*(]/.test(text);
    const covers = isExact ? exactly(text) : coverage(text, this.#platform);
    const isSettled = this.#since([11, 2, 8], [12, 2, 0]);
    const defaults = isSettled === false ? [''] : versionPaths(this.#prefixes, this.#prefixes.defaultVersion);
    const named = this.#versionsOf(value);
    const all = named ?? [...new Set(['', ...defaults])];
    const routes = [...this.#routes.values()].flat();
    const meant = meantBy({ text, path: versioned(covers, all), method }, routes);
    const target = { method, text, at: place, meant };
    const of = (paths: Sides, doubt: string | null): Overlapping => ({
      target: { ...target, paths, doubt },
      written: rooted(text),
    });
    if (isEverything(versioned(covers, all))) {
      const whole = bothSides(covers);
      const unversioned = this.#unversioned();
      const reaches = unversioned === null ? true : this.#since([11, 2, 9], [12, 4, 2]);
      const limited = { ...whole, outside: unversioned };
      if (reaches === null) return [of(limited, null), of(whole, 'Nest is 11.2.9, 12.4.2 or newer')];
      return [of(reaches ? whole : limited, null)];
    }
    const isKnown = named !== null || isSettled !== null || all.length === 1;
    const known = isKnown
      ? [of(bothSides(versioned(covers, all)), null)]
      : [
          of(bothSides(versioned(covers, [''])), null),
          of(bothSides(versioned(covers, defaults)), 'Nest is 11.2.8, 12.2.0 or newer'),
        ];
    return known.flatMap((one) => this.#onItsSide(one, text, method));
  }

  /** A path stands on one side of the prefix. New releases cover what it takes on the other one as well. */
  #onItsSide(one: Overlapping, text: string, method: string | null): Overlapping[] {
    const { paths } = one.target;
    const reaches = this.#prefixes.outside.length === 0 ? true : this.#since(reachingOver[0], reachingOver[1]);
    if (reaches === true || !paths) return [one];
    const isOutside = this.#isOutside(text, method);
    const own = { ...one, target: { ...one.target, paths: { ...paths, [isOutside ? 'inside' : 'outside']: null } } };
    const doubt = one.target.doubt ?? 'Nest is 11.2.10, 12.4.2 or newer';
    return reaches === null ? [own, { ...one, target: { ...one.target, doubt } }] : [own];
  }

  /** Whether a path is taken out of the prefix, as it is written, for this method or for all. */
  #isOutside(text: string, method: string | null): boolean {
    return this.#prefixes.outside.some(
      (one) => (one.method === null || one.method === method) && new RegExp(one.path, 'i').test(rooted(text)),
    );
  }

  /** Paths outside of the prefix as they are written, without the versions that stand before them; null without any. */
  #unversioned(): string | null {
    const { prefix, outside, versions } = this.#prefixes;
    if (prefix === null || versions === null || outside.length === 0) return null;
    return `(?=${outside.map(({ path }) => unanchored(path)).join('|')})/`;
  }

  /** The versions that are written beside a path: `{ path, version }`. */
  #versionsOf(value: Value): string[] | null {
    const version = propertyOf(value, 'version');
    return version ? versionPaths(this.#prefixes, version) : null;
  }

  /** What `exclude` leaves out; null for what could not be read. */
  excluded(value: Value, otherwise: Place): (Excluded | null)[] {
    if (value.t === 'class')
      return (this.#routes.get(value.env) ?? []).map(({ method, path, version }) => {
        const paths = bothSides(exclusion(version + path, this.#platform));
        return this.#hole(version + path, paths, method === 'ALL' ? null : method, otherwise, false);
      });
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
    const versions = this.#versionsOf(value) ?? [''];
    const paths = this.#freed(text, versions, method);
    return [this.#hole((versions.length === 1 ? versions[0]! : '') + rooted(text), paths, method, at, isKept)];
  }

  #hole(text: string, paths: Sides, method: string | null, at: Place, isForVersion: boolean): Excluded {
    const prefix = rooted(this.#prefixes.prefix ?? '');
    return {
      paths,
      text: text || '/',
      at,
      isWide: /[*:(]/.test(text),
      method,
      regex: sided(prefix, paths),
      otherwise: prefix === '' ? null : 'paths are written without the global prefix',
      isForVersion,
    };
  }

  /** What stands on the other side of the prefix is freed where it is written out, and by new releases only. */
  #freed(text: string, versions: readonly string[], method: string | null): Sides {
    const path = versioned(exclusion(text, this.#platform), versions);
    const { outside } = this.#prefixes;
    if (outside.length === 0 || isWildcard(text)) return bothSides(path);
    if (this.#isOutside(text, method)) return { inside: null, outside: path };
    if (this.#since(reachingOver[0], reachingOver[1]) === false) return { inside: path, outside: null };
    const plain = outside.filter((one) => one.isPlain && (!one.method || !method || one.method === method));
    const written = plain.map((one) => unanchored(one.path)).join('|');
    return { inside: path, outside: written === '' ? null : `(?=${written})${unanchored(path)}` };
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

/** The first releases that look for paths on both sides of the global prefix. */
const reachingOver: readonly [Release, Release] = [
  [11, 2, 10],
  [12, 4, 2],
];

/** Taken as it is written, whatever the prefix is. */
function isWildcard(text: string): boolean {
  return /^\/?(?:\*|\(\.\*\)|\{)/.test(text);
}

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
