import type { FunctionValue } from '#frameworks';
import { isReference, someNode } from '../../known/nodes.ts';
import type { Machine } from '../../machine/machine.ts';
import { anyRequest, type Subject } from '../../request/brought/situation.ts';
import { judge } from '../../request/judged/judge.ts';

/** What errors have, and hardly anything else. */
const ofErrors = /^(name|message|code|status|statusCode|stack|inner|cause)$/;

/** It looks at its first parameter as at an error: that it is called for errors alone is no mistake. */
function asksTheError({ code }: FunctionValue): boolean {
  const first = code.params[0]?.pattern;
  return first?.p === 'name' && readsMember(code.body, first.name);
}

function readsMember(body: unknown, variable: string): boolean {
  const reads = ({ k, of, name }: Readonly<Record<string, unknown>>) =>
    k === 'member' && isReference(of, variable) && typeof name === 'string' && ofErrors.test(name);
  return someNode(body, (node) => reads(node) || null);
}

/**
 * A guard that takes `(something, req, res, next)`: Express takes it for an error handler and never runs it. It is
 * recognised by its behaviour: as an ordinary step it would reject who brings nothing and let others pass.
 */
export function isGuardingArity(
  machine: Machine,
  subject: Subject & { readonly value: FunctionValue },
  principals: ReadonlySet<string>,
): boolean {
  const { value: fn, adapter, use } = subject;
  if (adapter.request.parameters(fn.code.length - fn.bound.length, use)[0] !== 'error' || asksTheError(fn))
    return false;
  const situation = { ...anyRequest, principals, isHandler: false, inRoute: false };
  const { by, sources } = judge(machine, subject, situation, true);
  const passesGood = by.good.exploration.paths.some((path) => path.end === 'continues');
  return by.none.outcome === 'rejects' && passesGood && sources.length > 0;
}
