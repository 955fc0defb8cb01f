import type { SurfaceRoute } from './route.ts';

/** `GET /orders/:id authenticated schemes=jwt requirements=role:admin`. */
export function printRoute(route: SurfaceRoute): string {
  return [
    encode(route.method),
    encode(route.path),
    route.access,
    ...(route.forgeable ? ['forgeable'] : []),
    ...(route.bypassable ? ['bypassable'] : []),
    ...(route.development ? ['development'] : []),
    ...(route.schemes.length > 0 ? [`schemes=${route.schemes.map(encodeItem).join(',')}`] : []),
    ...(route.requirements.length > 0 ? [`requirements=${route.requirements.map(encodeItem).join(',')}`] : []),
  ].join(' ');
}

const LINE =
  /^(\S+) (\S+) (authenticated|optional|anonymous|unknown)( forgeable)?( bypassable)?( development)?(?: schemes=(\S+))?(?: requirements=(\S+))?$/;

/** Null for what is not such a line. */
export function parseRoute(line: string, app: string): SurfaceRoute | null {
  const match = LINE.exec(line);
  if (!match) return null;
  const [, method, path, access, forgeable, bypassable, development, schemes, requirements] = match;
  return {
    app,
    method: decode(method!),
    path: decode(path!),
    access: access as SurfaceRoute['access'],
    forgeable: forgeable !== undefined,
    bypassable: bypassable !== undefined,
    development: development !== undefined,
    schemes: schemes?.split(',').map(decode) ?? [],
    requirements: requirements?.split(',').map(decode) ?? [],
    at: null,
  };
}

/** A path may hold anything, a line of the lock only what cannot be taken for another line. */
export function encode(text: string): string {
  return text === '' ? '%' : text.replace(/[%\s\p{C}]/gu, (char) => `%${char.codePointAt(0)!.toString(16)};`);
}

function encodeItem(text: string): string {
  return encode(text).replaceAll(',', '%2c;');
}

export function decode(text: string): string {
  if (text === '%') return '';
  return text.replace(/%([0-9a-f]{1,6});/g, (whole, code: string) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}
