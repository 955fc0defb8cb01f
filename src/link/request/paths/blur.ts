import type { Expression, Statement } from '#facts';
import { unknown, type Value } from '#frameworks';
import type { Environment } from '../../values/environment.ts';
import { writingsIn } from './inert.ts';
import type { Trial } from './trial.ts';

/**
 * Code that runs perhaps and is not followed both ways: what it writes into objects that this path has made is not known
 * behind it. `by`: who decides whether it runs.
 */
export function blur(
  trial: Trial,
  nodes: readonly (Statement | Expression)[],
  env: Environment,
  by: 'caller' | 'server',
): null {
  const { machine } = trial;
  for (const { of, name } of writingsIn(nodes)) {
    const object = valueAt(of, env);
    if (!object || !('born' in object) || !trial.isOwn(object)) continue;
    if (object.t === 'array') machine.assign(object, 'open', true, object.born);
    if (object.t !== 'object' || name === null) continue;
    machine.set(object.properties, name, unknown('what is written only sometimes', null, by), object.born);
  }
  return null;
}

/** What stands under a name, or under members of it. */
function valueAt(node: Expression, env: Environment): Value | null {
  if (node.k === 'ref') {
    const cell = env.lookup(node.name);
    return cell && !cell.resolve ? cell.value : null;
  }
  if (node.k === 'this') return env.nearestFrame()?.self ?? null;
  const of = node.k === 'member' && typeof node.name === 'string' ? valueAt(node.of, env) : null;
  return of?.t === 'object' ? (of.properties.get((node as { name: string }).name) ?? null) : null;
}
