import type { Place } from '#text';
import type { SiteArgument } from '../adapter.ts';
import { listOf, native, primitive, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';

/** What a route demands of who is recognised. https://hapi.dev/api#-routeoptionsauthaccess */
export interface Access {
  readonly scopes: readonly string[];
  readonly entity: string | null;
}

/** `{ scope, entity }` or `{ access: { scope, entity } | [...] }`; the short form takes the place of the list. */
export function accessOf(value: Extract<Value, { t: 'object' }>): Access[] {
  const own = demandOf(value);
  const listed = value.properties.get('access');
  const list = own ? [own] : listOf(listed).flatMap((one) => (one.t === 'object' ? (demandOf(one) ?? []) : []));
  return list;
}

function demandOf({ properties }: Extract<Value, { t: 'object' }>): Access | null {
  const scopes = listOf(properties.get('scope')).flatMap((item) => stringOf(item) ?? []);
  const entity = stringOf(properties.get('entity'));
  return scopes.length > 0 || entity ? { scopes, entity: entity === 'any' ? null : entity } : null;
}

/** The step that looks at them, behind authentication. Who is not recognised passes unless the mode demands it. */
export function accessStep({ access, mode, at }: Wanted): SiteArgument | null {
  if (access.length === 0) return null;
  const requirements = access.flatMap(({ scopes, entity }) => [
    ...scopes.map((text) => `scope:${text}`),
    ...(entity ? [`entity:${entity}`] : []),
  ]);
  const value: Value = native('access', ([credentials]) => {
    if (credentials?.t === 'object') return primitive(access.some((one) => meets(credentials, one)));
    return mode === 'required' ? (credentials ?? primitive(false)) : primitive(true);
  });
  return {
    value,
    at,
    label: 'access',
    phase: 'access',
    given: (asked) => [asked.member({ t: 'request', part: 'identity' }, 'credentials')],
    told: { establishes: [], schemes: [], requirements },
  };
}

/** False only where the credentials say so. `+` demands a scope, `!` forbids it; of the others one is enough. */
function meets({ properties, open }: Extract<Value, { t: 'object' }>, { scopes, entity }: Access): boolean {
  const user = properties.get('user');
  if (entity && !open && (entity === 'user') !== Boolean(user)) return false;
  const held = properties.get('scope');
  if (scopes.length === 0) return true;
  if (!held) return open;
  const items = listOf(held).map(stringOf);
  if (held.t === 'unknown' || items.includes(null)) return true;
  const has = (text: string) => items.includes(text);
  const chosen = scopes.filter((text) => !/^[+!]/.test(text));
  return (
    scopes.every((text) => (text[0] === '+' ? has(text.slice(1)) : text[0] === '!' ? !has(text.slice(1)) : true)) &&
    (chosen.length === 0 || chosen.some(has))
  );
}

export interface Wanted {
  /** null where a name could not be read. */
  readonly names: readonly (string | null)[];
  readonly mode: 'required' | 'optional' | 'try' | 'unknown';
  /** One of them must be met; empty where nothing is demanded. */
  readonly access: readonly Access[];
  /** Whether the scheme is to look at the body too; undefined where the scheme says so itself. */
  readonly payload: Value | undefined;
  readonly at: Place;
}
