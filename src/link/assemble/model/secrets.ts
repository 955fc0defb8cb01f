import type { SecretKnowledge } from '#catalog';
import type { FunctionExpression } from '#facts';
import { type FunctionValue, isUndefined, type Value } from '#frameworks';
import type { Condition, SecretUse } from '#model';
import type { Place } from '#text';
import type { Observation } from '../../installed/records.ts';
import { optionAt } from '../../known/options.ts';
import { subjectOf } from '../../request/called/operations.ts';
import type { Judgement } from '../../request/judged/judgement.ts';
import { describe } from '../../request/judged/why.ts';

type Origin = Pick<SecretUse, 'origin' | 'at' | 'preview'>;

/** What may become the secret that a call is given, one for each value that it may turn out to be. */
export function secretUses(
  { meaning, library, args, at, conditions }: Observation,
  knowledge: SecretKnowledge,
  { required }: { readonly required: ReadonlySet<string> },
): readonly SecretUse[] {
  const protects = `${knowledge.protects} (${subjectOf(library)})`;
  const given = givenTo(args, meaning.options ?? 0, knowledge.at);
  return given
    .flatMap((value) => waysOf(value))
    .flatMap((way) => {
      const origin = originOf(way.value, knowledge, required);
      return origin ? [{ ...origin, usedAt: at, protects, conditions: [...conditions, ...way.conditions] }] : [];
    });
}

function givenTo(args: readonly Value[], options: number, at: SecretKnowledge['at']): readonly Value[] {
  if ('argument' in at) return args.slice(at.argument, at.argument + 1);
  const asked = args.slice(options, at.each ? args.length : options + 1);
  return asked.flatMap((arg) => optionAt(arg, at.option) ?? []);
}

interface Way {
  readonly value: Value;
  readonly conditions: readonly Condition[];
}

/** The keys of a list, the values of a choice, and what a function gives that is asked for the key. */
function waysOf(value: Value, conditions: readonly Condition[] = []): readonly Way[] {
  if (value.t === 'array') return value.items.flatMap((item) => waysOf(item, conditions));
  if (value.t === 'choice')
    return value.options.flatMap((option) => waysOf(option.value, [...conditions, ...option.conditions]));
  if (value.t === 'function') return literalsOf(value).map((one) => ({ value: one, conditions }));
  return [{ value, conditions }];
}

/** Texts that a function returns, or hands to the callback that it is given last. */
function literalsOf({ code, file }: FunctionValue): Value[] {
  const callback = code.params.at(-1)?.pattern;
  const found: Value[] = [];
  const note = (node: unknown): void => {
    const expression = node as { k?: string; value?: unknown; at: number; to: number; right?: unknown };
    if (expression?.k === 'literal' && typeof expression.value === 'string')
      found.push({
        t: 'primitive',
        value: expression.value,
        at: { file, start: expression.at, end: expression.to },
      });
    else if (expression?.k === 'logical') note(expression.right);
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    const record = node as Record<string, unknown> & { k?: string; s?: string };
    if (record.k === 'function') return;
    if (record.s === 'return') note(record['value']);
    if (record.k === 'call' && callback?.p === 'name' && isCallOf(record['callee'], callback.name))
      for (const argument of (record['args'] as unknown[]).slice(1)) note(argument);
    for (const one of Object.values(record)) visit(one);
  };
  visit((code satisfies FunctionExpression).body);
  return found;
}

function isCallOf(callee: unknown, name: string): boolean {
  const record = callee as { k?: string; name?: unknown };
  return record.k === 'ref' && record.name === name;
}

function originOf(value: Value, knowledge: SecretKnowledge, required: ReadonlySet<string>): Origin | null {
  if (value.t === 'primitive') {
    if (typeof value.value === 'string' && /^\s*-----BEGIN (RSA )?(PUBLIC KEY|CERTIFICATE)/.test(value.value))
      return null;
    if (value.value === '' && !knowledge.emptyAccepted) return null;
    if (typeof value.value === 'string')
      return value.at ? { origin: 'literal', at: value.at, preview: preview(value.value) } : null;
    return isUndefined(value) && knowledge.undefinedRefused === false && value.at
      ? { origin: 'missing', at: value.at, preview: '' }
      : null;
  }
  if (value.t === 'environment') {
    const fallback = value.fallback && literalOf(value.fallback);
    if (fallback && (fallback.text !== '' || knowledge.emptyAccepted))
      return { origin: 'fallback', at: fallback.at, preview: preview(fallback.text) };
    const mayBeMissing = knowledge.undefinedRefused === false && !required.has(value.name);
    return { origin: mayBeMissing ? 'missing' : 'environment', at: value.at, preview: value.name };
  }
  if (value.t === 'text' && value.at) {
    const parts = value.parts.filter((part) => part !== '');
    const [only] = parts;
    if (parts.length !== 1 || typeof only !== 'object' || only.t !== 'environment') return null;
    if (!only.fallback) return { origin: 'stringified', at: value.at, preview: only.name };
    return originOf(only, knowledge, required);
  }
  return null;
}

/** The text at the end of `A || B || 'text'`. */
function literalOf(value: Value): { text: string; at: Place } | null {
  if (value.t === 'environment') return value.fallback && literalOf(value.fallback);
  return value.t === 'primitive' && typeof value.value === 'string' && value.at
    ? { text: value.value, at: value.at }
    : null;
}

/** Texts of the source that guards compare with what callers present. */
export function comparedSecrets(guards: readonly (Judgement | null)[]): readonly SecretUse[] {
  const byPlace = new Map<string, SecretUse>();
  for (const guard of guards)
    for (const [{ value, at }, source] of guard?.literals ?? []) {
      if (!at) continue;
      const protects = `access by ${describe(source)}`;
      const use = {
        origin: 'literal',
        at,
        usedAt: at,
        protects,
        preview: preview(String(value).replace(/^\w+ /, '')),
        conditions: [],
      } as const;
      byPlace.set(`${at.file}:${at.start}`, use);
    }
  return [...byPlace.values()];
}

/** Enough to recognise it, never the whole. */
function preview(text: string): string {
  return text.length <= 4 ? '…' : `${text.slice(0, 4)}…`;
}
