import type { PartMember, Value } from '#frameworks';
import { objectValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { unread } from '../paths/reads.ts';
import type { Trial } from '../paths/trial.ts';

/** Notes that a step looks at the function or class behind the route itself, not only at what is noted of them. */
export function noteIdentity(trial: Trial | null, ...values: readonly (Value | undefined)[]): void {
  const { reads, target } = trial?.uses.target ? trial.situation : {};
  if (!reads || !target) return;
  const isBehind = (value: Value | undefined) =>
    value && [target.handler, target.owner].some((one) => value === one || isSameCode(value, one));
  reads.identity ||= values.some(isBehind);
}

function isSameCode(a: Value, b: Value): boolean {
  if (a.t === 'class') return b.t === 'class' && a.env === b.env;
  return a.t === 'function' && b.t === 'function' && a.code === b.code;
}

/** What a step reads of the route that the request is for; with no route in view, nobody knows. */
export function routeMember(trial: Trial, which: Extract<PartMember, { is: 'route' }>['which'], at: Place): Value {
  trial.uses.target = true;
  trial.uses.names = true;
  const { situation } = trial;
  const { config } = situation;
  if (!config) return trial.memo(`route ${which}`, () => unknown('what the route says about itself', at));
  if (which === 'config') return config;
  if (which === 'path') return primitive(situation.target?.path);
  return trial.memo('route options', () =>
    objectValue(
      [
        ['config', config],
        ['url', unread(() => situation.target?.path)],
        ['method', unread(() => situation.method)],
        ['schema', unknown('the schema of the route', at)],
        ['handler', unknown('the handler of the route', at, 'server', true)],
        ['version', undefinedValue],
      ],
      true,
    ),
  );
}
