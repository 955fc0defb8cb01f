import type { Value } from '#frameworks';
import type { Step } from '#model';
import type { Judgement } from '../../request/judged/judge.ts';
import { placeOfFunction } from '../../request/paths/explore.ts';

/**
 * By what its callers tell a handler which thing it is about, and whether it looks at who they are. A handler may do so on a way
 * that was not followed: that its own code speaks of a principal is enough.
 */
export function thingsOf(judgement: Judgement, value: Value, principals: ReadonlySet<string>): Step['things'] {
  if (judgement.role !== 'handler' || value.t !== 'function') return undefined;
  const { file, start, end } = placeOfFunction(value);
  const parameters = (judgement.parameters?.reads ?? []).filter(
    ({ name, at }) => isIdentifier(name) && at.file === file && at.start >= start && at.end <= end,
  );
  const names = new Set([...parameters.map(({ name }) => name), ...namesIn(value.code.body)]);
  if (names.size === 0) return undefined;
  const who = new Set([...principals].map((name) => name.slice(name.lastIndexOf('.') + 1)));
  return { names: [...names], isAsked: judgement.sources.length > 0 || speaksOf(value.code, who) };
}

/** `id`, `documentId`, `user_id`: tells one thing from others of its kind. */
function isIdentifier(name: unknown): name is string {
  return typeof name === 'string' && /^(id|uuid|\w+(Id|_id|Uuid|_uuid))$/.test(name);
}

/** `request.body.id`, `const { id } = ctx.query` */
function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (node === null || typeof node !== 'object') return [];
  const { k, name, of, pattern, target, init, value } = node as Readonly<Record<string, unknown>>;
  const read = k === 'member' && isSent(of) ? [name] : isSent(init ?? value) ? keysOf(pattern ?? target) : [];
  return [...read.filter(isIdentifier), ...Object.values(node).flatMap(namesIn)];
}

function isSent(node: unknown): boolean {
  const { k, name } = (node ?? {}) as Readonly<Record<string, unknown>>;
  return k === 'member' && typeof name === 'string' && /^(body|query|params|payload)$/.test(name);
}

function keysOf(pattern: unknown): unknown[] {
  const { p, properties } = (pattern ?? {}) as { readonly p?: unknown; readonly properties?: { key: unknown }[] };
  return p === 'object' ? (properties ?? []).map(({ key }) => key) : [];
}

/** `request.user`, `const { user } = ctx.state`, `@CurrentUser() user`, or whatever else has the name. */
function speaksOf(node: unknown, names: ReadonlySet<string>): boolean {
  if (Array.isArray(node)) return node.some((one) => speaksOf(one, names));
  if (node === null || typeof node !== 'object') return false;
  const { name, key } = node as { name?: unknown; key?: unknown };
  const isNamed = [name, key].some((one) => typeof one === 'string' && names.has(one));
  return isNamed || Object.values(node).some((one) => speaksOf(one, names));
}
