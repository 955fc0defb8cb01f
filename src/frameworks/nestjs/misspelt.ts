import type { ControllerRoute } from './controller-route.ts';

/** A path of `forRoutes` with the method that it is for; null for all. */
interface Target {
  readonly text: string;
  readonly path: string;
  readonly method: string | null;
}

/**
 * The path that was meant by one that no route has: a route of that method whose segments are the same but for one that
 * is a letter or two off. Null where a route is there, and where none is that close: not all that a server answers is a
 * controller's.
 */
export function meantBy(target: Target, routes: readonly ControllerRoute[]): string | null {
  const covers = new RegExp(target.path, 'i');
  const rivals = routes.filter(({ method }) => target.method === null || method === 'ALL' || method === target.method);
  if (routes.some(({ path, version }) => covers.test(version + path || '/'))) return null;
  const found = rivals.find(({ path }) => isNear(segments(target.text), segments(path)));
  if (!found) return null;
  const bare = segments(found.path).join('/');
  return target.text.startsWith('/') ? `/${bare}` : bare;
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function isNear(written: readonly string[], served: readonly string[]): boolean {
  if (written.length !== served.length) return false;
  const different = written.flatMap((one, index) => (one === served[index] ? [] : [[one, served[index]!] as const]));
  const plain = different.filter(([one, other]) => !(one.startsWith(':') && other.startsWith(':')));
  const [only] = plain;
  // Short words are a letter away from many others.
  return plain.length === 1 && only!.every((word) => /^[\w-]{4,}$/.test(word)) && distance(...only!) <= 2;
}

/** How many letters must be put in, taken out or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries())
      next.push(Math.min(next[column]! + 1, row[column + 1]! + 1, row[column]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[to.length]!;
}
