import type { RequestPart, Value } from '#frameworks';
import { isInput, unknown } from '#frameworks';
import type { Trial } from '../paths/trial.ts';
import { noteGiftOfAll } from './gifts.ts';
import { placeForAny } from './situation.ts';

const supplied: ReadonlySet<RequestPart> = new Set(['query', 'body', 'headers', 'cookies']);

/** Whether the caller gives the names of what is in it. */
export function namesAreCallers(trial: Trial, value: Value): boolean {
  if (value.t === 'request') return supplied.has(value.part);
  return trial.lookUps.supplied.has(value) || isInput(value);
}

/**
 * Names that the caller chooses are written to: `Object.assign(ctx.state, ctx.query)`. Whatever was there by now and whatever is not
 * written later may be the caller's; who has credentials has no reason to.
 */
export function overwriteAny(trial: Trial, prefix: string): void {
  if (prefix === 'session.') noteGiftOfAll(trial);
  if (trial.situation.caller === 'good') return;
  const any = `${prefix}*`;
  for (const name of [...trial.course.writes.keys(), ...trial.situation.context.keys()])
    if (placeForAny(name) === any) trial.leave(name, chosen());
  trial.leave(any, chosen());
}

export function chosen(): Value {
  return unknown('what the caller may have written there', null, 'caller');
}

/** What a caller has put under a name, if it may have been written so; null otherwise. */
export function overwritten(trial: Trial, name: string): Value | null {
  const any = placeForAny(name);
  if (!trial.course.writes.has(any) && !trial.situation.context.has(any)) return null;
  if (trial.situation.principals.has(name)) trial.credentials.touch({ kind: 'principal', name });
  return trial.memo(`overwritten ${name}`, chosen);
}
