import type { ArrayValue, Environment, Value } from '#frameworks';
import { arrayValue, primitive, stringOf, unknown } from '#frameworks';
import { madeByCall, originOf, variableOf } from '../../values/derivations.ts';
import type { Trial } from '../paths/trial.ts';

/** What the caller does not bring is compared with a variable that need not be set: undefined equals undefined, and '' ''. */
export function noteUnset(trial: Trial, a: Value, b: Value): void {
  const variables = variablesIn(b).filter(({ name }) => !trial.machine.required.has(name));
  if (variables.length === 0) return;
  for (const variable of variables)
    if (b === variable ? mayEqualUnset(a, variable) : isPresentedOrEmpty(a)) trial.flaws.unsetTwins.add(variable);
}

function mayEqualUnset(a: Value, { fallback }: Environment): boolean {
  const unset = fallback ? stringOf(fallback) : undefined;
  const isAbsent = a.t === 'missing' && !a.lookup && a.as === unset;
  return unset !== null && (isAbsent || (unset === '' && mayBeEmpty(a)));
}

function isPresentedOrEmpty(value: Value): boolean {
  return value.t === 'missing' || value.t === 'credential' || isEmptyText(value);
}

function mayBeEmpty(value: Value): boolean {
  return isEmptyText(value) || (value.t === 'credential' && value.state === 'forged');
}

export function isEmptyText(value: Value): boolean {
  return value.t === 'missing' ? value.as === '' : value.t === 'primitive' && value.value === '';
}

/** The variables of the environment of which something is made: `` `Bearer ${process.env.KEY}` ``, `process.env.KEY?.trim()`. */
function variablesIn(value: Value): readonly Environment[] {
  if (value.t === 'text') return value.parts.flatMap((part) => (typeof part === 'string' ? [] : variablesIn(part)));
  const variable = value.t === 'environment' || value.t === 'unknown' ? variableOf(value) : null;
  return variable && !variable.isSet ? [variable] : [];
}

/** What a text comes to that is made of variables which are not set. */
export function spelt(trial: Trial, value: Value): Value {
  if (!trial.situation.unset || value.t !== 'text') return value;
  const texts = value.parts.map((part) => {
    const known = typeof part === 'string' ? part : spelt(trial, trial.resolve(part));
    return typeof known === 'string' ? known : known.t === 'primitive' ? String(known.value) : null;
  });
  if (texts.includes(null)) return value;
  const text = primitive(texts.join(''));
  trial.flaws.spelt.add(text);
  return text;
}

/** Whether something that is presented is compared with such a text: anybody may present it. */
export function isSpelt(trial: Trial, compared: readonly Value[]): boolean {
  return compared.some((one) => trial.flaws.spelt.has(one)) && compared.some(({ t }) => t === 'credential');
}

/**
 * The list that a variable of the environment holds, `(process.env.KEYS ?? '').split(',').filter(Boolean)`: one item stands for
 * all of them. Where the empty texts are taken out, nothing may be left. null for anything else.
 */
export function listOfVariable(trial: Trial, list: Value): ArrayValue | null {
  const variable = list.t === 'unknown' && isMadeBy(list, 'split') ? variableOf(list) : null;
  if (!variable) return null;
  const isFiltered = isMadeBy(list, 'filter');
  const isUnset = trial.situation.unset?.has(variable.name) === true && variable.fallback !== null;
  const made = trial.memo(`list ${variable.name} ${variable.at.start} ${isFiltered}`, () => {
    const item = madeByCall(unknown(`an item of ${variable.name}`, variable.at, 'server', true), list, 'item');
    const usual = isUnset ? variable.fallback! : item;
    const isEmpty = isFiltered && (isUnset ? isEmptyText(usual) : trial.choose(2, 'environment') === 1);
    return arrayValue(isEmpty ? [] : [usual]);
  });
  return made as ArrayValue;
}

/** Whether a method has made something of a list, or of a text that `split` has made a list of. */
function isMadeBy(list: Value, method: string): boolean {
  const origin = originOf(list);
  if (!origin) return false;
  const name = origin.name.replace('()', '');
  if (name === method) return true;
  // The result of a call is made of the method that was called.
  return (name === 'null' || makesLists.has(name)) && isMadeBy(origin.of, method);
}

const makesLists = new Set('filter map flatMap flat concat slice sort toSorted reverse'.split(' '));
