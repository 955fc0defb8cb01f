import type { Place } from '#text';
import type { Documented } from './adapter.ts';
import type { Value } from './values.ts';

/** OpenAPI's `security: [{ name: scopes }]`; nothing where a caller may come without any: https://spec.openapis.org/oas/v3.1.0#security-requirement-object */
export function securityIn(value: Value | undefined, otherwise: Place): readonly Documented[] {
  const items = value?.t === 'array' && !value.open ? value.items : [];
  const names = items.map((item) => (item.t === 'object' && !item.open ? [...item.properties.keys()] : []));
  if (names.some((one) => one.length === 0)) return [];
  const at = value?.t === 'array' && value.at ? value.at : otherwise;
  return names.flat().map((name) => ({ name, at }));
}

/** The names of `securitySchemes` or `securityDefinitions`; null where they cannot be read. */
export function schemesIn(value: Value | undefined): readonly string[] | null {
  if (value === undefined || (value.t === 'primitive' && value.value === undefined)) return [];
  return value.t === 'object' && !value.open ? [...value.properties.keys()] : null;
}

/** A member of nested objects: undefined where one is not there. */
export function within(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  return names.reduce<Value | undefined>(
    (of, name) => (of?.t === 'object' ? of.properties.get(name) : of?.t === 'primitive' ? undefined : of),
    value,
  );
}
