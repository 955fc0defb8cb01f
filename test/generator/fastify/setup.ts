import fc from 'fast-check';

export const phases = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const;
export type Phase = (typeof phases)[number];

/** What a guard does with a caller whom it does not know; `passes` and `returns-false` let everybody in. */
export type Manner = 'throws' | 'sends' | 'done-error' | 'sets-status' | 'returns-false' | 'passes';

export interface Hook {
  readonly is: 'hook';
  readonly phase: Phase;
  readonly manner: Manner;
}

export interface Route {
  readonly is: 'route';
  readonly own: { readonly phase: Phase; readonly by: Manner | 'decorated' | 'listed' | 'lazy' } | null;
}

/** A function on the instance; every plugin has one name for its own. */
export interface Decoration {
  readonly is: 'decoration';
  readonly manner: Manner;
}

export interface Plugin {
  readonly is: 'plugin';
  readonly kind: 'own-context' | 'fastify-plugin' | 'symbol';
  readonly prefix: boolean;
  readonly awaited: boolean;
  readonly callback: boolean;
  readonly items: readonly Item[];
}

/** Gives the routes that come after it a hook of their own, where they have none. */
export interface OnRoute {
  readonly is: 'on-route';
  readonly phase: Phase;
  readonly manner: Manner;
}

/** Steps that decide about nobody: an answer that is passed on, an error that is told, a member of requests. */
export interface Quiet {
  readonly is: 'quiet';
  readonly what: 'onSend' | 'error-handler' | 'request-member';
}

export type Item = Hook | Route | Decoration | Plugin | OnRoute | Quiet | { readonly is: 'wait' } | After;

export interface After {
  readonly is: 'after';
  readonly items: readonly Item[];
}

const manner = fc.constantFrom<Manner>('throws', 'sends', 'done-error', 'sets-status', 'returns-false', 'passes');
const hook: fc.Arbitrary<Item> = fc.record({
  is: fc.constant('hook' as const),
  phase: fc.constantFrom(...phases),
  manner,
});
const own: fc.Arbitrary<NonNullable<Route['own']>> = fc.record({
  phase: fc.constantFrom(...phases),
  by: fc.oneof(manner, fc.constantFrom('decorated' as const, 'decorated' as const, 'listed' as const, 'lazy' as const)),
});
const route: fc.Arbitrary<Route> = fc.record({
  is: fc.constant('route' as const),
  own: fc.option(own, { nil: null, freq: 2 }),
});
const decoration: fc.Arbitrary<Item> = fc.record({ is: fc.constant('decoration' as const), manner });

const onRoute: fc.Arbitrary<Item> = fc.record({
  is: fc.constant('on-route' as const),
  phase: fc.constantFrom(...phases),
  manner,
});
const quiet: fc.Arbitrary<Item> = fc.record({
  is: fc.constant('quiet' as const),
  what: fc.constantFrom<Quiet['what']>('onSend', 'error-handler', 'request-member'),
});

const { items } = fc.letrec<{ items: readonly Item[]; plugin: Item; after: Item }>((tie) => ({
  items: fc.array(
    fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { arbitrary: route, weight: 5 },
      { arbitrary: hook, weight: 3 },
      { arbitrary: decoration, weight: 2 },
      { arbitrary: onRoute, weight: 1 },
      { arbitrary: quiet, weight: 1 },
      { arbitrary: fc.constant<Item>({ is: 'wait' }), weight: 1 },
      { arbitrary: tie('plugin'), weight: 4 },
      { arbitrary: tie('after'), weight: 1 },
    ),
    { maxLength: 6 },
  ),
  plugin: fc.record({
    is: fc.constant('plugin' as const),
    kind: fc.constantFrom<Plugin['kind']>('own-context', 'own-context', 'fastify-plugin', 'symbol'),
    prefix: fc.boolean(),
    awaited: fc.boolean(),
    callback: fc.boolean(),
    items: tie('items'),
  }),
  after: fc.record({ is: fc.constant('after' as const), items: tie('items') }),
}));

/** What stands on the app itself. */
export const setup: fc.Arbitrary<readonly Item[]> = items;
