import type { Place } from '#text';
import type { Moment, Site, SiteArgument } from '../adapter.ts';
import { securityIn, within } from '../documentation.ts';
import {
  isTrue,
  isUndefined,
  listOf,
  objectValue,
  primitive,
  propertyOf,
  stringOf,
  undefinedValue,
  unknown,
} from '../plain-values.ts';
import type { Value } from '../values.ts';
import { accessStep } from './access.ts';
import type { Authentication } from './authentication.ts';
import { extensionsOf, runsFor } from './extensions.ts';
import { placeOf, prefixOf, routePattern } from './paths.ts';
import { prerequisites } from './prerequisites.ts';
import { calledOn, receiverIn } from './receivers.ts';
import { payloadPhase } from './request.ts';
import { madeOfRules } from './rules.ts';
import { handlerMade } from './server-members.ts';
import { validation } from './validation.ts';

/** `server.route(route | route[])`. Laid out at the end, because a default that is set later applies to earlier routes too. */
export function addRoutes(site: Site, root: Site, state: Authentication): void {
  const [first] = site.args;
  if (!first) return;
  const when = { moment: site.moment(), hasDefault: state.fallback !== null };
  const isList = first.value.t === 'array';
  const routes = first.value.t === 'array' ? first.value.items : [first.value];
  if (first.value.t === 'array' && first.value.open) site.gap('a list of routes could not be read to its end');
  for (const route of routes)
    site.atEnd(() =>
      addRoute(
        site,
        root,
        state,
        route,
        when,
        isList || isElsewhere(route, site.at) ? placeOf(route, first.at) : site.at,
      ),
    );
}

/** A setting of a route; what its options say of authentication is not known where they are not, or not wholly. */
function settingIn(options: Value, name: string, at: Place): Value | undefined {
  const isSeen = options.t === 'object' && (!options.open || options.properties.has(name));
  if (isSeen || name !== 'auth') return propertyOf(options, name);
  return isUndefined(options) ? undefined : unknown('the options of a route', at);
}

function firstOf(settings: readonly Value[], name: string): Value | undefined {
  for (const one of settings) {
    const found =
      one.t === 'object' ? one.properties.get(name) : name === 'auth' && one.t === 'unknown' ? one : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Written outside the call that registers it. */
function isElsewhere(value: Value, { file, start, end }: Place): boolean {
  const at = value.t === 'object' ? value.at : null;
  return at !== null && (at.file !== file || at.start < start || at.end > end);
}

function addRoute(
  site: Site,
  { scope: root, options: settings }: Site,
  state: Authentication,
  route: Value,
  { moment, hasDefault }: { readonly moment: Moment; readonly hasDefault: boolean },
  at: Place,
): void {
  if (route.t !== 'object') {
    site.gap('a route is registered with a value that could not be read', at);
    return;
  }
  const options = optionsOf(site, route);
  const own = (name: string) => settingIn(options, name, at);
  const made = madeOfRules(site, route.properties.get('rules') ?? own('rules'), at);
  const named = route.properties.get('handler') ?? own('handler') ?? firstOf(made, 'handler');
  const ofKind = handlerMade(site, root, named, route);
  const option = (name: string) => own(name) ?? propertyOf(ofKind?.defaults, name) ?? firstOf(made, name);
  // Nobody reaches it over the network: https://hapi.dev/api#-routeoptionsisinternal
  if (isTrue(option('isInternal'))) return;
  const server = (name: string) => propertyOf(settings.get('routes'), name);
  const methods = methodsOf(route.properties.get('method'));
  const authentication = authenticationOf(site, state, option('auth'), server('auth'), hasDefault, at);
  const receiver = receiverIn(site.scope, option('bind'), server('bind'));
  const steps: SiteArgument[] = [
    ...corsOf(site, option('cors') ?? server('cors'), at),
    ...authentication,
    ...extensionsOf(site, options, moment, at, receiver).filter(({ phase }) => runsFor(phase!, authentication.length)),
    ...validation(site, option('validate'), server('validate'), at),
    ...prerequisites(site, option('pre'), at).map((step) => calledOn(step, receiver)),
  ];
  const handler = ofKind?.value ?? named;
  if (handler) steps.push(calledOn({ value: handler, at: placeOf(handler, at), label: '' }, receiver));
  // https://github.com/hapi-swagger/hapi-swagger/blob/master/optionsreference.md#path-options
  const documented = securityIn(within(option('plugins'), 'hapi-swagger', 'security'), at);
  const path = pathWithPrefix(route.properties.get('path'), prefixOf(site.scope), at);
  const config = routeInfo(path, option, server, state.wanted(option('auth'), server('auth'), at));
  const auth = option('auth');
  const target = {
    ...(auth?.t === 'primitive' && auth.value === false && { exempt: auth.at ?? at }),
    handler: handler ?? undefinedValue,
    owner: undefinedValue,
    transport: 'http',
    documented,
    config,
    notes,
  };
  const pattern = routePattern(route.properties.get('path'), at);
  // Nobody waits for the body of a GET.
  const bodiless = methods.filter((one) => one === 'GET' && steps.some(({ phase }) => phase === payloadPhase));
  const others = methods.filter((one) => !bodiless.includes(one));
  const withoutBody = steps.filter(({ phase }) => phase !== payloadPhase);
  if (bodiless.length > 0) site.route(pattern, bodiless, withoutBody, at, target);
  if (others.length > 0 || bodiless.length === 0) site.route(pattern, others, steps, at, target);
}

/** https://hapi.dev/api#-routeoptionsapp, https://hapi.dev/api#-routeoptionsplugins */
const notes = ['settings.app', 'settings.plugins'];

type Option = (name: string) => Value | undefined;

/** What steps can read of a route: `request.route`. What the program says of it stands over what it says of all routes. */
function routeInfo(path: Value, option: Option, server: Option, wanted: ReturnType<Authentication['wanted']>): Value {
  const merged = (name: string) => {
    const given = [server(name), option(name)].filter((one) => one !== undefined);
    const known = given.filter((one) => one.t === 'object');
    if (known.length < given.length) return unknown(`the ${name} settings of a route`, null, 'server', true);
    return objectValue(
      known.flatMap(({ properties }) => [...properties]),
      known.some(({ open }) => open),
    );
  };
  const settings = objectValue(
    [
      ['app', merged('app')],
      ['plugins', merged('plugins')],
      ['tags', option('tags') ?? undefinedValue],
      ['auth', authInfo(option('auth'), wanted)],
    ],
    true,
  );
  return objectValue(
    [
      ['path', path],
      ['settings', settings],
    ],
    true,
  );
}

/** The whole path, which `request.route.path` is: https://hapi.dev/api#-requestroute */
function pathWithPrefix(path: Value | undefined, prefix: string | null, at: Place): Value {
  const own = stringOf(path);
  if (prefix === '') return path ?? undefinedValue;
  if (prefix === null || own === null) return unknown('the path of a route', at);
  return primitive(own === '/' ? prefix : prefix + own);
}

/** Without authentication what the route itself says, else an object. */
function authInfo(own: Value | undefined, wanted: ReturnType<Authentication['wanted']>): Value {
  if (wanted === null) return own?.t === 'primitive' ? own : undefinedValue;
  return wanted === 'unknown' || wanted.mode === 'unknown'
    ? unknown('what a route says of authentication', null, 'server', true)
    : objectValue([['mode', primitive(wanted.mode)]], true);
}

/** `options`, up to hapi 16 `config`; both may be a function of the server. */
function optionsOf(site: Site, route: Extract<Value, { t: 'object' }>): Value {
  const given = route.properties.get('options') ?? route.properties.get('config') ?? objectValue();
  return given.t === 'function' ? site.run(given, [site.scope]) : given;
}

export function methodsOf(value: Value | undefined): string[] {
  const list = listOf(value);
  const names = list.flatMap((one) => stringOf(one) ?? []).map((name) => (name === '*' ? 'ALL' : name.toUpperCase()));
  return names.length > 0 ? names : ['ALL'];
}

/** hapi answers preflights itself, before authentication, where `cors` is on (A06). */
function corsOf(site: Site, cors: Value | undefined, at: Place): SiteArgument[] {
  if (!cors || (cors.t === 'primitive' && !cors.value)) return [];
  const place = cors.t === 'primitive' && cors.at ? cors.at : placeOf(cors, at);
  return [{ value: site.library('@hapi/hapi', 'Server#cors', [cors], place), at: place, label: 'cors', phase: 'cors' }];
}

function authenticationOf(
  site: Site,
  state: Authentication,
  own: Value | undefined,
  server: Value | undefined,
  hasDefault: boolean,
  at: Place,
): SiteArgument[] {
  const wanted = state.wanted(own, server, at);
  if (wanted === null) return [];
  const place = own?.t === 'primitive' && own.at ? own.at : own ? at : (state.fallbackAt ?? at);
  const phase = 'authentication';
  if (wanted === 'unknown') {
    const why = 'what a route says of authentication could not be read';
    return [{ value: unknown(why, place), at: place, label: '', phase }];
  }
  // Proof: 11-hapi (A02c, A02d).
  const isTooEarly = !hasDefault && state.completesDefault(own, server);
  site.demand({
    names: isTooEarly
      ? []
      : wanted.names.map(
          (name, index) => namesIn(own, index) ?? { t: 'primitive', value: name ?? undefined, at: place },
        ),
    at: place,
    package: '@hapi/hapi',
    unknownName: 'the server does not start',
    noName: `the server does not start${isTooEarly && state.fallback ? ', for the default is set later' : ''}`,
  });
  const told = {
    establishes: ['auth.credentials', 'auth.isAuthenticated', 'auth.strategy'],
    schemes: wanted.names.filter((name) => name !== null),
    requirements: [],
  };
  const step = { value: state.step(site, wanted), at: place, label: wanted.names.join(' or '), phase, told };
  const access = accessStep(wanted);
  const payload = state.payload(wanted);
  return [
    step,
    ...(payload ? [{ value: payload, at: place, label: '', phase: payloadPhase }] : []),
    ...(access ? [{ ...access, at: place }] : []),
  ];
}

/** The value that names a strategy, with its own place. */
function namesIn(value: Value | undefined, index: number): Value | null {
  if (value?.t === 'primitive' && typeof value.value === 'string') return value;
  if (value?.t !== 'object') return null;
  const named = value.properties.get('strategies') ?? value.properties.get('strategy');
  return (named?.t === 'array' ? named.items[index] : named) ?? null;
}
