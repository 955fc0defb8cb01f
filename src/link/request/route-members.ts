import type { PartMember, Value } from '#frameworks';
import { objectValue, primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Trial } from './trial.ts';

/** What a step reads of the route that the request is for; with no route in view, nobody knows. */
export function routeMember(trial: Trial, which: Extract<PartMember, { is: 'route' }>['which'], at: Place): Value {
  trial.usesTarget = true;
  trial.usesNames = true;
  const { target, method } = trial.situation;
  if (!target) return trial.memo(`route ${which}`, () => unknown('what the route says about itself', at));
  const config = target.config ?? objectValue();
  if (which === 'config') return config;
  if (which === 'path') return primitive(target.path);
  return trial.memo('route options', () =>
    objectValue([
      ['config', config],
      ['url', primitive(target.path)],
      ['method', primitive(method)],
      ['schema', unknown('the schema of the route', at)],
      ['handler', unknown('the handler of the route', at, 'server', true)],
      ['version', undefinedValue],
    ]),
  );
}
