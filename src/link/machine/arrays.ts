import type { ArrayValue, Value } from '#frameworks';
import { arrayValue, isUndefined, listOf, native, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { isCallers } from '../values/made-of.ts';
import { callValue } from './calls.ts';
import { spliceSteps } from './conditioned.ts';
import { equal } from './equality.ts';
import type { Machine } from './machine.ts';
import { concatenate } from './operators.ts';
import { decide, truth } from './truth.ts';

type Method = (machine: Machine, array: ArrayValue, args: readonly Value[], at: Place) => Value;

/** What is not known of a list because not all of it is. */
function unclear(machine: Machine, array: ArrayValue, why: string, at: Place): Value {
  machine.trial?.examines();
  return machine.lasting.madeOf(unknown(why, at), array);
}

/** What a pattern has caught in its named groups, by the list of all that it has caught. */
export const groupsIn = new WeakMap<ArrayValue, Value>();

/** `array[0]`, `array.length`, `array.map`, … Sets are arrays too (`has`, `add`). */
export function arrayMember(machine: Machine, array: ArrayValue, name: string | null, at: Place): Value {
  if (name === null)
    return array.items.length === 1 ? array.items[0]! : unknown('an item whose index is not known', at);
  if (/^\d+$/.test(name))
    return (
      array.items[Number(name)] ??
      (array.open ? unclear(machine, array, 'an item of a list that is only partly known', at) : undefinedValue)
    );
  if (name === 'length' || name === 'size') {
    // Who counts the parts of a text knows whether they are there.
    for (const item of array.items) machine.trial?.present(item);
    return array.open
      ? unclear(machine, array, 'the length of a list that is only partly known', at)
      : primitive(array.items.length);
  }
  const groups = name === 'groups' ? groupsIn.get(array) : undefined;
  if (groups) return groups;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method) return native(name, (args, callAt) => method(machine, array, args, callAt));
  return array.open ? unknown(`array.${name}`, at) : undefinedValue;
}

/** A function that a list calls for its items, and the object that it is given as `this`, if any: a method forgets its own. */
type Called = readonly Value[];

function calledFor(machine: Machine, [fn, self]: Called, args: readonly Value[], at: Place): Value {
  return fn ? callValue(machine, fn, args, machine.trial ? (self ?? undefinedValue) : null, at) : undefinedValue;
}

const each: Method = (machine, array, called, at) => {
  for (const [index, item] of array.items.entries()) calledFor(machine, called, [item, primitive(index), array], at);
  return undefinedValue;
};

const map: Method = (machine, array, called, at) =>
  called[0]
    ? arrayValue(
        array.items.map((item, index) => calledFor(machine, called, [item, primitive(index), array], at)),
        array.open,
      )
    : array;

/** Asks a predicate; null when its answer is not known. */
function ask(machine: Machine, called: Called, item: Value, index: number, at: Place): boolean | null {
  if (!called[0]) return null;
  const answer = calledFor(machine, called, [item, primitive(index)], at);
  return machine.trial ? decide(machine, answer, at) : truth(answer);
}

const filter: Method = (machine, array, called, at) => {
  const [fn] = called;
  const kept: Value[] = [];
  let { open } = array;
  const isBoolean = fn?.t === 'library' && fn.path === 'Boolean';
  array.items.forEach((item, index) => {
    const known = machine.trial ? machine.trial.resolve(item) : item;
    const answer = isBoolean ? truth(known) : ask(machine, called, item, index, at);
    if (answer === false) return;
    const isSet = isBoolean && known.t === 'environment';
    if (answer === null && !isSet) open = true;
    kept.push(isSet ? { ...known, isSet } : item);
  });
  return arrayValue(kept, open);
};

const some: Method = (machine, array, called, at) => {
  let unsure: Value | null = array.open ? unclear(machine, array, 'a list that is only partly known', at) : null;
  for (const [index, item] of array.items.entries()) {
    if (!called[0]) break;
    const answer = calledFor(machine, called, [item, primitive(index)], at);
    const known = truth(answer);
    if (known === true) return primitive(true);
    if (known === null) unsure = answer;
  }
  return unsure ?? primitive(false);
};

const every: Method = (machine, array, called, at) => {
  let unsure: Value | null = array.open ? unclear(machine, array, 'a list that is only partly known', at) : null;
  for (const [index, item] of array.items.entries()) {
    if (!called[0]) break;
    const answer = calledFor(machine, called, [item, primitive(index)], at);
    const known = truth(answer);
    if (known === false) return primitive(false);
    if (known === null) unsure = answer;
  }
  return unsure ?? primitive(true);
};

const find: Method = (machine, array, called, at) => {
  for (const [index, item] of array.items.entries()) {
    const answer = ask(machine, called, item, index, at);
    if (answer === true) return item;
    if (answer === null) return unknown('an item that was searched for', at);
  }
  return array.open ? unknown('an item of a list that is only partly known', at) : undefinedValue;
};

const includes: Method = (machine, array, [wanted], at) => {
  if (!wanted) return primitive(false);
  if (isCallers(wanted)) machine.trial?.examines();
  let unsure: Value | null = array.open ? unclear(machine, array, 'a list that is only partly known', at) : null;
  for (const item of array.items) {
    const answer = equal(machine, item, wanted, false);
    const known = truth(answer);
    if (known === true) {
      machine.trial?.testsPath('equals', item, wanted, true);
      return primitive(true);
    }
    machine.trial?.testsPath('equals', item, wanted, false);
    if (known === null) unsure = answer;
  }
  if (machine.trial?.operations.holds(array, wanted, at)) return primitive(true);
  if (machine.trial && isForgedKey(wanted)) return primitive(false);
  return unsure ?? primitive(false);
};

function putOwnItems({ trial }: Machine, array: ArrayValue, items: readonly Value[]): void {
  if (trial) for (const item of items) trial.operations.put(array, item, primitive(true));
}

/** A list of keys holds no forged one. The words before a token (`Bearer`) are no keys: anyone may send them. */
function isForgedKey(wanted: Value): boolean {
  if (wanted.t === 'missing') return true;
  const isKey =
    wanted.t === 'credential' && !(wanted.source.kind === 'header' && /authorization/.test(wanted.source.name));
  return isKey && wanted.state === 'forged';
}

const reduce: Method = (machine, array, [fn, initial], at) => {
  const items = initial ? array.items : array.items.slice(1);
  let sum: Value = initial ?? array.items[0] ?? undefinedValue;
  if (!fn) return sum;
  for (const [index, item] of items.entries()) sum = calledFor(machine, [fn], [sum, item, primitive(index), array], at);
  return sum;
};

/** Sorted by a comparison that can be evaluated; otherwise the order is a gap. */
function sorted(machine: Machine, array: ArrayValue, [compare]: readonly Value[], at: Place): Value {
  let unsure = false;
  const items = [...array.items].sort((a, b) => {
    const answer = compare ? callValue(machine, compare, [a, b], null, at) : unknown('the order of texts', at);
    const number = answer.t === 'primitive' ? Number(answer.value) : Number.NaN;
    if (Number.isNaN(number)) unsure = true;
    return Number.isNaN(number) ? 0 : number;
  });
  if (unsure && items.length > 1) machine.gap('the order of a sorted list is not known', at);
  return arrayValue(items, array.open);
}

function flatten(items: readonly Value[], depth: number): Value[] {
  return items.flatMap((item) => (item.t === 'array' && depth > 0 ? flatten(item.items, depth - 1) : [item]));
}

const methods: Record<string, Method> = {
  forEach: each,
  map,
  filter,
  some,
  every,
  find,
  includes,
  has: includes,
  reduce,
  flatMap: (machine, array, args, at) => {
    const mapped = map(machine, array, args, at);
    return mapped.t === 'array' ? arrayValue(flatten(mapped.items, 1), mapped.open) : mapped;
  },
  flat: (_machine, array, [depth]) =>
    arrayValue(flatten(array.items, depth?.t === 'primitive' ? Number(depth.value) : 1), array.open),
  push: (machine, array, args) => {
    putOwnItems(machine, array, args);
    spliceSteps(machine, array, array.items.length, 0, args);
    return primitive(array.items.length);
  },
  add: (machine, array, args) => {
    putOwnItems(machine, array, args);
    spliceSteps(machine, array, array.items.length, 0, args);
    return array;
  },
  unshift: (machine, array, args) => {
    spliceSteps(machine, array, 0, 0, args);
    return primitive(array.items.length);
  },
  pop: (machine, array) => last(machine, spliceSteps(machine, array, array.items.length - 1, 1, [])[0]),
  shift: (machine, array) => spliceSteps(machine, array, 0, 1, [])[0] ?? undefinedValue,
  // Those of a Set.
  delete: (machine, array, [wanted], at) => {
    const found = wanted ? array.items.map((item) => truth(equal(machine, item, wanted, false))) : [];
    if (found.includes(true)) spliceSteps(machine, array, found.indexOf(true), 1, []);
    else if (array.open || found.includes(null)) machine.assign(array, 'open', true, array.born);
    return found.includes(null) ? unknown('whether it was in a set', at) : primitive(found.includes(true));
  },
  clear: (machine, array) => {
    spliceSteps(machine, array, 0, array.items.length, []);
    return undefinedValue;
  },
  splice: (machine, array, [from, count, ...added]) => {
    const known = [from, count].every((one) => !one || one.t === 'primitive');
    if (!known) return arrayValue([], true);
    const start = Math.max(index(from) < 0 ? array.items.length + index(from) : index(from), 0);
    return arrayValue(spliceSteps(machine, array, start, count ? index(count) : array.items.length, added));
  },
  fill: (machine, array, [value = undefinedValue, from, to]) => {
    const end = to && !isUndefined(to) ? index(to) : array.items.length;
    const count = array.items.slice(index(from), end).length;
    const start = index(from) < 0 ? array.items.length + index(from) : index(from);
    spliceSteps(machine, array, start, count, Array<Value>(count).fill(value));
    return array;
  },
  concat: (_machine, array, args) =>
    arrayValue(
      [...array.items, ...args.flatMap(listOf)],
      array.open || args.some((arg) => (arg.t === 'array' ? arg.open : arg.t === 'unknown')),
    ),
  slice: (_machine, array, [from, to]) =>
    arrayValue(array.items.slice(index(from), to && !isUndefined(to) ? index(to) : undefined), array.open),
  reverse: (_machine, array) => arrayValue([...array.items].reverse(), array.open),
  sort: sorted,
  toSorted: sorted,
  values: (_machine, array) => array,
  keys: (_machine, array) =>
    arrayValue(
      array.items.map((_, i) => primitive(i)),
      array.open,
    ),
  entries: (_machine, array) =>
    arrayValue(
      array.items.map((item, i) => arrayValue([primitive(i), item])),
      array.open,
    ),
  indexOf: (machine, array, args, at) => {
    const found = includes(machine, array, args, at);
    const known = truth(found);
    if (known === null) return unknown('an index', at);
    const wanted = args[0]!;
    return primitive(known ? array.items.findIndex((item) => truth(equal(machine, item, wanted, false)) === true) : -1);
  },
  findIndex: (machine, array, called, at) => {
    const at2 = array.items.findIndex((item, i) => ask(machine, called, item, i, at) === true);
    return array.open && at2 < 0 ? unknown('an index', at) : primitive(at2);
  },
  at: (machine, array, [i]) =>
    index(i) === -1 ? last(machine, array.items.at(-1)) : (array.items.at(index(i)) ?? undefinedValue),
  join: (_machine, array, [separator], at) => {
    // Of a credential that was split, those parts that are not seen are more of the same.
    const isSplit = array.items.some(({ t }) => t === 'credential');
    if ((array.open && !isSplit) || !array.items.every(({ t }) => /^(primitive|text|environment|credential)$/.test(t)))
      return unknown('joined text', at);
    const between = separator?.t === 'primitive' && separator.value !== undefined ? String(separator.value) : ',';
    return array.items.reduce<Value>(
      (joined, item, index) => {
        const text = item.t === 'primitive' ? primitive(String(item.value ?? '')) : item;
        return concatenate(index > 0 ? concatenate(joined, primitive(between), at, true) : joined, text, at, true);
      },
      primitive('', at),
    );
  },
};

/** The last part of a text is always there: it is the whole of it where there is no separator. */
function last(machine: Machine, item: Value | undefined): Value {
  return item && machine.trial ? machine.trial.operations.lastPart(item) : (item ?? undefinedValue);
}

function index(value: Value | undefined): number {
  return value?.t === 'primitive' ? Number(value.value ?? 0) : 0;
}
