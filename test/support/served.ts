import type { App, Layer, StepFunction } from './express.ts';

/** One function of a route that a running app holds; `path` is null where it is more than plain strings. */
export interface Served {
  readonly method: string;
  readonly path: string | null;
  readonly step: StepFunction;
}

/** Walks the running app: every function of every route. */
export function servedBy(app: App, prefix: string | null = '', seen = new Set<unknown>()): Served[] {
  const holder = app as App & { _router?: App; router?: App; lazyrouter?: () => void };
  if (seen.has(app)) return [];
  // Reading `router` of an Express 4 app throws; reading it of an Express 5 app makes one.
  const stack = app.stack ?? holder._router?.stack ?? (holder.lazyrouter ? [] : holder.router?.stack) ?? [];
  const within = new Set(seen).add(app);
  return stack.flatMap((layer) => {
    const paths = pathsOf(layer.written);
    const inner = layer.handle as App;
    if (layer.route) {
      const found = [...methodsOf(layer.route.stack)];
      return paths.flatMap((path) => found.map(([step, method]) => ({ method, path: join(prefix, path), step })));
    }
    if (layer.name === 'mounted_app') return [{ method: 'ALL', path: null, step: inner }];
    return inner.stack ? paths.flatMap((path) => servedBy(inner, join(prefix, path), within)) : [];
  });
}

/** Express 4 makes one layer per known method of `all`. */
function methodsOf(stack: readonly Layer[]): Map<StepFunction, string> {
  const methods = new Map<StepFunction, string>();
  for (const { handle, method } of stack)
    methods.set(handle, method && !methods.has(handle) ? method.toUpperCase() : 'ALL');
  return methods;
}

/** Strings; null for anything else. */
export function pathsOf(written: unknown): (string | null)[] {
  if (Array.isArray(written)) return written.flatMap(pathsOf);
  return [typeof written === 'string' ? written : null];
}

function join(prefix: string | null, path: string | null): string | null {
  return prefix === null || path === null ? null : `${prefix}/${path}`;
}
