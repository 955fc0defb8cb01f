import { type ChoiceValue, isInput, leavesOf, unknown, type Value } from '#frameworks';
import type { Condition } from '#model';

type Options = ChoiceValue['options'];

/** In how many ways a choice is told apart; beyond that only what may come out of it. */
const mostWays = 64;

const counted = new WeakMap<ChoiceValue, number>();

/**
 * One of several values. A variable that is chosen again and again under conditions holds choices within choices, whose ways
 * double each time: where they are many, each value is there once, under a condition that says no more than that.
 */
export function oneOf(options: Options): Value {
  const value: ChoiceValue = { t: 'choice', options };
  if (waysOf(value) <= mostWays) return value;
  const leaves = fewOf(leavesOf(value));
  const at = options.flatMap(({ conditions }) => conditions)[0]?.at;
  if (leaves.length === 1 || !at) return leaves[0]!;
  const condition: Condition = { kind: 'unknown', holds: true, text: 'a choice of many', at };
  return { t: 'choice', options: leaves.map((leaf) => ({ value: leaf, conditions: [condition] })) };
}

/** Every member that is read of many values makes as many again: what is not known is one of them, and so is what is too much. */
function fewOf(leaves: readonly Value[]): readonly Value[] {
  const known = leaves.filter(({ t }) => t !== 'unknown');
  const matters = ({ t }: Value) => t === 'scope' || t === 'function' || t === 'class';
  const kept = new Set([...known.filter(matters), ...known.filter((one) => !matters(one))].slice(0, mostWays));
  const others = leaves.filter((one) => !kept.has(one));
  if (others.length < 2) return leaves;
  const by = others.some(isInput) ? 'caller' : 'server';
  return [...leaves.filter((one) => kept.has(one)), unknown('one of many values', null, by)];
}

function waysOf(value: Value): number {
  if (value.t !== 'choice') return 1;
  const known = counted.get(value);
  if (known !== undefined) return known;
  const ways = value.options.reduce((sum, option) => sum + waysOf(option.value), 0);
  counted.set(value, ways);
  return ways;
}
