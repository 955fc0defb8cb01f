import type { FunctionValue, PromiseValue, Value } from '#frameworks';
import type { Place } from '#text';
import type { Trial } from './trial.ts';

/** An asynchronous function that delivers a verified credential is a verification itself: it must be awaited too. */
export function verified(
  { credentials }: Trial,
  fn: FunctionValue,
  value: Value,
  thrown: boolean,
  at: Place,
): PromiseValue['verification'] {
  if (!fn.name) return null;
  const isNobody = value.t === 'missing' || (value.t === 'primitive' && value.value === null);
  const isSomebody = isNobody || value.t === 'credential';
  if (credentials.verifications.length === 0)
    return isSomebody && !thrown && credentials.touched.length > 0 ? { subject: fn.name, at, isLookUp: true } : null;
  const isWord = thrown || isSomebody || (value.t === 'primitive' && typeof value.value === 'boolean');
  return isWord ? { subject: fn.name, at } : null;
}
