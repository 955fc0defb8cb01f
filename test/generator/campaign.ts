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

/** Makes random servers of one framework and holds the model of each against the server running. */
export interface Generator<T> {
  readonly setup: fc.Arbitrary<T>;
  attempt(setup: T): Promise<Attempt>;
  close?(): void;
}

export interface Outcome {
  readonly booted: number;
  readonly routes: number;
  readonly unknown: number;
  /** A server about which they disagree, told for people. */
  readonly failure: string | null;
}

/** Tries random servers up to the first disagreement, and makes that one as small as it can be. */
export async function campaign<T>(generator: Generator<T>, seed: number, runs: number): Promise<Outcome> {
  const total = { booted: 0, routes: 0, unknown: 0 };
  const outcome = await fc.check(
    fc.asyncProperty(generator.setup, async (value) => agrees(await generator.attempt(value), total)),
    { seed, numRuns: runs },
  );
  if (!outcome.failed) return { ...total, failure: null };
  if (!outcome.counterexample) throw outcome.errorInstance;
  return { ...total, failure: `seed ${seed}\n${told(await generator.attempt(outcome.counterexample[0]))}` };
}

/** Tries these servers, up to the first disagreement. */
export async function each<T>(generator: Generator<T>, setups: Iterable<T>): Promise<Outcome> {
  const total = { booted: 0, routes: 0, unknown: 0 };
  for (const value of setups) {
    const tried = await generator.attempt(value);
    if (!agrees(tried, total)) return { ...total, failure: `${JSON.stringify(value)}\n${told(tried)}` };
  }
  return { ...total, failure: null };
}

function agrees(tried: Attempt, total: { booted: number; routes: number; unknown: number }): boolean {
  total.booted += Number(tried.boots);
  total.routes += tried.routes;
  total.unknown += tried.unknown;
  return tried.disagreements.length === 0;
}

/** What they disagree about, and the server. */
export function told({ disagreements, source }: Attempt): string {
  return `${disagreements.join('\n')}\n\n${source}`;
}
