import type { FunctionValue, PromiseValue, Value } from '#frameworks';
import type { Place } from '#text';
import type { Trial } from '../paths/trial.ts';

/** An asynchronous function that delivers a verified credential is a verification itself: it must be awaited too. */
export function verified(
  { credentials }: Trial,
  fn: FunctionValue,
  value: Value,
  thrown: boolean,
  at: Place,
): PromiseValue['verification'] {
  if (!fn.name) return null;
  if (credentials.verifications.length === 0) {
    const isNobody = value.t === 'missing' || (value.t === 'primitive' && value.value === null);
    const found = !thrown && credentials.touched.length > 0 && (isNobody || value.t === 'credential');
    return found ? { subject: fn.name, at, isLookUp: true } : null;
  }
  const isResult =
    thrown ||
    value.t === 'credential' ||
    value.t === 'missing' ||
    (value.t === 'primitive' && (typeof value.value === 'boolean' || value.value === null));
  return isResult ? { subject: fn.name, at } : null;
}
