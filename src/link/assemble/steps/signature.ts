import type { ObjectValue, RouteTarget, UnknownValue, Value } from '#frameworks';
import type { Machine } from '../../machine/machine.ts';
import { identity } from '../../machine/metadata.ts';
import type { Judgement } from '../../request/judged/judge.ts';
import { isPlain } from '../../request/paths/observed.ts';
import type { Reads } from '../../request/paths/reads.ts';
import { originOf } from '../../values/derivations.ts';

const numbers = new WeakMap<object, number>();
let last = 0;

/** The same number for the same object. */
export function number(object: object): number {
  const known = numbers.get(object) ?? ++last;
  numbers.set(object, known);
  return known;
}

/**
 * Values that no step can tell apart have the same signature. Of a value of which nothing is known, that is where it comes from
 * and which others are the same one: `named` has those that were met before. `isLoose`: of which objects it is told what is in
 * them, instead of which ones they are.
 */
export function signature(
  value: Value | undefined,
  named?: Map<Value, number>,
  isLoose?: (object: ObjectValue) => boolean,
): string {
  if (!value) return '-';
  switch (value.t) {
    case 'primitive':
      return JSON.stringify(value.value) ?? 'undefined';
    case 'credential':
      return `credential ${value.state} ${value.source.kind} ${value.source.name} ${value.member}`;
    case 'missing':
      return `missing ${value.source.kind} ${value.source.name} ${value.lookup} ${value.orNull} ${value.as}`;
    case 'array':
      return value.open
        ? `#${number(value)}`
        : `[${value.items.map((item) => signature(item, named, isLoose)).join()}]`;
    case 'unknown':
      return named ? ofUnknown(value, named) : `#${number(value)}`;
    case 'object':
      return named && isLoose?.(value) ? ofObject(value, named, isLoose) : `#${number(value)}`;
    default:
      return `#${number(value)}`;
  }
}

function ofObject(value: ObjectValue, named: Map<Value, number>, isLoose: (object: ObjectValue) => boolean): string {
  const known = named.get(value);
  if (known !== undefined) return `=${known}`;
  named.set(value, named.size);
  const { at, open, properties } = value;
  const entries = [...properties].map(([name, one]) => `${JSON.stringify(name)}: ${signature(one, named, isLoose)}`);
  return `${at?.file} ${at?.start} ${open} {${entries.join()}}`;
}

function ofUnknown(value: UnknownValue, named: Map<Value, number>): string {
  const known = named.get(value);
  if (known !== undefined) return `=${known}`;
  named.set(value, named.size);
  const { why, at, by, truthy, test } = value;
  const origin = originOf(value);
  const from = origin && `${origin.name} of ${signature(origin.of, named)}`;
  return JSON.stringify([why, at?.file, at?.start, at?.end, by, truthy, test?.kind, test?.holds, from]);
}

/** What a step that reads this can see of the route behind it: the metadata that it has asked for, or all of it. */
export function targetSignature(
  machine: Machine,
  { metadataReads, usesNames }: Judgement,
  route: RouteTarget | null,
  reads: Reads,
): string {
  if (!route) return 'none';
  if (!reads.target) return '';
  const { handler, owner, transport, config, path } = route;
  if (usesNames || reads.identity) return signature(handler) + signature(owner) + signature(config) + path;
  const keys = new Map(metadataReads.map(({ key }) => [identity(key), key]));
  const read = [...keys.values()].map((key) =>
    [handler, owner].map((one) => signature(machine.metadata.get(key, one)?.value)).join('/'),
  );
  return `${transport} ${read.join(' ')}`;
}

/** What stands at a path of what a route says about itself. What is read of an object has a path of its own. */
export function noteSignature(config: Value | undefined, path: string): string {
  const value = noteAt(config, path.split('.'));
  return value && isPlain(value) ? `{${value.open}}` : signature(value);
}

export function noteAt(config: Value | undefined, [first, ...rest]: readonly string[]): Value | undefined {
  if (first === undefined || first === '') return config;
  return config?.t === 'object' ? noteAt(config.properties.get(first), rest) : undefined;
}
