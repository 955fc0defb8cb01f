import type { Argument, ArrayExpression, Expression, ObjectExpression } from '#facts';
import type { ChoiceValue, Value } from '#frameworks';
import { arrayValue, objectValue, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Environment } from '../values/environment.ts';
import { labelOf } from '../values/labels.ts';
import { addUnnamed } from '../values/made-of.ts';
import { choice, evaluate, placeOf } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { memberName } from './patterns.ts';

/** How the properties of object literals are written, and where. */
export const propertyWords = new WeakMap<object, Map<string, { readonly label: string; readonly at: Place }>>();

/** An object literal. */
export function object(machine: Machine, node: ObjectExpression, env: Environment): Value {
  const result = objectValue([], false, placeOf(env, node));
  // How something is written counts where it is installed.
  const words: ReturnType<typeof propertyWords.get> = machine.trial ? undefined : new Map();
  if (words) propertyWords.set(result, words);
  for (const property of node.properties) {
    if (property.k === 'spread') {
      const from = evaluate(machine, property.of, env);
      if (from.t === 'object') {
        for (const [name, value] of from.properties) result.properties.set(name, value);
        if (words) for (const [name, word] of propertyWords.get(from) ?? []) words.set(name, word);
      }
      if (machine.trial)
        for (const [name, value] of machine.trial.operations.partsOf(from, result.properties.keys()))
          result.properties.set(name, value);
      else if (from.t === 'choice')
        for (const [name, value] of spreadProperties(from, result.properties)) result.properties.set(name, value);
      if (words && from.t === 'choice')
        for (const { value } of from.options)
          for (const [name, word] of propertyWords.get(value) ?? []) words.set(name, word);
      if (!isSpreadWhole(from)) result.open = true;
      continue;
    }
    const name = memberName(machine, property.name, env);
    const value = evaluate(machine, property.value, env);
    const named = value.t === 'function' && value.name === '' && name ? { ...value, name } : value;
    if (value.t === 'function' && !value.code.arrow && !machine.trial) {
      machine.closures.set(`${value.file}:${value.code.at}`, { ...value, self: result });
    }
    if (words && name !== null)
      words.set(name, { label: labelFor(property.value, value, env), at: placeOf(env, property.value) });
    if (name === null) {
      result.open = true;
      addUnnamed(result, value);
    } else if (property.kind === 'getter' && named.t === 'function')
      result.getters = new Map(result.getters).set(name, { ...named, self: result });
    else if (property.kind === 'value') result.properties.set(name, named);
  }
  return result;
}

/** `...(cond && { preHandler })`: each property is what the options leave there, under their conditions. */
export function spreadProperties(from: ChoiceValue, before: ReadonlyMap<string, Value>): Map<string, Value> {
  const names = new Set(
    from.options.flatMap(({ value }) => (value.t === 'object' ? [...value.properties.keys()] : [])),
  );
  const left = (name: string, value: Value) =>
    (value.t === 'object' ? value.properties.get(name) : undefined) ?? before.get(name) ?? undefinedValue;
  const of = (name: string) =>
    choice(...from.options.map(({ value, conditions }) => [left(name, value), conditions] as const));
  return new Map([...names].map((name) => [name, of(name)]));
}

/** Whether it is known what a spread leaves. */
export function isSpreadWhole(from: Value): boolean {
  if (from.t === 'choice') return from.options.every(({ value }) => isSpreadWhole(value));
  return from.t === 'primitive' || (from.t === 'object' && !from.open);
}

/** How the items of array literals are written. */
export const itemLabels = new WeakMap<object, readonly string[]>();

/** An array literal. */
export function array(machine: Machine, node: ArrayExpression, env: Environment): Value {
  const { items, labels, open } = evaluateAll(machine, node.items, env);
  const value = arrayValue(items, open, placeOf(env, node));
  if (!machine.trial) itemLabels.set(value, labels);
  return value;
}

/** Arguments or items with spreads laid out; `open` when a spread could not be. During a trial without places and labels. */
export function evaluateAll(
  machine: Machine,
  nodes: readonly (Argument | null)[],
  env: Environment,
): { items: Value[]; places: Place[]; labels: string[]; open: boolean } {
  const items: Value[] = [];
  const places: Place[] = [];
  const labels: string[] = [];
  let open = false;
  for (const node of nodes) {
    if (!node) {
      items.push(undefinedValue);
      places.push(places.at(-1) ?? { file: env.file, start: 0, end: 0 });
    } else if (node.k === 'spread') {
      const from = evaluate(machine, node.of, env);
      if (from.t === 'array') {
        items.push(...from.items);
        open ||= from.open;
      } else if (from.t === 'choice') {
        items.push(...spreadChoice(from));
      } else if (from.t === 'credential' && machine.trial) {
        items.push(machine.trial.operations.member(from, '0', placeOf(env, node)));
      } else if (from.t === 'primitive' && !from.value) {
        // `...(cond && [guard])` spreads nothing when the condition does not hold.
      } else {
        open = true;
        items.push(
          machine.trial
            ? unknown('a spread value')
            : machine.gapValue('spread of a value that could not be read', placeOf(env, node)),
        );
      }
    } else items.push(evaluate(machine, node, env));
    if (machine.trial) continue;
    if (node) while (places.length < items.length) places.push(placeOf(env, node));
    while (labels.length < items.length)
      labels.push(node && node.k !== 'spread' ? labelFor(node, items.at(-1)!, env) : '');
  }
  return { items, places, labels, open };
}

/** A call that returns one of its arguments is called by that argument's name: `asyncHandler(listOrders)`. */
function labelFor(node: Expression, value: Value, env: Environment): string {
  if (node.k === 'call' && value.t === 'function') {
    const inner = node.args
      .map((arg) => (arg.k === 'spread' ? '' : labelOf(arg, env)))
      .find((label) => label !== '' && label.split('.').at(-1) === value.name);
    if (inner) return inner;
  }
  return labelOf(node, env);
}

/** `...(cond ? [guard] : [])`: each item stands there only under its condition. */
function spreadChoice(from: ChoiceValue): Value[] {
  return from.options.flatMap(({ value, conditions }) => {
    if (value.t !== 'array') return value.t === 'primitive' ? [] : [unknown('a spread value')];
    return value.items.map((item): Value => ({ t: 'choice', options: [{ value: item, conditions }] }));
  });
}
