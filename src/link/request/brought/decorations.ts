import type { Expression, Facts } from '#facts';
import type { RequestPart, ScopeValue, Value } from '#frameworks';
import type { Place } from '#text';
import type { ScopeRecord } from '../../installed/records.ts';
import type { Program } from '../../known/program.ts';
import { callValue } from '../../machine/calls.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Trial } from '../paths/trial.ts';

/**
 * A function that the program put on requests or responses: looked for in the scope of the step, in those around it, and
 * in any other of the same app, since a step of an outer scope meets the requests of inner ones. Data are what steps leave.
 */
export function decorationOf(trial: Trial, part: RequestPart, name: string, at: Place): Value | null {
  const { scope } = trial.subject;
  const { machine } = trial;
  if (!scope || trial.course.writes.has(name) || trial.situation.context.has(name)) return null;
  const key = `${part}.${name}`;
  const found = decorationIn(machine, scope, key);
  trial.uses.ofScope.set(key, found);
  const isApplied =
    found &&
    machine.installation.scopes.some(({ applied, decorations }) => applied.has(key) && decorations.get(key) === found);
  return isApplied
    ? trial.memo(`applied ${key}`, () =>
        callValue(machine, found, [{ t: 'request', part }], { t: 'request', part }, at),
      )
    : found;
}

/** Whether cookies of that name reach steps only as the server has made them. */
export function isSealed({ machine, subject, uses }: Trial, name: string): boolean {
  const key = `cookies.${name}`;
  const seal = subject.scope && decorationIn(machine, subject.scope, key);
  uses.ofScope.set(key, seal);
  return seal !== null;
}

const imported = new WeakMap<Program, ReadonlySet<string>>();

/** Whether any file of the program names one of these packages. */
export function isImported(program: Program, packages: readonly string[]): boolean {
  const known = imported.get(program) ?? new Set(program.marked.flatMap((file) => namesIn(program.facts(file))));
  imported.set(program, known);
  return packages.some((name) => known.has(name));
}

function namesIn(facts: Facts | null): readonly string[] {
  return facts ? [...facts.imports.map(({ from }) => from), ...facts.body.flatMap(required)] : [];
}

/** `require(name)` in what a module does itself. */
function required(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(required);
  if (node === null || typeof node !== 'object') return [];
  const { k, callee, args, ...others } = node as { k?: string; callee?: Expression; args?: Expression[] };
  if (k === 'function' || k === 'class') return [];
  const [first] = args ?? [];
  if (callee?.k === 'ref' && callee.name === 'require' && first?.k === 'literal') return [String(first.value)];
  return [callee, args, ...Object.values(others)].flatMap(required);
}

/** The function that stands under `request.name` in a scope. */
export function decorationIn({ installation: { scopes } }: Machine, scope: ScopeValue, key: string): Value | null {
  for (let one: ScopeValue | null = scope; one; one = one.parent) {
    const found = scopes[one.id]!.decorations.get(key);
    if (found && isFunction(found)) return found;
  }
  const root = rootOf(scope);
  const { kind, adapter } = scopes[root.id]!;
  // Where routers are made apart from apps, it is the app that they are mounted in.
  const isApp = (one: ScopeRecord) => kind === 'router' && one.kind === 'app' && one.adapter.name === adapter.name;
  const elsewhere = scopes.find((one) => one.decorations.has(key) && (rootOf(one.value) === root || isApp(one)));
  const found = elsewhere?.decorations.get(key);
  return found && isFunction(found) ? found : null;
}

/** Data that the program has put on every request of these scopes: `decorateRequest('account', null)`. */
export function* decoratedData(scopes: readonly ScopeRecord[]): Generator<readonly [string, Value]> {
  for (const { decorations } of scopes)
    for (const [key, value] of decorations)
      if (key.startsWith('request.') && value.t === 'primitive') yield [key.slice('request.'.length), value];
}

function isFunction(value: Value): boolean {
  return value.t === 'function' || value.t === 'native' || value.t === 'made' || value.t === 'library';
}

export function rootOf(scope: ScopeValue): ScopeValue {
  return scope.parent ? rootOf(scope.parent) : scope;
}
