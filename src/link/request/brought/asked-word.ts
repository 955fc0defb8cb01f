import type { StepKnowledge } from '#catalog';
import { type MadeValue, primitive, type Value } from '#frameworks';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import type { Machine } from '../../machine/machine.ts';
import { getMember } from '../../machine/members.ts';
import { awaited } from '../../machine/promises.ts';
import { type Trial, trialIn } from '../paths/trial.ts';
import { credential, presented } from './credentials.ts';

/**
 * While a request is tried: what the function of the project that a library's guard asks (`verifyToken`, `verifyUser`,
 * `validate`) says of what the caller presents; null where there is no such function.
 */
export function askedWord(
  machine: Machine,
  asks: NonNullable<StepKnowledge['asks']>,
  made: MadeValue,
  request: Value,
  at: Place,
): Value | null {
  const ask = optionAt(made.args[0], asks.option);
  if (ask?.t !== 'function') return null;
  const given = asks.given.map((what) => brought(trialIn(machine)!, what) ?? request);
  const word = wordOf(machine, callValue(machine, ask, given, null, at), asks);
  return asks.member ? getMember(machine, word, asks.member, at) : word;
}

/** What the library makes of what such a function gives it: it waits for a promise, or takes that for a yes. */
export function wordOf(machine: Machine, given: Value, { yes }: NonNullable<StepKnowledge['asks']>): Value {
  return yes === 'at-once' && given.t === 'promise' ? primitive(true) : awaited(machine, given);
}

/** What the caller brings of what such a function is given. The name of somebody is no secret: who forges credentials knows it, and may make one up. */
export function brought(trial: Trial, what: NonNullable<StepKnowledge['asks']>['given'][number]): Value | null {
  const source = { kind: 'header', name: 'authorization' } as const;
  if (what === 'credential') {
    const secret = presented(trial, source);
    return secret.t === 'credential' ? trial.memo('the secret', () => ({ ...secret, isSecret: true })) : secret;
  }
  if (what !== 'name') return null;
  if (trial.situation.caller !== 'bad') return presented(trial, source);
  return trial.memo('the name', () => credential(trial.choose(2, 'caller') === 0 ? 'genuine' : 'forged', source));
}
