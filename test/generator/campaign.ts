import fc from 'fast-check';

/** What became of one random server. */
export interface Attempt {
  /** For people. */
  readonly source: string;
  /** False when the server does not start, which is no business of the model. */
  readonly boots: boolean;
  /** Routes of which something can be known. */
  readonly routes: number;
  /** Those of them that the model calls unknown. */
  readonly unknown: number;
  /** What the model says and the running server denies. */
  readonly disagreements: readonly string[];
}

/** Makes random servers and holds the model of each against the server running. */
export interface Generator<T> {
  readonly setup: fc.Arbitrary<T>;
  attempt(setup: T): Promise<Attempt>;
  close?(): void;
}

export interface Outcome {
  readonly seed: number;
  readonly booted: number;
  readonly routes: number;
  readonly unknown: number;
  /** The smallest server found about which they disagree, told for people. */
  readonly failure: string | null;
}

/** Tries as many random servers as asked for, up to the first disagreement. */
export async function campaign<T>(generator: Generator<T>, seed: number, runs: number): Promise<Outcome> {
  const total = { booted: 0, routes: 0, unknown: 0 };
  const outcome = await fc.check(
    fc.asyncProperty(generator.setup, async (value) => {
      const tried = await generator.attempt(value);
      total.booted += Number(tried.boots);
      total.routes += tried.routes;
      total.unknown += tried.unknown;
      return tried.disagreements.length === 0;
    }),
    { seed, numRuns: runs },
  );
  if (!outcome.failed) return { seed, ...total, failure: null };
  if (!outcome.counterexample) throw outcome.errorInstance;
  const { disagreements, source } = await generator.attempt(outcome.counterexample[0]);
  return { seed, ...total, failure: `${disagreements.join('\n')}\n\nseed ${seed}\n${source}` };
}
