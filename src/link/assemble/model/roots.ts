import type { App, Route } from '#model';
import type { Installation } from '../../installed/installation.ts';
import type { ScopeRecord } from '../../installed/records.ts';

/** Apps, and whatever nothing mounts. */
export function rootsOf(installation: Installation): { scope: ScopeRecord; detached: boolean }[] {
  const { scopes } = installation;
  const mounted = new Set(
    scopes.flatMap((scope) =>
      scope.entries.flatMap((entry) => (entry.kind === 'mount' && entry.scope !== scope.id ? [entry.scope] : [])),
    ),
  );
  // What was copied into another scope is served there.
  for (const { copied } of scopes) if (copied) mounted.add(copied.from.id);
  const makerOf = ({ kind, at }: ScopeRecord) => `${kind} ${at.file}:${at.start}`;
  const makers = new Set(scopes.filter(({ id }) => mounted.has(id)).map(makerOf));
  return scopes
    .flatMap((scope) => {
      if (mounted.has(scope.id)) return [];
      // The same code was seen to make what another app mounts: alone, less is known of it.
      if (scope.guessed && !scope.placeholder && makers.has(makerOf(scope))) return [];
      // The function that it was passed into was seen to be called for an app of the program.
      if (scope.placeholder && installation.isGiven(scope.at)) return [];
      return [{ scope, detached: scope.kind === 'router' || scope.placeholder }];
    })
    .sort((a, b) => Number(a.scope.guessed) - Number(b.scope.guessed));
}

export function appOf(scope: ScopeRecord, id: number, detached: boolean, { takingOptions }: Installation): App {
  const takesOptions = takingOptions.get(scope.id);
  return {
    id,
    framework: scope.adapter.name,
    version: scope.version,
    at: scope.at,
    scope: scope.id,
    detached,
    ...(takesOptions && { takesOptions }),
  };
}

/** An app that only code outside makes (a test's), with nothing but the routes of one that is made here. */
export function isRepeated(routes: readonly Route[], from: number): boolean {
  const known = new Set(
    routes.slice(0, from).map((route) => `${route.at.file}:${route.at.start}:${route.method}:${route.path}`),
  );
  return routes
    .slice(from)
    .every((route) => known.has(`${route.at.file}:${route.at.start}:${route.method}:${route.path}`));
}
