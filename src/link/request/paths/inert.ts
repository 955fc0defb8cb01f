import type { Expression, Statement } from '#facts';
import type { Value } from '#frameworks';
import type { Environment } from '../../values/environment.ts';
import { mayThrow } from './throwing.ts';
import type { Trial } from './trial.ts';

/**
 * Whether code cannot change what becomes of the request: it neither jumps, nor calls what may throw, nor assigns a variable of outside, nor hands
 * the request, a credential or a local function to anything. An undecided test in front of such code need not be followed
 * both ways, which keeps the number of paths small.
 */
export function isInert(trial: Trial, nodes: readonly (Statement | Expression)[], env: Environment): boolean {
  return (
    nodes.every((node) => shapeOf(node).quiet) &&
    nodes.every((node) => shapeOf(node).reaches.every((reach) => isHarmless(trial, reach, env))) &&
    !mayThrow(nodes, env, env.nearestFrame()?.self ?? null)
  );
}

/** What is written into an object, or asked of a list: `state.ok = true`, `names.push(name)`. */
export interface Writing {
  readonly of: Expression;
  /** null: of any name. */
  readonly name: string | null;
}

/** What inert code writes. */
export function writingsIn(nodes: readonly (Statement | Expression)[]): readonly Writing[] {
  return nodes.flatMap((node) => shapeOf(node).writings);
}

interface Reach {
  readonly root: string;
  /** First member name, '' for the bare name. */
  readonly member: string;
  readonly called: boolean;
  /** Something is written to it. */
  readonly written?: true;
  /** The property that is assigned. */
  readonly property?: string;
  /** The name of the function that it is handed to. */
  readonly to?: string;
}

interface Shape {
  /** False when it jumps, throws or assigns outside variables. */
  readonly quiet: boolean;
  readonly reaches: readonly Reach[];
  readonly writings: readonly Writing[];
}

const shapes = new WeakMap<object, Shape>();

function shapeOf(node: Statement | Expression): Shape {
  const known = shapes.get(node);
  if (known) return known;
  const survey: Survey = { quiet: true, reaches: [], writings: [], declared: new Set() };
  visit(node, survey, false);
  const { quiet, reaches, writings } = survey;
  const shape = { quiet, reaches, writings };
  shapes.set(node, shape);
  return shape;
}

interface Survey {
  quiet: boolean;
  readonly reaches: Reach[];
  readonly writings: Writing[];
  readonly declared: Set<string>;
}

function visit(node: unknown, survey: Survey, inFunction: boolean): void {
  if (!survey.quiet || node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const one of node) visit(one, survey, inFunction);
    return;
  }
  const record = node as Record<string, unknown> & { k?: string; s?: string; p?: string };
  if (
    record.s === 'throw' ||
    ((record.s === 'return' || record.s === 'break' || record.s === 'continue') && !inFunction)
  ) {
    survey.quiet = false;
    return;
  }
  if (record.s === 'let') declare(record['pattern'], survey);
  if (record.k === 'assign') {
    const target = record['target'] as { p: string; name?: string; target?: unknown };
    if (target.p === 'name' ? !survey.declared.has(target.name ?? '') : target.p !== 'member') survey.quiet = false;
    if (target.p === 'member' && isOfThis(target.target)) survey.quiet = false;
    if (target.p === 'member') {
      noteWriting(target.target as MemberNode, survey);
      const { of, name } = target.target as MemberNode;
      const property = typeof name === 'string' ? name : '';
      survey.reaches.push({ ...reachOf(of), called: true, written: true, property });
    }
  }
  if (record.k === 'unary' && record['op'] === 'delete') noteWriting(record['of'] as MemberNode, survey);
  if (record.k === 'call') noteCall(record, survey);
  for (const [key, value] of Object.entries(record))
    if (key !== 'type') visit(value, survey, inFunction || record.k === 'function');
}

/** `this.made = …`: what is made when it is asked for first. */
function isOfThis(node: unknown): boolean {
  const { k, of } = node as { k?: string; of?: unknown };
  return k === 'this' || (k === 'member' && isOfThis(of));
}

type MemberNode = { readonly of: Expression; readonly name: unknown };

function noteWriting({ of, name }: MemberNode, survey: Survey): void {
  survey.writings.push({ of, name: typeof name === 'string' ? name : null });
}

function declare(pattern: unknown, survey: Survey): void {
  const record = pattern as { p?: string; name?: string };
  if (record?.p === 'name' && record.name) survey.declared.add(record.name);
}

function noteCall(record: Record<string, unknown>, survey: Survey): void {
  const callee = record['callee'] as { k?: string } & MemberNode;
  if (callee.k === 'member') survey.writings.push({ of: callee.of, name: null });
  const reach = reachOf(callee);
  survey.reaches.push({ ...reach, called: true });
  const assigns = reach.root === 'Object' && reach.member === 'assign';
  const to = (callee as { name?: unknown }).name;
  const handed = callee.k === 'ref' && typeof to === 'string' ? { to } : {};
  const [first, ...others] = record['args'] as unknown[];
  if (first) survey.reaches.push({ ...reachOf(first), called: false, ...handed, ...(assigns && { written: true }) });
  for (const argument of others) survey.reaches.push({ ...reachOf(argument), called: false, ...handed });
}

/** The name at the root of a member chain, and the first member after it. */
function reachOf(node: unknown): { root: string; member: string } {
  let current = node as { k?: string; of?: unknown; name?: unknown; callee?: unknown };
  let member = '';
  for (;;) {
    if (current?.k === 'member') {
      member = typeof current.name === 'string' ? current.name : '*';
      current = current.of as typeof current;
    } else if (current?.k === 'call') {
      current = current.callee as typeof current;
    } else if (current?.k === 'ref') {
      return { root: current.name as string, member };
    } else if (current?.k === 'this') {
      return { root: 'this', member };
    } else return { root: '', member: '' };
  }
}

const data = /^(body|query|params|ip|ips|method|path|url|originalUrl|hostname|protocol|id|log|t|i18n|flash)$/;

function isHarmless(trial: Trial, reach: Reach, env: Environment): boolean {
  if (reach.root === '') return true;
  if (reach.root === 'this') {
    const self = env.nearestFrame()?.self;
    // What the framework has given it to answer with: `this.success(user)`.
    if (self?.t === 'object' && reach.called && self.properties.get(reach.member)?.t === 'native') return false;
    return self?.t !== 'request' || isHarmlessValue(trial, self, reach);
  }
  const cell = env.lookup(reach.root);
  if (!cell || cell.resolve) return true;
  const { value } = cell;
  // What a function of the program, or a method of its own, does to an object that this path has made.
  if (value.t === 'object' && trial.isOwn(value)) {
    // Whoever asks for it behind that must be told whether it is still the caller's.
    if (reach.property !== undefined && reach.member === '' && isCallers(value.properties.get(reach.property)))
      return false;
    if (reach.called) return value.class?.t !== 'class' && value.properties.get(reach.member)?.t !== 'native';
    if (reach.written) return false;
    return reach.to === undefined || reach.member !== '' || env.lookup(reach.to)?.value.t !== 'function';
  }
  return isHarmlessValue(trial, value, reach);
}

function isCallers(held: Value | undefined): boolean {
  return held?.t === 'credential' || held?.t === 'missing';
}

function isHarmlessValue(trial: Trial, value: Value, reach: Reach): boolean {
  switch (value.t) {
    case 'request':
      if (reach.written) return false;
      return value.part === 'request'
        ? reach.member !== '' && data.test(reach.member)
        : value.part === 'body' || value.part === 'query' || value.part === 'params';
    case 'credential':
    case 'missing':
    case 'promise':
    case 'choice':
      return false;
    case 'function':
      return !trial.origins.local.has(value.code);
    case 'native':
      return false;
    default:
      return true;
  }
}
