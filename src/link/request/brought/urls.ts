import type { Value } from '#frameworks';
import { objectValue, primitive, stringOf } from '#frameworks';
import type { Place } from '#text';
import { isSomeAddress } from '../../values/address.ts';
import type { Trial } from '../paths/trial.ts';
import { location, part } from './parts.ts';

/** What a program that does not say where it runs is asked at. */
const usualBase = 'http://localhost';

/** `new URL(text, base)`: of the address of the request, the path and the query are the request's; null where the text is not known. */
export function parsedUrl(trial: Trial | null, [value, base]: readonly Value[], at: Place): Value | null {
  if (!value) return null;
  const query: Value | null = trial && part('query');
  if (trial && isSomeAddress(value))
    return urlObject(location(trial, 'whole', at), location(trial, 'original', at), query);
  const text = stringOf(value);
  const root = base ? (stringOf(base) ?? usualBase) : undefined;
  if (text === null || !URL.canParse(text, root)) return null;
  const { pathname, search } = new URL(text, root);
  const path = primitive(pathname);
  const asked = primitive(search);
  trial?.derives(value, path);
  return urlObject(path, asked, query);
}

function urlObject(pathname: Value, search: Value, query: Value | null): Value {
  return objectValue(
    [['pathname', pathname], ['search', search], ...(query ? ([['searchParams', query]] as const) : [])],
    true,
  );
}
