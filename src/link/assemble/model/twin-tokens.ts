import type { Value } from '#frameworks';
import { isUndefined, undefinedValue } from '#frameworks';
import type { TokenSetting } from '#model';
import type { Observation } from '../../installed/records.ts';

const lifetimeOption = 'expiresIn';
const consequence =
  'another token of the same content and key lives longer or shorter, and whoever asks for the one takes the other too';

/**
 * Tokens that differ in nothing but how long they live, by the call that makes the later of them: a refresh token that is
 * signed like an access token is one.
 */
export function twinTokens(observations: readonly Observation[]): ReadonlyMap<Observation, TokenSetting> {
  const signing = observations.filter(({ meaning }) => meaning.is === 'signing');
  const found = new Map<Observation, TokenSetting>();
  for (const [index, later] of signing.entries()) {
    const isTwin = signing.slice(0, index).some((earlier) => areTwins(earlier, later));
    const { at } = later;
    if (isTwin) found.set(later, { kind: 'lifetime', weight: 'warning', at, text: lifetimeOption, consequence });
  }
  return found;
}

function areTwins(one: Observation, other: Observation): boolean {
  if (one.meaning !== other.meaning || one.meaning.is !== 'signing' || one.at.file !== other.at.file) return false;
  // One or the other is made, not both.
  if (one.conditions.length > 0 || other.conditions.length > 0) return false;
  const { key, options = 0 } = one.meaning;
  const [payload] = one.args;
  if (key === undefined || !payload || !isSame(payload, other.args[0])) return false;
  return isSame(one.args[key], other.args[key]) && differInLifetime(one.args[options], other.args[options]);
}

function differInLifetime(one: Value | undefined, other: Value | undefined): boolean {
  const [ours, theirs] = [one, other].map((value) => (value?.t === 'object' ? value.properties : null));
  if (!ours || !theirs) return false;
  const names = new Set([...ours.keys(), ...theirs.keys()]);
  const differing = [...names].filter((name) => !isSame(ours.get(name), theirs.get(name)));
  return differing.length === 1 && differing[0] === lifetimeOption;
}

function isSame(one: Value = undefinedValue, other: Value = undefinedValue): boolean {
  if (one === other || (isUndefined(one) && isUndefined(other))) return true;
  if (one.t === 'primitive' && other.t === 'primitive') return one.value === other.value;
  return one.t === 'environment' && other.t === 'environment' && one.name === other.name;
}
