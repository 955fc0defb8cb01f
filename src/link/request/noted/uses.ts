import type { Value } from '#frameworks';
import type { Place } from '#text';
import type { MetadataRead } from '../../values/metadata-read.ts';

export interface PathTest {
  /** `piece`: a part of the path, between slashes, is that text. `segments`: all of them are, but for wildcards and parameters. */
  readonly match: 'equals' | 'prefix' | 'suffix' | 'substring' | 'pattern' | 'piece' | 'segments';
  readonly text: string;
  readonly at: Place;
  readonly holds: boolean;
}

/** What a path has asked of the request, of its route and of the scope that the step stands in: of what else is there, it is the same. */
export class Uses {
  location = false; // Of the request.
  readonly pathTests: PathTest[] = [];
  method = false;
  target = false; // What stands behind the route.
  names = false; // Of functions and classes.
  readonly metadata = new Map<unknown, MetadataRead>(); // By key.
  /** What the scope of the step was asked for, and what it had; under `` for the scope itself. */
  readonly ofScope = new Map<string, Value | null>();
  readonly custom = new Set<string>(); // What earlier steps have left on the request, by name.
  /** It looks at a header that an earlier step has filled in with something of the server's. */
  filledIn = false;
  /** A known step ran inside of it; such steps tell preflights from other requests. */
  knownStep = false;

  /** Grows where what was asked may make another step of it. */
  get events(): number {
    return this.custom.size + this.pathTests.length + Number(this.location) + Number(this.method);
  }

  /** What says nothing of the step by itself. */
  get loose(): Pick<Uses, 'target' | 'names' | 'knownStep' | 'filledIn'> {
    const { target, names, knownStep, filledIn } = this;
    return { target, names, knownStep, filledIn };
  }
}
