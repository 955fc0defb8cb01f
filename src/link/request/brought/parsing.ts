import { parsingOf } from '#catalog';
import { objectValue, type RequestPart, unknown, type Value } from '#frameworks';
import type { Place } from '#text';
import { fulfilled } from '../../machine/promises.ts';
import { instantiateLibrary } from '../judged/library-steps.ts';
import type { Trial } from '../paths/trial.ts';

/**
 * What a call of a library of schemas makes: a schema, or what a schema's method makes of a value, which is the value itself;
 * null for any other call. A value of another shape, which is refused, is left out.
 */
export function checkedShape(callee: Value, name: string | null, args: readonly Value[], at: Place): Value | null {
  const library = callee.t === 'made' ? callee.by : callee;
  if (library.t !== 'library') return null;
  const parsing = parsingOf(library.package, name);
  if (!parsing) return null;
  if (parsing === 'schema' || !args[0])
    return callee.t === 'made' ? callee : instantiateLibrary(library, args, at, false);
  const [given] = args;
  // A credential by itself, `schema.parse(JSON.parse(token))`: whether it is one is asked here, and later by its signature.
  if (given.t === 'credential' || given.t === 'missing') return null;
  if (parsing === 'value') return given;
  if (parsing === 'promise') return fulfilled(given);
  const result = objectValue([
    [parsing.member, given],
    ['success', unknown('whether a value has the shape', at, 'caller')],
    ['error', unknown('what is wrong with the shape of a value', at, 'caller')],
  ]);
  return parsing.isPromise ? fulfilled(result) : result;
}

const spreadParts: readonly RequestPart[] = ['body', 'query', 'params', 'headers', 'cookies'];

/** What `{ ...request }` copies: its parts. */
export function partsIn(trial: Trial, of: Value): readonly (readonly [string, Value])[] {
  if (of.t !== 'request') return [];
  return spreadParts.flatMap((name) => {
    const member = trial.adapter.request.member(of.part, name, trial.subject.version, trial.subject.use);
    return member?.is === 'part' ? [[name, { t: 'request', part: member.part }] as const] : [];
  });
}
