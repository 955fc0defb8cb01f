import type { Expression, Statement, Try } from '#facts';
import type { FunctionValue, Value } from '#frameworks';
import { findMethod } from '../../machine/classes.ts';
import type { Environment } from '../../values/environment.ts';

/** What a function of the program that may throw is called by: `fail`, `this.errors.deny`. */
type Callee = readonly string[];

interface Survey {
  throws: boolean;
  readonly callees: Callee[];
}

const surveys = new WeakMap<object, Survey>();
const throwing = new WeakMap<object, boolean>();

/** Whether code throws, or calls a function of the program that does: what libraries throw is not seen. */
export function mayThrow(nodes: readonly (Statement | Expression)[], env: Environment, self: Value | null): boolean {
  return doThrow(nodes, env, self, new Set());
}

/** `seen`: the functions that are being asked, or were and throw nothing by themselves. */
function doThrow(
  nodes: readonly (Statement | Expression)[],
  env: Environment,
  self: Value | null,
  seen: Set<object>,
): boolean {
  return nodes.some((node) => {
    const { throws, callees } = surveyOf(node);
    return throws || callees.some((callee) => called(callee, env, self).some((fn) => functionThrows(fn, seen)));
  });
}

function functionThrows(fn: FunctionValue, seen: Set<object>): boolean {
  const { code } = fn;
  const known = throwing.get(code);
  if (known !== undefined) return known;
  if (seen.has(code)) return false;
  const isFirst = seen.size === 0;
  seen.add(code);
  const env = fn.env as Environment;
  const answer = doThrow(code.body, env, code.arrow ? (env.nearestFrame()?.self ?? null) : fn.self, seen);
  if (answer) throwing.set(code, true);
  if (!isFirst) return answer;
  // What functions that call each other do is known when all of them were asked.
  if (!answer) for (const one of seen) throwing.set(one, false);
  seen.clear();
  return answer;
}

function surveyOf(node: Statement | Expression): Survey {
  const known = surveys.get(node);
  if (known) return known;
  const survey: Survey = { throws: false, callees: [] };
  visit(node, survey);
  surveys.set(node, survey);
  return survey;
}

function visit(node: unknown, survey: Survey): void {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) visit(one, survey);
    return;
  }
  const record = node as Record<string, unknown> & { k?: string; s?: string };
  if (record.s === 'throw') survey.throws = true;
  if (record.k === 'call' && !record['construct']) {
    const callee = namesOf(record['callee'] as Expression);
    if (callee?.join('.') === 'Promise.reject') survey.throws = true;
    else if (callee) survey.callees.push(callee);
  }
  if (record.s === 'try' && record['handler']) {
    const { handler, finalizer } = record as unknown as Try;
    visit([handler, finalizer], survey);
  } else for (const [key, value] of Object.entries(record)) if (key !== 'type') visit(value, survey);
}

function namesOf(callee: Expression): Callee | null {
  if (callee.k === 'ref') return [callee.name];
  if (callee.k === 'this') return ['this'];
  if (callee.k !== 'member' || typeof callee.name !== 'string') return null;
  const names = namesOf(callee.of);
  return names && [...names, callee.name];
}

function called([root, ...members]: Callee, env: Environment, self: Value | null): readonly FunctionValue[] {
  const cell = root === 'this' ? null : env.lookup(root!);
  const value = root === 'this' ? self : cell?.resolve ? cell.resolve() : cell?.value;
  return value ? functionsOf(value, members) : [];
}

function functionsOf(value: Value, [name, ...rest]: readonly string[]): readonly FunctionValue[] {
  if (value.t === 'choice') {
    return value.options.flatMap((option) => functionsOf(option.value, name === undefined ? [] : [name, ...rest]));
  }
  if (name === undefined) return value.t === 'function' ? [value] : [];
  const own = value.t === 'class' ? value.statics : 'properties' in value ? value.properties : null;
  const found = own?.get(name);
  if (found) return functionsOf(found, rest);
  const method = value.t === 'object' && value.class && rest.length === 0 ? findMethod(value.class, name, value) : null;
  return method?.kind === 'method' ? [method.fn] : [];
}
