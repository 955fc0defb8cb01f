import type { OptionTest, StepKnowledge } from '#catalog';
import { isKeySet } from '#catalog';
import { type FunctionValue, isUndefined, stringOf, type Value } from '#frameworks';
import type { Environment } from '../values/environment.ts';
import { fetches } from './fetches.ts';

/** The value at a dotted path of an options object; null when it cannot be read. */
export function optionAt(options: Value | undefined, path: string): Value | null {
  let value: Value | undefined = options;
  for (const name of path.split('.')) {
    if (value?.t === 'choice') value = value.options.find((option) => option.value.t === 'object')?.value;
    if (value?.t !== 'object')
      return value === undefined || isUndefined(value) ? { t: 'primitive', value: undefined, at: null } : null;
    const next: Value | undefined = value.properties.get(name);
    if (next === undefined) return value.open ? null : { t: 'primitive', value: undefined, at: null };
    value = next;
  }
  return value ?? null;
}

/** Whether a test of a call's arguments holds; null when they cannot be read. */
export function testHolds(test: OptionTest, args: readonly Value[], optionsIndex: number): boolean | null {
  if ('all' in test) return every(test.all.map((one) => testHolds(one, args, optionsIndex)));
  if ('any' in test) {
    const answers = test.any.map((one) => testHolds(one, args, optionsIndex));
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if ('not' in test) {
    const answer = testHolds(test.not, args, optionsIndex);
    return answer === null ? null : !answer;
  }
  const value =
    'option' in test
      ? optionAt(args[test.of ?? optionsIndex], test.option)
      : (args[test.argument] ?? { t: 'primitive' as const, value: undefined, at: null });
  if (value === null) return null;
  if ('is' in test)
    return value.t === 'primitive'
      ? value.value === test.is
      : value.t === 'unknown' || value.t === 'environment' || value.t === 'choice'
        ? null
        : false;
  if ('above' in test) return value.t === 'primitive' ? amount(value.value) > test.above : null;
  if ('digits' in test)
    return value.t === 'primitive' ? /^\d+$/.test(String(value.value)) && typeof value.value === 'string' : null;
  if ('unanchored' in test) return isUnanchored(value);
  if ('includes' in test) return includes(value, test.includes);
  return isKind(value, test.kind);
}

/** A number, or the seconds of a duration: `'2h'`, `'1 year'`. */
function amount(value: unknown): number {
  if (typeof value === 'number') return value;
  const found = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(value.trim()) : null;
  const unit = found && seconds.find(([name]) => name.test(found[2]!));
  return found && unit ? Number(found[1]) * unit[1] : 0;
}

const seconds: readonly (readonly [RegExp, number])[] = [
  [/^s(ec(ond)?s?)?$/i, 1],
  [/^m(in(ute)?s?)?$/i, 60],
  [/^h(ours?|rs?)?$/i, 3600],
  [/^d(ays?)?$/i, 86_400],
  [/^w(eeks?)?$/i, 604_800],
  [/^y(ears?|rs?)?$/i, 31_557_600],
];

/** Open at its beginning or end, so that `evil-example.com` or `example.com.evil.net` match too. */
function isUnanchored(value: Value): boolean | null {
  if (value.t === 'array') {
    const answers = value.items.map(isUnanchored);
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
  if (value.t === 'unknown' || value.t === 'choice') return null;
  return value.t === 'regex' && !(/^\^/.test(value.source) && /\$$/.test(value.source)) && value.source !== '';
}

function every(answers: readonly (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function includes(value: Value, wanted: string): boolean | null {
  if (value.t === 'array') {
    if (value.items.some((item) => item.t === 'primitive' && item.value === wanted)) return true;
    return value.open || value.items.some((item) => item.t === 'unknown') ? null : false;
  }
  if (value.t === 'primitive')
    return value.value === wanted || (typeof value.value === 'string' && value.value.split(/[\s,]+/).includes(wanted));
  return value.t === 'unknown' || value.t === 'choice' ? null : false;
}

/** Asynchronous itself, or returning what an asynchronous function of the same program returns. */
function deliversPromise({ code, env }: FunctionValue): boolean {
  const last = code.body.at(-1);
  if (code.async || last?.s !== 'return' || last.value?.k !== 'call' || last.value.callee.k !== 'ref')
    return code.async;
  const called = (env as Environment).lookup(last.value.callee.name)?.value;
  return called?.t === 'function' && called.code.async;
}

function isKind(value: Value, kind: string): boolean | null {
  const unsure = value.t === 'unknown' || value.t === 'choice';
  switch (kind) {
    case 'absent':
      return isUndefined(value) ? true : value.t === 'environment' || unsure ? null : false;
    case 'present':
      return value.t === 'choice'
        ? every(value.options.map((option) => isKind(option.value, kind)))
        : !isUndefined(value);
    case 'function':
      return unsure ? null : value.t === 'function' || value.t === 'native';
    case 'async-function':
      return unsure ? null : value.t === 'function' && deliversPromise(value);
    case 'fetching-function':
      return unsure ? null : value.t === 'native' || (value.t === 'function' && fetches(value));
    case 'array':
      return unsure ? null : value.t === 'array';
    case 'object':
      return unsure ? null : value.t === 'object';
    case 'string':
      return unsure
        ? null
        : value.t === 'text' ||
            value.t === 'environment' ||
            (value.t === 'primitive' && typeof value.value === 'string');
    case 'true-ish':
      return unsure || value.t === 'environment' ? null : value.t !== 'primitive' || Boolean(value.value);
    case 'number':
      return unsure ? null : value.t === 'primitive' && typeof value.value === 'number';
    case 'key-set':
      return unsure ? null : value.t === 'made' && isKeySet(value.by.package, value.by.path);
    case 'undefined-able':
      return value.t === 'environment' ? value.fallback === null : isUndefined(value);
    default:
      return null;
  }
}

/** What a known step does with these very arguments; `unsure` names an option that could not be read and matters. */
export function stepKnowledge(
  meaning: { step: StepKnowledge; options?: number },
  args: readonly Value[],
): { knowledge: StepKnowledge; unsure: boolean } {
  let knowledge = meaning.step;
  let unsure = false;
  for (const variant of meaning.step.variants ?? []) {
    const holds = testHolds(variant.when, args, meaning.options ?? 0);
    if (holds)
      knowledge = { ...knowledge, ...variant.becomes, outcome: { ...knowledge.outcome, ...variant.becomes.outcome } };
    // An option that cannot be read is harmless unless it may turn a guard into something weaker.
    else if (holds === null && weakens(variant.becomes) && knowledge.outcome?.none === 'rejects') unsure = true;
  }
  return { knowledge, unsure };
}

/** Request properties that a known step fills with a principal, under the options it was given. */
export function establishedBy(knowledge: StepKnowledge, args: readonly Value[], optionsIndex: number): string[] {
  return (knowledge.establishes ?? []).map((one) => {
    if (typeof one === 'string') return one;
    const value = optionAt(args[optionsIndex], one.option);
    return `${one.prefix ?? ''}${(value && stringOf(value)) ?? one.default}`;
  });
}

/** Says of those who are not recognised that something else becomes of them. */
function weakens({ outcome }: Partial<StepKnowledge>): boolean {
  return outcome !== undefined && Object.keys(outcome).some((caller) => caller !== 'good');
}
