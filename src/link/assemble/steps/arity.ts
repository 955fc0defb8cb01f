import type { FunctionValue } from '#frameworks';
import type { Machine } from '../../machine/machine.ts';
import { anyRequest, type Subject } from '../../request/brought/situation.ts';
import { judge } from '../../request/judged/judge.ts';

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
  if (adapter.request.parameters(fn.code.length - fn.bound.length, use)[0] !== 'error') return false;
  const situation = { ...anyRequest, principals, isHandler: false, inRoute: false };
  const { by, sources } = judge(machine, subject, situation, true);
  const passesGood = by.good.exploration.paths.some((path) => path.end === 'continues');
  return by.none.outcome === 'rejects' && passesGood && sources.length > 0;
}
