import type { Subject } from '../brought/situation.ts';

const continuing = new WeakMap<object, boolean>();

/** Whether a handler's own code can go on to the next step: only then must its other paths be seen too. */
export function takesNext({ value, use, adapter }: Subject): boolean {
  if (value.t !== 'function' || use.isParameter) return true;
  if (use.given) return false;
  const known = continuing.get(value.code.body);
  if (known !== undefined) return known;
  const index = adapter.request.parameters(value.code.length - value.bound.length, use).indexOf('next');
  const next = index < 0 ? undefined : value.code.params[value.bound.length + index]?.pattern;
  const answer = next?.p === 'name' && callsPlainly(value.code.body, next.name);
  continuing.set(value.code.body, answer);
  return answer;
}

/** `next()` and `next('route')`, anywhere below; handing `next` on counts too. */
function callsPlainly(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((one) => callsPlainly(one, name));
  if (node === null || typeof node !== 'object') return false;
  const record = node as Record<string, unknown>;
  if (record['k'] === 'call' && isReference(record['callee'], name)) {
    const [first] = record['args'] as { k: string }[];
    return first === undefined || first.k === 'literal' || callsPlainly(first, name);
  }
  return isReference(node, name) || Object.values(record).some((one) => callsPlainly(one, name));
}

function isReference(node: unknown, name: string): boolean {
  const record = node as { k?: string; name?: string };
  return record?.k === 'ref' && record.name === name;
}
