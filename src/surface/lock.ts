import { pairRoutes } from './identity.ts';
import { decode, encode, parseRoute, printRoute } from './line.ts';
import type { SurfaceRoute } from './route.ts';
import { bySurface } from './surface.ts';

export const LOCK_FILE = 'auth-surface.lock';

const TITLE = '# authlint surface v1';
const HEAD = `${TITLE}
# Who may call which route. Written by 'authlint surface --write'; a change asks for a review.
`;

/** One route a line under the section it belongs to, without places: only what a caller can notice moves a line. */
export function printLock(routes: readonly SurfaceRoute[]): string {
  let text = HEAD;
  let app = '';
  for (const route of [...routes].sort(bySurface)) {
    if (route.app !== app) text += `\n[${encode(route.app)}]\n`;
    app = route.app;
    text += `${printRoute(route)}\n`;
  }
  return text;
}

export type ParsedLock =
  | { readonly ok: true; readonly routes: readonly SurfaceRoute[] }
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** Order, blank lines and line ends do not matter, so that a merge by git needs no repair. */
export function parseLock(text: string): ParsedLock {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines[0] !== TITLE) return { ok: false, line: 1, reason: titleProblem(lines[0] ?? '') };
  const routes: SurfaceRoute[] = [];
  let app = '';
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const section = /^\[(.+)\]$/.exec(line);
    const route = section ? null : parseRoute(line, app);
    if (section) app = decode(section[1]!);
    else if (route) routes.push(route);
    else return { ok: false, line: index + 1, reason: lineProblem(line) };
  }
  return { ok: true, routes };
}

function titleProblem(line: string): string {
  const version = /^# authlint surface v(\d+)$/.exec(line)?.[1];
  if (version) return `it has version ${version} of the format, and this authlint knows version 1`;
  return `it does not begin with '${TITLE}'`;
}

function lineProblem(line: string): string {
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(line);
  return conflict ? 'a merge conflict stands in it' : `'${line.slice(0, 60)}' is not a line of it`;
}

export interface LockDifference {
  readonly added: readonly SurfaceRoute[];
  readonly removed: readonly SurfaceRoute[];
  readonly changed: readonly (readonly [before: SurfaceRoute, after: SurfaceRoute])[];
}

/** What callers would notice; a parameter with another name, or a moved package, is no difference. */
export function compareLock(locked: readonly SurfaceRoute[], now: readonly SurfaceRoute[]): LockDifference {
  const { pairs, removed, added } = pairRoutes(locked, now, (a, b) => (verdictOf(a) === verdictOf(b) ? 2 : rank(a, b)));
  return {
    added: [...added].sort(bySurface),
    removed: [...removed].sort(bySurface),
    changed: pairs.filter(([a, b]) => verdictOf(a) !== verdictOf(b)).sort(([, a], [, b]) => bySurface(a, b)),
  };
}

export function isSame(difference: LockDifference): boolean {
  return difference.added.length + difference.removed.length + difference.changed.length === 0;
}

function rank(a: SurfaceRoute, b: SurfaceRoute): number {
  return a.access === b.access ? 1 : 0;
}

function verdictOf(route: SurfaceRoute): string {
  return printRoute({ ...route, method: '', path: '' });
}
