import type { Value } from '#frameworks';
import type { Trial } from '../paths/trial.ts';
import { holds } from './held.ts';

/** Deep enough for the `where` of a query. */
export const depthOfQuery = 6;

/** It tells who the caller is, or would tell. */
export function saysWho({ t }: Value): boolean {
  return t === 'missing' || t === 'credential' || t === 'native';
}

/** Whether something of it says who the caller is. */
export function holdsIdentity(trial: Trial, values: readonly Value[]): boolean {
  const isIdentity = ({ t }: Value) => t === 'missing' || t === 'credential' || t === 'request';
  return values.some((value) => holds(trial, value, isIdentity, depthOfQuery));
}
