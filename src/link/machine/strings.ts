import type { Pattern, Primitive, Text, Value } from '#frameworks';
import { arrayValue, isInput, native, primitive, stringOf, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { asked, derived, derivedFrom } from '../values/address.ts';
import { testPattern } from '../values/regex.ts';
import { isFull } from './equality.ts';
import type { Machine } from './machine.ts';
import type { RequestInHand } from './request-in-hand.ts';

type Operation = (text: string, args: readonly Value[]) => Value | null;

/** Methods whose result is known when the text and the arguments are. */
const known: Readonly<Record<string, Operation>> = {
  toLowerCase: (text: string) => primitive(text.toLowerCase()),
  toUpperCase: (text: string) => primitive(text.toUpperCase()),
  toString: (text: string) => primitive(text),
  valueOf: (text: string) => primitive(text),
  trim: (text: string) => primitive(text.trim()),
  trimStart: (text) => primitive(text.trimStart()),
  trimEnd: (text) => primitive(text.trimEnd()),
  concat: (text, args) => withStrings(args, (strings) => primitive(text + strings.join(''))),
  split: (text, [separator]) => {
    const by = stringOf(separator);
    return by === null ? null : arrayValue(text.split(by).map((part) => primitive(part)));
  },
  slice: (text, args) => withNumbers(args, (from, to) => primitive(text.slice(from, to))),
  subarray: (text, args) => withNumbers(args, (from, to) => primitive(text.slice(from, to))),
  substring: (text, args) => withNumbers(args, (from, to) => primitive(text.substring(from ?? 0, to))),
  substr: (text, args) =>
    withNumbers(args, (from, length) =>
      primitive(text.slice(from, length === undefined ? undefined : (from ?? 0) + length)),
    ),
  at: (text, args) => withNumbers(args, (index) => primitive(text.at(index ?? 0))),
  charAt: (text, args) => withNumbers(args, (index) => primitive(text.charAt(index ?? 0))),
  indexOf: (text, args) => withStrings(args.slice(0, 1), ([part]) => primitive(text.indexOf(part ?? ''))),
  replace: (text, args) => replaced(text, args),
  // A regular expression that says no `g` is refused.
  replaceAll: (text, args) =>
    args[0]?.t === 'regex'
      ? replaced(text, args)
      : withStrings(args, ([from, to]) => primitive(text.replaceAll(from ?? '', to ?? ''))),
  localeCompare: () => null,
  padStart: () => null,
};

/** Those that make a text or number of any text, given texts and numbers. */
const plainly = new Set(
  'toLowerCase toUpperCase toString valueOf trim trimStart trimEnd slice substring substr charAt indexOf'.split(' '),
);

interface Test {
  readonly match: 'prefix' | 'suffix' | 'substring';
  readonly holds: (text: string, part: string) => boolean;
}

/** Methods that tell whether a part is there. */
export const tests: Record<string, Test> = {
  startsWith: { match: 'prefix', holds: (text, part) => text.startsWith(part) },
  endsWith: { match: 'suffix', holds: (text, part) => text.endsWith(part) },
  includes: { match: 'substring', holds: (text, part) => text.includes(part) },
};

function withStrings(args: readonly Value[], make: (strings: string[]) => Value): Value | null {
  const strings = args.map((arg) => stringOf(arg));
  return strings.includes(null) ? null : make(strings as string[]);
}

function withNumbers(args: readonly Value[], make: (first?: number, second?: number) => Value): Value | null {
  const numbers = args.map((arg) => (arg.t === 'primitive' && typeof arg.value === 'number' ? arg.value : null));
  return numbers.includes(null) ? null : make(...(numbers as number[]));
}

function replaced(text: string, [from, to]: readonly Value[]): Value | null {
  const by = stringOf(to);
  if (by === null) return null;
  const plain = stringOf(from);
  if (plain !== null) return primitive(text.replace(plain, by));
  if (from?.t !== 'regex') return null;
  const matched = testPattern(from, text);
  if (matched === null) return null;
  return matched ? primitive(text.replace(new RegExp(from.source, from.flags), by)) : primitive(text);
}

/** Members of strings, as far as they are known. */
export function stringMember(machine: Machine, of: Primitive | Text, name: string | null, at: Place): Value {
  if (name === null) return unknown('a character', at);
  if (name === 'length') {
    if (of.t === 'text') return unknown('the length of a text', at);
    return derived(of, name, (text) => String(text).length) ?? primitive(String(of.value).length);
  }
  if (!/^\d+$/.test(name)) return native(name, (args, callAt) => stringMethod(machine, of, name, args, callAt));
  if (of.t === 'text') return unknown('a character', at);
  const character = String(of.value)[Number(name)];
  return character === undefined ? undefinedValue : primitive(character);
}

function stringMethod(machine: Machine, of: Primitive | Text, name: string, args: readonly Value[], at: Place): Value {
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  if (test) {
    const part = stringOf(args[0]);
    const holds = part === null ? undefined : asked(of, `${name} ${part}`, (text) => test.holds(String(text), part));
    return holds === undefined ? stringTest(machine, test, of, name, args, at) : tested(machine, test, of, args, holds);
  }
  const sought = name === 'indexOf' || name === 'lastIndexOf' ? stringOf(args[0]) : null;
  if (sought !== null && machine.trial) {
    const found = asked(of, `includes ${sought}`, (text) => String(text).includes(sought));
    if (found !== undefined) machine.trial.testsPath('substring', args[0]!, of, found);
  }
  const made = derivedBy(of, name, args);
  if (made) {
    machine.trial?.derives(of, made);
    return made;
  }
  const text = of.t === 'primitive' ? String(of.value) : null;
  if (name === 'match' || name === 'search' || name === 'matchAll') {
    const answer = args[0]?.t === 'regex' && text !== null ? testPattern(args[0], text) : null;
    if (args[0]?.t === 'regex' && answer !== null) machine.trial?.testsPath('pattern', args[0], of, answer);
    if (answer === null) return unknown('a match', at);
    return answer ? unknown('a match', at, 'server', true) : primitive(name === 'search' ? -1 : null);
  }
  if (text === null) return transformed(of as Text, name, at);
  const result = (Object.hasOwn(known, name) ? known[name]!(text, args) : null) ?? unknown(`text.${name}`, at);
  machine.trial?.derives(of, result);
  return result;
}

function stringTest(
  machine: Machine,
  test: Test,
  of: Primitive | Text,
  name: string,
  args: readonly Value[],
  at: Place,
): Value {
  const text = of.t === 'primitive' ? String(of.value) : null;
  const part = stringOf(args[0]);
  if (text === '' && args[0] && isFull(args[0])) return primitive(false);
  const whole =
    text ?? (of.t === 'text' && typeof of.parts[0] === 'string' && name === 'startsWith' ? of.parts[0] : null);
  if (whole === null || part === null)
    return unknown('a test of a text', at, args.some((arg) => arg.t === 'credential') ? 'caller' : 'server');
  if (text === null && !whole.startsWith(part) && part.startsWith(whole)) return unknown('a test of a text', at);
  return tested(machine, test, of, args, test.holds(whole, part));
}

function tested(machine: Machine, { match }: Test, of: Value, [literal]: readonly Value[], holds: boolean): Value {
  machine.trial?.testsPath(match, literal!, of, holds);
  return primitive(holds);
}

/** What is made of a part of the address, while nobody has looked at it; null where somebody must look. */
function derivedBy(of: Value, name: string, args: readonly Value[]): Primitive | null {
  if (!plainly.has(name)) return null;
  return derivedFrom([of, ...args], name, ([text, ...rest]) => {
    const made = known[name]!(
      String(text),
      rest.map((value) => primitive(value)),
    );
    return made?.t === 'primitive' ? made.value : undefined;
  });
}

/** `` `${prefix}/x`.toLowerCase() `` keeps its known parts where that is harmless. */
function transformed(of: Text, name: string, at: Place): Value {
  return ['toString', 'trim', 'valueOf'].includes(name) ? of : unknown(`text.${name}`, at);
}

/** After a match it looks behind that match, once: a caller who asks twice is told otherwise. */
function isUsedUp(trial: RequestInHand, { isKept, flags }: Pattern): boolean {
  return isKept === true && /[gy]/.test(flags) && trial.choose(2, 'caller') === 1;
}

/** `/x/.test(text)` and friends. */
/** Callers write what matches a pattern that anybody may know; one with a secret in it they do not. */
function isCallersDoing({ isKept }: Pattern, value: Value): boolean {
  return value.t === 'credential' || (isInput(value) && isKept !== undefined);
}

export function regexMember(machine: Machine, regex: Pattern, name: string | null, at: Place): Value {
  if (name === 'source') return primitive(regex.source);
  if (name !== 'test' && name !== 'exec') return unknown(`regex.${name}`, at);
  return native(name, ([subject], callAt) => {
    const value = subject && machine.trial ? machine.trial.resolve(subject) : subject;
    const told = value && asked(value, `/${regex.source}/${regex.flags}`, (one) => testPattern(regex, String(one)));
    const text = told === undefined ? stringOf(value) : '';
    if (name === 'exec' && value?.t === 'credential' && machine.trial) {
      // Read another way round it is `text.match(regex)`.
      const match = machine.trial.operations.member(value, 'match', callAt);
      return match.t === 'native' ? match.call([regex], callAt, value) : match;
    }
    if (value?.t === 'missing') return primitive(testPattern(regex, String(value.as)));
    if (text === null) return unknown('a match', callAt, value && isCallersDoing(regex, value) ? 'caller' : 'server');
    const found = told === undefined ? testPattern(regex, text) : told;
    if (found === null) return unknown('a match', callAt);
    const answer = found && !(machine.trial && isUsedUp(machine.trial, regex));
    machine.trial?.testsPath('pattern', regex, value!, answer);
    return name === 'test' || !answer
      ? primitive(name === 'test' ? answer : null)
      : unknown('a match', callAt, 'server', true);
  });
}
