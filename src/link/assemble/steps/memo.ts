import type { Value } from '#frameworks';
import type { Assumption, Caller, Outcome, Outcomes } from '#model';
import type { Left } from '../../machine/lasting.ts';
import type { Failure } from '../../request/brought/situation.ts';
import type { Judgement } from '../../request/judged/judgement.ts';
import type { Proof } from '../../request/judged/proof.ts';
import type { PathTest } from '../../request/noted/uses.ts';
import type { Reads } from '../../request/paths/reads.ts';
import type { Given } from './given.ts';

/** What a step does for requests to one route. */
export interface Found {
  readonly guards: boolean;
  /** Whether it recognises a good caller here, even if it rejects nobody. */
  readonly recognises: boolean;
  readonly outcome: Outcomes;
  /** Why the outcome for callers without credentials is not known. */
  readonly unsure: string | null;
  /** That it rejects only because it fails without a principal that it takes for granted. */
  readonly assumes: Assumption | null;
  /** What requests leave, from which it answers callers without good credentials before later steps are met. */
  readonly answersBy: Left | null;
  /** What it does seen from behind its route, where it may leave that; null where it never does. */
  readonly sent: Outcomes | null;
  /** Whether it was seen to tell genuine credentials from others. */
  readonly proof: Proof;
  /** Tests of the path that it made on the way. */
  readonly tests: readonly PathTest[];
  /** What was read of the request; null where it was not noted. */
  readonly reads: Reads | null;
  /** The errors by which it rejects callers without credentials, where it was judged for requests to this very route. */
  readonly failures: readonly Failure[];
  /** What it leaves behind it there; null for what it always leaves. */
  readonly writes: Readonly<Record<Caller, ReadonlyMap<string, Value>>> | null;
}

/** Of a step that looks at nothing of the request for one route. */
export const plain = {
  proof: null,
  tests: [],
  assumes: null,
  answersBy: null,
  sent: null,
  reads: null,
  failures: [],
  writes: null,
};

export const unclear = {
  outcome: { none: 'unknown', bad: 'unknown', good: 'unknown', preflight: 'unknown' } satisfies Outcomes,
  unsure: 'it has too many paths to follow',
  guards: false,
  recognises: false,
};

/** Of a step that does not do the same for all requests to one route. */
export function unlike(found: Found): Found {
  return {
    ...found,
    guards: false,
    outcome: { ...found.outcome, none: 'unknown', bad: 'unknown' },
    unsure: 'it treats the paths of this route differently',
  };
}

interface Shape<T> {
  readonly reads: Reads;
  readonly found: Map<string, T>;
}

/** For so many requests a step is tried that has too many paths for each of them. */
const mostInVain = 8;

/** What a request looks like to a step that reads certain things of it. */
export class Key {
  readonly given: Given;
  readonly #seen: (reads: Reads) => readonly string[];

  constructor(seen: (reads: Reads) => readonly string[], given: Given) {
    this.#seen = seen;
    this.given = given;
  }

  alike(reads: Reads): string {
    return [...this.#seen(reads), this.given.alike].join('\n');
  }

  exact(reads: Reads): string {
    return [...this.#seen(reads), this.given.exact].join('\n');
  }

  /** What it may be noted under. */
  either(reads: Reads): readonly string[] {
    const seen = this.#seen(reads).join('\n');
    return [...new Set([this.given.alike, this.given.exact])].map((given) => `${seen}\n${given}`);
  }
}

/** What was found of steps for certain requests, shared by all requests of which they have read the same. */
class Shared<T> {
  readonly #shapes = new Map<Judgement, Map<string, Shape<T>>>();

  get(judgement: Judgement, key: Key): T | undefined {
    for (const { reads, found } of this.#shapes.get(judgement)?.values() ?? []) {
      for (const name of key.either(reads)) {
        const known = found.get(name);
        if (known !== undefined) return known;
      }
    }
    return undefined;
  }

  add(judgement: Judgement, reads: Reads, key: string, found: T): void {
    const shapes = this.#shapes.get(judgement) ?? new Map<string, Shape<T>>();
    this.#shapes.set(judgement, shapes);
    const shape = shapes.get(reads.text) ?? { reads, found: new Map<string, T>() };
    shapes.set(reads.text, shape);
    shape.found.set(key, found);
  }
}

/** What steps do for the routes of an app. */
export class Memo {
  readonly found = new Shared<Found>();
  /** For who brings nothing and writes the path in another way. */
  readonly none = new Shared<Outcome>();
  readonly #inVain = new Map<Judgement, number>();

  /** Whether another trial is not worth its price. */
  isHopeless(judgement: Judgement): boolean {
    return (this.#inVain.get(judgement) ?? 0) >= mostInVain;
  }

  noteTrial(judgement: Judgement, inVain: boolean): void {
    this.#inVain.set(judgement, inVain ? (this.#inVain.get(judgement) ?? 0) + 1 : -Infinity);
  }
}
