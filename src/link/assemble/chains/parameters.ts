import type { PathPattern } from '#model';
import type { ScopeRecord, StepRecord } from '../../installed/records.ts';
import { groupsOf } from './occurrences.ts';

/** A path as a scope sees it, and all of it; `match`: whether the entry takes it, null when that is not known. */
export interface Seen {
  readonly path: string;
  readonly whole: string;
  readonly match?: object | false | null;
}

/** A step of `param()` that is called, for some or all of the paths. */
export interface Due<S extends Seen> {
  readonly record: StepRecord;
  readonly paths: readonly S[];
  readonly isSure: boolean;
}

/**
 * One pass of a request through a scope, as far as `param()` is concerned: wherever they are written, its steps run before
 * each entry whose path has the parameter, unless the last value was the same. https://expressjs.com/en/5x/api.html#app.param
 */
export class ParameterPass {
  readonly #scope: ScopeRecord;
  readonly #last = new Map<string, string>();

  constructor(scope: ScopeRecord) {
    this.#scope = scope;
  }

  /** What runs before an entry. `isCertain`: only the path decides whether the entry is met. */
  before<S extends Seen>(pattern: PathPattern, paths: readonly S[], isCertain: boolean): Due<S>[] {
    const { parameters } = this.#scope;
    if (parameters.length === 0) return [];
    const names = pattern.parameters ?? namesIn(pattern.text);
    return names.flatMap((name, index) => {
      const records = parameters.filter((one) => one.name === name);
      if (records.length === 0) return [];
      const due = paths.filter((one) => this.#isNew(pattern, one, index, name, isCertain));
      const isSure = due.length === paths.length && pattern.parameters !== undefined;
      return due.length === 0 ? [] : records.map(({ step }) => ({ record: step, paths: due, isSure }));
    });
  }

  #isNew(pattern: PathPattern, { path, whole, match }: Seen, index: number, name: string, isCertain: boolean): boolean {
    const groups = groupsOf(pattern, path);
    if (!groups) return true;
    const value = groups[index];
    if (value === undefined) return false;
    const key = `${name} ${whole}`;
    if (this.#last.get(key) === value) return false;
    if (isCertain && match !== null) this.#last.set(key, value);
    else this.#last.delete(key);
    return true;
  }
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/:(\w+)/g)].map((found) => found[1]!);
}
