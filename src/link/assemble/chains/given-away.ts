import type { Route } from '#model';
import type { Place } from '#text';
import { allEntries } from '../../request/brought/gifts.ts';
import { giftsOf } from '../../request/judged/gifts.ts';
import type { Linked } from './links.ts';

interface Gift {
  readonly by: string;
  readonly at: Place;
}

/**
 * Routes with those unknown whose guards ask for nothing but entries of the session that another route gives to anybody:
 * `ctx.session.user = ctx.query.name`.
 */
export function withoutGifts(routes: readonly Route[], linked: readonly (readonly Linked[])[]): readonly Route[] {
  const gifts = giftsIn(routes, linked);
  if (gifts.size === 0) return routes;
  return routes.map((route): Route => {
    const guards = linked[route.id]!.filter(({ guards: is, assumes }) => is && !assumes);
    if (route.access !== 'authenticated' || guards.length === 0) return route;
    const given = guards.flatMap((guard) => givenOf(guard, gifts) ?? []);
    const [first] = given;
    if (!first || given.length < guards.length) return route;
    const why = `${guards[0]!.met.step.step.name} asks for session.${first.name}, which ${first.gift.by} gives to anybody`;
    return { ...route, access: 'unknown', why, gaps: [...route.gaps, { reason: why, at: first.gift.at }] };
  });
}

function giftsIn(routes: readonly Route[], linked: readonly (readonly Linked[])[]): ReadonlyMap<string, Gift> {
  const gifts = new Map<string, Gift>();
  for (const route of routes) {
    const isOpen = (route.access === 'anonymous' || route.access === 'optional') && route.shadowedBy === null;
    if (!isOpen) continue;
    for (const { met } of linked[route.id]!)
      for (const [name, at] of met.step.judgement ? giftsOf(met.step.judgement.by.none) : [])
        gifts.set(name, gifts.get(name) ?? { by: `${route.method} ${route.path}`, at });
  }
  return gifts;
}

/** The gift that opens a guard; null where it asks for anything else. */
function givenOf({ met }: Linked, gifts: ReadonlyMap<string, Gift>): { name: string; gift: Gift } | null {
  const { sources = [], enough } = met.step.judgement ?? {};
  const giftOf = (name: string) => gifts.get(name) ?? gifts.get(allEntries);
  const one = sources.find(({ name }) => enough?.has(name) && giftOf(name));
  const isGiven = sources.length > 0 && sources.every(({ kind, name }) => kind === 'session' && giftOf(name));
  const { name } = one ?? (isGiven ? sources[0]! : {});
  return name === undefined ? null : { name, gift: giftOf(name)! };
}
