import { isReference, someNode } from '../../known/nodes.ts';
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
function callsPlainly(body: unknown, name: string): boolean {
  return someNode(body, (node) => {
    if (node['k'] !== 'call' || !isReference(node['callee'], name)) return isReference(node, name) || null;
    const [first] = node['args'] as { k: string }[];
    return first === undefined || first.k === 'literal' || callsPlainly(first, name);
  });
}
