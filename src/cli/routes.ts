import { existsSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { routesJson, routesTable } from '#report';
import { EXIT, globMatcher, isNothing, type LoadResult, loadModel } from '#session';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, loadOptions } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

type Route = LoadResult['model']['routes'][number];

export async function routes(args: Arguments, io: Io): Promise<number> {
  const { values, positionals } = args;
  const filters = positionals.filter((path) => isRouteFilter(path, io.cwd));
  const paths = positionals.filter((path) => !filters.includes(path));
  if (filters.length > 1) throw new UsageError(`one path filter at a time: '${filters.join("', '")}'`);
  const { done, ...options } = loadOptions(args, io, paths);
  const result = await loadModel(options);
  done();
  complain(result, args, paths, io);
  const wanted = selection(values, filters[0] ?? null);
  const chosen = result.model.routes.filter(wanted);
  if (values.get('format')?.[0] === 'json') io.stdout.write(routesJson(result, chosen));
  else io.stdout.write(routesTable(result, chosen, { color: wantsColor(values, io), width: widthOf(io) }));
  if (result.missing.length > 0) return EXIT.failure;
  return isNothing(result) ? EXIT.nothing : EXIT.clean;
}

/** `/api` is a part of a URL; an absolute path counts as a folder only when it exists in the working directory. */
function isRouteFilter(path: string, cwd: string): boolean {
  if (!path.startsWith('/')) return false;
  const inside = relative(cwd, path);
  return inside.startsWith('..') || isAbsolute(inside) || !existsSync(path);
}

function selection(values: Arguments['values'], path: string | null): (route: Route) => boolean {
  const methods = values.get('method')?.flatMap((method) => method.toUpperCase().split(','));
  const accesses = ['anonymous', 'unknown'].filter((access) => values.has(access));
  const matches = path !== null && /[*?{[]/.test(path) ? globMatcher([path]) : null;
  return (route) =>
    (!methods || methods.includes(route.method) || route.method === 'ALL') &&
    (accesses.length === 0 || accesses.includes(route.access)) &&
    (path === null || (matches ? matches(route.path) : route.path.includes(path)));
}
