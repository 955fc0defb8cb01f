import type { FunctionExpression } from '#facts';
import type { Value } from '#frameworks';
import type { Trial } from './trial.ts';

/** What a step does after the error of a later one came back to it. */
export interface Rescue {
  /** Functions that it has called since. */
  readonly entered: Set<FunctionExpression>;
  /** The status that it has set since; undefined when it has set none. */
  status: number | null | undefined;
  hasBody: boolean;
  /** It answers with what code that is not seen has given it, and not for the sake of the error. */
  servesData: boolean;
}

export function rescue(): Rescue {
  return { entered: new Set(), status: undefined, hasBody: false, servesData: false };
}

/** Notes a part of the answer that is prepared after the failure. */
export function noteRescue(trial: Trial, what: 'status' | 'body', status: number | null, value: Value): void {
  if (!trial.rescue) return;
  if (what === 'status') trial.rescue.status = status;
  else {
    trial.rescue.hasBody = true;
    trial.rescue.servesData = servesData(trial, value);
  }
}

/** Whether an answer holds what code that is not seen has given, and not for the sake of an error. */
export function servesData(trial: Trial, answer: Value): boolean {
  return holds(trial, answer, 3);
}

function holds(trial: Trial, value: Value, depth: number): boolean {
  const known = trial.resolve(value);
  if (trial.found.has(known)) return true;
  if (depth === 0) return false;
  if (known.t === 'object') return [...known.properties.values()].some((inner) => holds(trial, inner, depth - 1));
  return known.t === 'array' && known.items.some((inner) => holds(trial, inner, depth - 1));
}

/** Whether a value is the error, or holds it. */
export function tellsOfError(trial: Trial, value: Value): boolean {
  const known = trial.resolve(value);
  if (known.t === 'request') return known.part === 'error';
  return (
    known.t === 'object' &&
    [...known.properties.values()].some((inner) => inner.t === 'request' && inner.part === 'error')
  );
}

/** The answer says that all is well. */
export function isWell({ status, hasBody }: Rescue): boolean {
  return status === undefined ? hasBody : status !== null && status < 300;
}
