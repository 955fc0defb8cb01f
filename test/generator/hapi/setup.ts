import fc from 'fast-check';

/** How the `authenticate` of a scheme, or the validator that a plugin calls, treats a caller whom it does not know. */
export const schemeManners = [
  'throws',
  'returns-error',
  'unauthenticated',
  'missing-or-throws',
  'plain-error',
  'continues',
  'nothing',
  'accepts-all',
  'refuses-all',
  'basic',
  'basic-accepts',
  'basic-refuses',
  'basic-throws',
  'jwt',
  'jwt-refuses',
  'jwt-throws',
  'jwt2',
  'jwt2-refuses',
  // They accept all, and look at who sends the payload: always, or where a route demands it.
  'payload',
  'payload-offered',
] as const;
export type SchemeManner = (typeof schemeManners)[number];

export const modes = ['required', 'optional', 'try'] as const;
type Mode = (typeof modes)[number];

/** What a route, the server or its default says of authentication; numbers choose among the strategies that there are. */
export type Auth =
  | { readonly is: 'name'; readonly of: number }
  | {
      readonly is: 'object';
      /** None: those of the default. */
      readonly of: readonly number[];
      readonly mode: Mode | null;
      readonly scope: 'read' | 'delete' | '!read' | '+read' | null;
      readonly entity: 'user' | 'app' | null;
      readonly asAccess: boolean;
      readonly payload: 'required' | 'optional' | 'false' | null;
    }
  | { readonly is: 'false' }
  | { readonly is: 'undefined' };

/** What a lifecycle method does with a caller whom it does not know. */
export type StepManner = 'throws' | 'returns-error' | 'takes-over' | 'takes-over-from-all' | 'nothing' | 'passes';

export const points = ['onRequest', 'onPreAuth', 'onCredentials', 'onPostAuth', 'onPreHandler'] as const;
export type Point = (typeof points)[number];

export interface Extension {
  readonly is: 'extension';
  readonly point: Point;
  readonly manner: StepManner;
  readonly form: 'call' | 'object' | 'list' | 'sandboxed';
}

/** What `onPreResponse` makes of the answer. */
export const answerManners = [
  'continues',
  'data-for-errors',
  'data-for-challenges',
  'error-for-errors',
  'error-for-data',
  'error-for-unknown',
] as const;
export type AnswerManner = (typeof answerManners)[number];

export interface OnAnswer {
  readonly is: 'on-answer';
  readonly manner: AnswerManner;
  /** Only in a plugin: that of the server itself also hears of what `onRequest` rejects. */
  readonly sandboxed: boolean;
}

export interface Route {
  readonly is: 'route';
  readonly method: "'GET'" | "'POST'" | "'*'" | "['GET', 'PUT']";
  readonly path: '' | '/{id}' | '/{rest*}' | '/a{id}b';
  readonly auth: Auth | null;
  readonly cors: 'true' | 'false' | "{ origin: ['https://shop.example'] }" | null;
  readonly pre: StepManner | null;
  readonly preFails: 'error' | 'ignore' | 'log' | null;
  readonly extension: { readonly point: Exclude<Point, 'onRequest'>; readonly manner: StepManner } | null;
  readonly onAnswer: AnswerManner | null;
  readonly handler: 'plain' | 'looks' | 'uses';
  readonly under: 'options' | 'config-function';
}

export interface Table {
  readonly is: 'table';
  readonly routes: readonly Route[];
}

export interface Plugin {
  readonly is: 'plugin';
  readonly prefix: boolean;
  readonly awaited: boolean;
  readonly form: 'object' | 'wrapped' | 'listed';
  readonly items: readonly Item[];
}

export interface Default {
  readonly is: 'default';
  readonly auth: Auth;
}

export type Item = Extension | OnAnswer | Route | Table | Plugin | Default;

/** Majors of hapi that are installed to be booted. */
export const majors = [17, 18, 20, 21] as const;
export type Major = (typeof majors)[number];

export interface Setup {
  readonly major: Major;
  readonly schemes: readonly SchemeManner[];
  readonly server: { readonly auth: Auth | null; readonly cors: Route['cors'] };
  readonly items: readonly Item[];
}

const stepManner = fc.constantFrom<StepManner>(
  'throws',
  'returns-error',
  'takes-over',
  'takes-over-from-all',
  'nothing',
  'passes',
  'passes',
);
const named: fc.Arbitrary<Auth> = fc.record({ is: fc.constant('name' as const), of: fc.nat(3) });
const detailed: fc.Arbitrary<Auth> = fc.record<Extract<Auth, { is: 'object' }>>({
  is: fc.constant('object' as const),
  of: fc.array(fc.nat(3), { maxLength: 3 }),
  mode: fc.option(fc.constantFrom(...modes)),
  scope: fc.option(fc.constantFrom('read' as const, 'delete' as const, '!read' as const, '+read' as const)),
  entity: fc.option(fc.constantFrom('user' as const, 'app' as const)),
  asAccess: fc.boolean(),
  payload: fc.option(fc.constantFrom('required' as const, 'optional' as const, 'false' as const)),
});
const auth = fc.oneof<fc.Arbitrary<Auth>[]>(
  named,
  detailed,
  detailed,
  fc.constant({ is: 'false' }),
  fc.constant({ is: 'undefined' }),
);
const extension: fc.Arbitrary<Extension> = fc.record({
  is: fc.constant('extension' as const),
  point: fc.constantFrom(...points),
  manner: stepManner,
  form: fc.constantFrom('call' as const, 'object' as const, 'list' as const, 'sandboxed' as const),
});
const cors = fc.option(
  fc.constantFrom('true' as const, 'false' as const, "{ origin: ['https://shop.example'] }" as const),
  { freq: 1 },
);
const route: fc.Arbitrary<Route> = fc.record({
  is: fc.constant('route' as const),
  method: fc.constantFrom("'GET'", "'GET'", "'POST'", "'*'", "['GET', 'PUT']"),
  path: fc.constantFrom('', '', '/{id}', '/{rest*}', '/a{id}b'),
  auth: fc.option(auth, { freq: 3 }),
  cors,
  pre: fc.option(stepManner, { freq: 1 }),
  preFails: fc.option(fc.constantFrom('error' as const, 'ignore' as const, 'log' as const), { freq: 1 }),
  extension: fc.option(
    fc.record({
      point: fc.constantFrom(
        'onPreAuth' as const,
        'onCredentials' as const,
        'onPostAuth' as const,
        'onPreHandler' as const,
      ),
      manner: stepManner,
    }),
    { freq: 1 },
  ),
  onAnswer: fc.option(fc.constantFrom(...answerManners), { freq: 1 }),
  handler: fc.constantFrom('plain' as const, 'plain' as const, 'looks' as const, 'uses' as const),
  under: fc.constantFrom('options' as const, 'options' as const, 'config-function' as const),
});

const { items } = fc.letrec<{ items: Item[]; item: Item; plugin: Plugin }>((tie) => ({
  items: fc.array(tie('item'), { minLength: 1, maxLength: 5 }),
  item: fc.oneof(
    { depthSize: 'small' },
    { arbitrary: route, weight: 5 },
    { arbitrary: extension, weight: 1 },
    {
      arbitrary: fc.record({
        is: fc.constant('on-answer' as const),
        manner: fc.constantFrom(...answerManners),
        sandboxed: fc.boolean(),
      }),
      weight: 1,
    },
    { arbitrary: fc.record({ is: fc.constant('default' as const), auth: fc.oneof(named, detailed) }), weight: 1 },
    {
      arbitrary: fc.record({
        is: fc.constant('table' as const),
        routes: fc.array(route, { minLength: 1, maxLength: 3 }),
      }),
      weight: 1,
    },
    { arbitrary: tie('plugin'), weight: 2 },
  ),
  plugin: fc.record({
    is: fc.constant('plugin' as const),
    prefix: fc.boolean(),
    awaited: fc.boolean(),
    form: fc.constantFrom('object' as const, 'wrapped' as const, 'listed' as const),
    items: tie('items'),
  }),
}));

export const setup: fc.Arbitrary<Setup> = fc.record({
  major: fc.constantFrom(...majors, 21 as const),
  schemes: fc.array(fc.constantFrom(...schemeManners), { minLength: 1, maxLength: 3 }),
  server: fc.record({ auth: fc.option(auth, { freq: 1, nil: null }), cors }),
  items,
});
