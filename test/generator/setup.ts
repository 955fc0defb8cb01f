import fc from 'fast-check';
import type { ExpressMajor } from '../support/express.ts';
import { routePaths, stepPaths, usePaths } from './paths.ts';
import type { ShapeName } from './steps.ts';
import { shapes } from './steps.ts';

/** A random server, as plain data: it shrinks well, and every value of it can be rendered. */
export interface Setup {
  readonly major: ExpressMajor;
  readonly modules: 'esm' | 'cjs';
  readonly wiring: 'plain' | 'factory' | 'class';
  readonly app: readonly Entry[];
  /** A mount leads to a router with a higher number than its own, so there are no cycles. */
  readonly routers: readonly RouterPlan[];
}

export interface RouterPlan {
  readonly form: 'inline' | 'file' | 'factory' | 'class';
  readonly options: '' | '{ caseSensitive: true }' | '{ strict: true }' | '{ mergeParams: true }';
  readonly entries: readonly Entry[];
}

export interface StepPlan {
  readonly shape: ShapeName;
  readonly form: 'function' | 'const' | 'inline' | 'maker' | 'file' | 'member' | 'wrapped';
}

export interface Ending {
  readonly method: string;
  readonly steps: readonly StepPlan[];
  readonly handler: 'inline' | 'function' | 'file';
}

export type Entry =
  | { readonly kind: 'use'; readonly path: number | null; readonly steps: readonly StepPlan[]; readonly array: boolean }
  | { readonly kind: 'route'; readonly path: number; readonly ending: Ending; readonly array: boolean }
  | { readonly kind: 'chain'; readonly path: number; readonly endings: readonly Ending[] }
  /** `app.all('/admin', guard)`: a route that only guards. */
  | { readonly kind: 'gate'; readonly path: number; readonly step: StepPlan }
  | {
      readonly kind: 'mount';
      readonly path: number | null;
      readonly steps: readonly StepPlan[];
      readonly router: number;
    }
  /** Something added to a finished router from outside. */
  | { readonly kind: 'late'; readonly router: number; readonly step: StepPlan }
  | { readonly kind: 'param'; readonly step: StepPlan }
  | {
      readonly kind: 'group';
      readonly form: 'function' | 'arrow' | 'loop' | 'feature';
      readonly entries: readonly Entry[];
    };

const step: fc.Arbitrary<StepPlan> = fc.record({
  shape: fc.oneof(
    ...Object.entries(shapes).map(([name, { weight }]) => ({ weight, arbitrary: fc.constant(name as ShapeName) })),
  ),
  form: fc.constantFrom('function', 'const', 'inline', 'maker', 'file', 'member', 'wrapped'),
});

const ending: fc.Arbitrary<Ending> = fc.record({
  method: fc.constantFrom('get', 'get', 'get', 'post', 'put', 'delete', 'all'),
  steps: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(step, { maxLength: 2 }) },
  ),
  handler: fc.constantFrom('inline', 'function', 'file'),
});

const index = (of: readonly unknown[]) => fc.nat({ max: of.length - 1 });
const rarely = fc.integer({ min: 0, max: 9 }).map((value) => value === 9);
const router = fc.nat({ max: 3 });

const leaf: fc.Arbitrary<Entry> = fc.oneof(
  { withCrossShrink: true },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('route'), path: index(routePaths), ending, array: rarely }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('use'),
      path: fc.option(index(stepPaths), { freq: 2 }),
      steps: fc.array(step, { minLength: 1, maxLength: 2 }),
      array: rarely,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mount'),
      path: fc.option(index(usePaths), { freq: 5 }),
      steps: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(step, { maxLength: 2 }) },
      ),
      router,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('chain'),
      path: index(routePaths),
      endings: fc.array(ending, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gate'), path: index(routePaths), step }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('late'), router, step }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('param'), step }) },
) as fc.Arbitrary<Entry>;

const group: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constant('group'),
  form: fc.constantFrom('function', 'function', 'arrow', 'loop', 'feature'),
  entries: fc.array(leaf, { minLength: 1, maxLength: 3 }),
}) as fc.Arbitrary<Entry>;

const entries = (maxLength: number) =>
  fc.array(fc.oneof({ withCrossShrink: true }, { weight: 9, arbitrary: leaf }, { weight: 1, arbitrary: group }), {
    minLength: 1,
    maxLength,
  });

export const setup: fc.Arbitrary<Setup> = fc.record({
  major: fc.constantFrom<ExpressMajor[]>(4, 5),
  modules: fc.constantFrom('esm', 'cjs'),
  wiring: fc.constantFrom('plain', 'plain', 'factory', 'class'),
  app: entries(9),
  routers: fc.array(
    fc.record({
      form: fc.constantFrom('inline', 'file', 'factory', 'class'),
      options: fc.oneof(
        { weight: 6, arbitrary: fc.constant('') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('{ caseSensitive: true }', '{ strict: true }', '{ mergeParams: true }'),
        },
      ),
      entries: entries(5),
    }),
    { minLength: 4, maxLength: 4 },
  ),
}) as fc.Arbitrary<Setup>;
