import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import {
  isTrue,
  isUndefined,
  listOf,
  native,
  objectValue,
  primitive,
  propertyOf,
  stringOf,
  unknown,
} from '../plain-values.ts';
import type { Value } from '../values.ts';
import type { Wanted } from './access.ts';
import { accessOf } from './access.ts';
import { type OwnStrategy, type Turn, tested, tryInTurn } from './strategies.ts';

/** A scheme of the program's own, or of a plugin from a package: `hapi-auth-jwt2` gives `jwt`. */
type Scheme =
  | { readonly is: 'own'; readonly make: Value }
  | { readonly is: 'plugin'; readonly package: string }
  | { readonly is: 'unknown' };

type Strategy =
  | OwnStrategy
  | { readonly is: 'plugin'; readonly package: string; readonly options: Value; readonly at: Place }
  | { readonly is: 'unknown' };

/** Plugins that bring a scheme, by package. https://hapi.dev/api#-serverauthschemename-scheme */
const schemePlugins: Readonly<Record<string, string>> = {
  '@hapi/jwt': 'jwt',
  'hapi-auth-jwt2': 'jwt',
  '@hapi/cookie': 'cookie',
  'hapi-auth-cookie': 'cookie',
  '@hapi/basic': 'basic',
  'hapi-auth-basic': 'basic',
  '@hapi/bell': 'bell',
  bell: 'bell',
  'hapi-auth-bearer-token': 'bearer-access-token',
};

/** Whether a plugin only brings a scheme. */
export function isSchemePlugin(packageName: string): boolean {
  return Object.hasOwn(schemePlugins, packageName);
}

/** The export of the catalog that stands for what a plugin's scheme does to a request. */
const schemeExport = 'plugin#scheme';

/** Schemes, strategies and the default of one server; plugins share them. Proof: 11-hapi (A02b, A08, A08b). */
export class Authentication {
  readonly #schemes = new Map<string, Scheme>();
  readonly #strategies = new Map<string, Strategy>();
  /** What `server.auth.default()` was given; it also applies to routes that were added before. */
  fallback: Value | null = null;
  fallbackAt: Place | null = null;

  /** `auth.default(undefined)` sets none, and the server starts. */
  setDefault(value: Value, at: Place): void {
    if (isAbsent(value)) return;
    this.fallback = value;
    this.fallbackAt = at;
  }

  plugin(packageName: string): void {
    const scheme = schemePlugins[packageName];
    if (scheme) this.#schemes.set(scheme, { is: 'plugin', package: packageName });
  }

  scheme(name: Value | undefined, make: Value | undefined): void {
    const text = stringOf(name);
    if (text !== null) this.#schemes.set(text, make ? { is: 'own', make } : { is: 'unknown' });
  }

  /** `strategy(name, scheme, [mode,] options)`; the mode was an argument up to hapi 16. */
  strategy(site: Site): void {
    const [name, schemeName, ...rest] = site.args.map((arg) => arg.value);
    const text = stringOf(name);
    const options = rest.findLast((one) => one.t !== 'primitive') ?? objectValue();
    const scheme = this.#schemes.get(stringOf(schemeName) ?? '') ?? { is: 'unknown' };
    const made = scheme.is === 'plugin' ? this.#made(site, scheme.package, options, 'required', site.at) : options;
    if (name) site.scheme(name, made, site.args[0]!.at);
    if (text === null) return;
    if (scheme.is === 'plugin')
      this.#strategies.set(text, { is: 'plugin', package: scheme.package, options, at: site.at });
    else if (scheme.is === 'own') {
      const self = site.run(scheme.make, [site.scope, options]);
      const authenticate = propertyOf(self, 'authenticate');
      this.#strategies.set(text, authenticate ? { is: 'own', authenticate, self } : { is: 'unknown' });
    } else this.#strategies.set(text, { is: 'unknown' });
    // Up to hapi 16, `strategy(name, scheme, true)` and `'required'` made it the default.
    const mode = rest[0]?.t === 'primitive' ? rest[0].value : undefined;
    if (mode === true || mode === 'required') this.fallback ??= primitive(text);
    if (mode === 'try' || mode === 'optional')
      this.fallback ??= objectValue([
        ['strategy', primitive(text)],
        ['mode', primitive(mode)],
      ]);
  }

  /** What a route demands, with the server's default; null for an open route. Proof: 11-hapi (A04 to A05e). */
  wanted(own: Value | undefined, server: Value | undefined, at: Place): Wanted | null | 'unknown' {
    const said = saidOf(own, server);
    if (!said || isAbsent(said)) return this.fallback ? read(this.fallback, at) : null;
    if (said.t === 'primitive' && said.value === false) return null;
    return read(isWhole(said) || !this.fallback ? said : over(demandless(asObject(this.fallback), said), said), at);
  }

  /** Who names no strategy completes the default, which then has to be set already. */
  completesDefault(own: Value | undefined, server: Value | undefined): boolean {
    const said = saidOf(own, server);
    return said?.t === 'object' && !said.open && !isWhole(said);
  }

  /** The step that a request meets; null when a strategy is not known. */
  step(site: Site, { names, mode, at }: Wanted): Value {
    const strategies = names.map((name) => (name === null ? undefined : this.#strategies.get(name)));
    const [first] = strategies;
    if (mode === 'unknown') return unknown('the mode of authentication could not be read', at);
    if (strategies.length === 1 && first?.is === 'plugin')
      return this.#made(site, first.package, first.options, mode, first.at);
    const tried = strategies.map((one, index) => {
      const name = names[index] ?? null;
      if (one?.is === 'plugin')
        return { name, is: 'made' as const, step: this.#made(site, one.package, one.options, 'required', one.at) };
      return one?.is === 'own' ? { ...one, name } : null;
    });
    const known = tried.filter((one) => one !== null);
    if (known.length < tried.length || known.length === 0)
      return unknown(`authentication by a strategy that was not found: ${names.join(', ')}`, at);
    const name = names.map((one) => one ?? '?').join(' or ');
    const turn: Turn = { strategies: known, passes: new Set() };
    return native(name, ([request]) => tryInTurn(site, turn, request ?? unknown('a request', at), mode));
  }

  /**
   * What a scheme of the program's own asks of the body of who is recognised, where the scheme or the route demands it.
   * https://hapi.dev/api#authentication-scheme
   */
  payload({ names, mode, payload, at }: Wanted): Value | null {
    const methods = names.flatMap((name) => {
      const strategy = this.#strategies.get(name ?? '');
      if (strategy?.is !== 'own' || strategy.self.t !== 'object') return [];
      const { properties } = strategy.self;
      const options = properties.get('options');
      const own = propertyOf(options, 'payload');
      const method = isDemanded(payload ?? own) ? properties.get('payload') : undefined;
      return method?.t === 'function' ? [{ ...method, self: strategy.self }] : [];
    });
    const [only] = methods;
    if (!only) return null;
    // Who is recognised by another strategy, or by none, is not asked.
    const isForAll = mode === 'required' && names.length === 1 && stringOf(payload) !== 'optional';
    return isForAll ? only : unknown('payload authentication that not everybody has to pass', at);
  }

  /** `server.auth.test(strategy, request)` while a request is tried: a promise, rejected for who is not recognised. */
  test(site: Site): Value {
    const [name, request] = site.args.map((arg) => arg.value);
    const called = stringOf(name);
    const strategy = this.#strategies.get(called ?? '');
    if (!request || !strategy || strategy.is === 'unknown') return site.unknown('server.auth.test');
    if (strategy.is === 'own') return tested(site, { ...strategy, name: called }, request);
    return tested(
      site,
      { name: called, is: 'made', step: this.#made(site, strategy.package, strategy.options, 'required', strategy.at) },
      request,
    );
  }

  #made(site: Site, packageName: string, options: Value, mode: string, at: Place): Value {
    return site.library(packageName, schemeExport, [options, primitive(mode)], at);
  }
}

function saidOf(own: Value | undefined, server: Value | undefined): Value | undefined {
  return !own || isAbsent(own) ? server : over(server, own);
}

function isWhole(said: Value): boolean {
  return said.t !== 'object' || said.properties.has('strategy') || said.properties.has('strategies');
}

function isDemanded(payload: Value | undefined): boolean {
  return isTrue(payload) || ['required', 'optional'].includes(stringOf(payload) ?? '');
}

function isAbsent(value: Value): boolean {
  return isUndefined(value) || (value.t === 'primitive' && value.value === null);
}

function asObject(value: Value): Value {
  return stringOf(value) === null ? value : objectValue([['strategy', value]]);
}

/** Settings of a route over those that it completes; whatever is no object replaces them. */
function over(base: Value | undefined, own: Value): Value {
  if (base?.t !== 'object' || own.t !== 'object') return own;
  const named = own.properties.has('strategy') || own.properties.has('strategies');
  const kept = [...base.properties].filter(([name]) => !(named && name.startsWith('strateg')));
  return { ...own, properties: new Map([...kept, ...own.properties]) };
}

const demands = ['scope', 'entity', 'access'];

/** A route that demands anything of who is recognised does so in the place of the default: `auth._setupRoute` of hapi. */
function demandless(fallback: Value, own: Value): Value {
  if (fallback.t !== 'object' || own.t !== 'object') return fallback;
  const isDemanding = demands.some((name) => own.properties.has(name));
  const kept = [...fallback.properties].filter(([name]) => !isDemanding || !demands.includes(name));
  return { ...fallback, properties: new Map(kept) };
}

/** `'name'`, `{ strategy, strategies, mode, scope, entity, access }`. Proof: 11-hapi (A05d, A05e). */
function read(value: Value, at: Place): Wanted | 'unknown' {
  if (value.t === 'primitive' && typeof value.value === 'string')
    return { names: [value.value], mode: 'required', access: [], payload: undefined, at: value.at ?? at };
  if (value.t !== 'object') return 'unknown';
  const merged = (key: string) => value.properties.get(key);
  const strategy = merged('strategies') ?? merged('strategy');
  const list = listOf(strategy);
  const mode = merged('mode');
  const modeText = stringOf(mode);
  return {
    names: list.map((one) => stringOf(one)),
    mode: !mode
      ? 'required'
      : modeText === 'required' || modeText === 'optional' || modeText === 'try'
        ? modeText
        : 'unknown',
    access: accessOf(value),
    payload: merged('payload'),
    at,
  };
}
