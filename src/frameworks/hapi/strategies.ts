import type { Site } from '../adapter.ts';
import { native, objectValue, primitive, unknown } from '../plain-values.ts';
import type { MadeValue, NativeValue, Value } from '../values.ts';
import type { Wanted } from './access.ts';

/** A strategy of a scheme that the program has written. */
export interface OwnStrategy {
  readonly is: 'own';
  readonly authenticate: Value;
  readonly self: Value;
}

type Tried = OwnStrategy | { readonly is: 'made'; readonly step: Value };

/** One strategy after the other, as hapi's own lib/auth.js does; true when the request goes on. */
export function tryInTurn(site: Site, strategies: readonly Tried[], request: Value, mode: Wanted['mode']): Value {
  const recognise = (credentials: Value | undefined) => {
    site.assign(request, 'auth.credentials', credentials ?? unknown('the credentials', null, 'server', true));
    site.assign(request, 'auth.isAuthenticated', primitive(true));
    return primitive(true);
  };
  const left = unknown('the credentials that were refused', null, 'server', true);
  let isRefused = false;
  const failed = new Set<string>();
  for (const strategy of strategies) {
    if (strategy.is === 'made') {
      const step = strategy.step as MadeValue;
      // A validator that throws ends the request: what it was given gets to no other strategy of its plugin.
      if (failed.has(step.by.package)) continue;
      const word = site.recognises(step, request);
      if (word === 'fails') failed.add(step.by.package);
      const known = word === 'fails' ? false : word;
      if (known) return recognise(undefined);
      isRefused ||= known === false;
      // A refusal ends the list (F03), and most plugins leave what they have refused (C07).
      if (known === false && mode === 'try') site.assign(request, 'auth.credentials', left);
      if (word === false && mode === 'try') return primitive(true);
      continue;
    }
    const { thrown, value } = site.attempt(strategy.authenticate, [request, toolkit], strategy.self);
    const said = !thrown && value.t === 'object' ? value : null;
    const accepted = said?.properties.get(authenticated);
    if (accepted) return recognise(credentialsIn(accepted));
    // The request goes on unauthenticated (F03).
    if (!thrown && value.t === 'native' && value.name === 'continue') return primitive(true);
    if (!thrown && value.t === 'unknown') return value;
    const error = said?.properties.get(refused) ?? value;
    if (isMissing(error)) continue;
    // An answer of its own ends the request, as does what is neither answer nor error.
    if (mode !== 'try' || !isError(error, thrown)) return primitive(false);
    // Whoever is refused may leave credentials all the same (C07).
    const data = said?.properties.get(refusedWith);
    const credentials = data && credentialsIn(data);
    if (credentials) site.assign(request, 'auth.credentials', credentials);
    return primitive(true);
  }
  return primitive(mode === 'try' || (mode === 'optional' && !isRefused));
}

function credentialsIn(data: Value): Value | undefined {
  return data.t === 'object' ? data.properties.get('credentials') : undefined;
}

function isError(value: Value, thrown: boolean): boolean {
  return thrown || value.t !== 'answer' || value.isError;
}

const authenticated = '#authenticated';
const refused = '#refused';
const refusedWith = '#refused-with';

const toolkit = objectValue(
  [
    ['authenticated', word('authenticated', ([data]) => [[authenticated, data ?? objectValue()]])],
    [
      'unauthenticated',
      word('unauthenticated', ([error, data]) => [
        [refused, error ?? objectValue()],
        [refusedWith, data ?? objectValue()],
      ]),
    ],
    ['continue', native('continue', () => primitive(undefined))],
  ],
  true,
);

function word(name: string, said: (args: readonly Value[]) => [string, Value][]): NativeValue {
  return native(name, (args) => objectValue(said(args)));
}

/** `Boom.unauthorized(null, 'Bearer')`: no credentials of this kind, so that the next strategy is asked. */
function isMissing(error: Value): boolean {
  if (error.t !== 'answer' || error.status !== 401) return false;
  const [message, scheme] = error.args;
  return message?.t === 'primitive' && (message.value === null || message.value === undefined) && scheme !== undefined;
}
