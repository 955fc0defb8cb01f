import type { ObjectValue, RouteTarget, Value } from '#frameworks';
import type { Mark, Route } from '#model';
import { type Place, samePlace } from '#text';
import { anyRequest } from '../../request/brought/situation.ts';
import { judgeCaller } from '../../request/judged/judge.ts';
import { noSet } from '../../request/noted/nothing.ts';
import { isPlain } from '../../request/paths/observed.ts';
import type { Linked } from '../chains/links.ts';
import { isLetThrough, isNothing, textOf } from '../chains/marks.ts';
import type { KnownStep } from '../steps/known-step.ts';
import { noteAt } from '../steps/signature.ts';
import type { Steps } from '../steps/steps.ts';
import type { RouteBuilder } from './routes.ts';

/** Something that a route says about itself: where it stands in that, and where it is written. */
interface Note {
  readonly name: string;
  readonly path: string;
  /** Null for a flag. */
  readonly text: string | null;
  readonly at: Place;
}

/** How deep programs write what their steps read: `plugins: { acl: { roles: […] } }`. */
const depth = 2;

/** Adds to the marks of routes what they say about themselves, with who of the app demands something because of it. */
export function withNotes(
  routes: readonly Route[],
  { linked, targets }: Pick<RouteBuilder, 'linked' | 'targets'>,
  steps: Steps,
): Route[] {
  return routes.map((route) => {
    const target = targets[route.id];
    const notes = target ? notesOf(target) : [];
    if (!target || notes.length === 0) return route;
    const marks = notes.map(({ name, path, text, at }): Mark => {
      const readers = linked[route.id]!.filter((one) => reads(one, path));
      const isRead = readers.length > 0;
      const around = routes.filter((other) => other.app === route.app && other !== route);
      const opens = readers.some(
        (one) => isLetThrough(one) && around.some((other) => isRejected(linked[other.id]!, one)),
      );
      // A flag demands nothing.
      const candidates = isRead || text === null ? new Set<KnownStep>() : readersOf(path, around, linked);
      const reader = [...candidates].find((step) => demands(steps, step, target, path));
      return { name, text, at, isRead, opens, reader: reader ? { step: reader.id, elsewhere: null } : null };
    });
    return { ...route, marks: [...route.marks, ...marks] };
  });
}

function notesOf({ config, notes }: RouteTarget): Note[] {
  return (notes ?? []).flatMap((path) => {
    const value = noteAt(config, path.split('.'));
    return value && isPlain(value) ? within(value, '', path === '' ? '' : `${path}.`, depth) : [];
  });
}

function within({ properties }: ObjectValue, name: string, path: string, levels: number): Note[] {
  return [...properties].flatMap(([key, value]): Note[] => {
    if (isPlain(value)) return levels > 1 ? within(value, `${name}${key}.`, `${path}${key}.`, levels - 1) : [];
    const at = placeOf(value);
    return isNothing(value) || !at ? [] : [{ name: name + key, path: path + key, text: textOf(value), at }];
  });
}

function placeOf(value: Value): Place | null {
  return value.t === 'primitive' || value.t === 'array' || value.t === 'unknown' ? value.at : null;
}

/** Where it was not noted what a step reads of a route, it may be anything. */
function reads({ reads, met: { step } }: Linked, path: string): boolean {
  if (reads === null) return step.judgement?.usesTarget ?? false;
  return reads.config.has(path) || reads.config.has('*');
}

function isRejected(linked: readonly Linked[], reader: Linked): boolean {
  const body = reader.met.step.step.definedAt;
  const isReader = ({ met: { step } }: Linked) =>
    step === reader.met.step || (body !== null && step.step.definedAt !== null && samePlace(body, step.step.definedAt));
  return linked.some((one) => isReader(one) && one.link.outcome.none === 'rejects');
}

function readersOf(path: string, routes: readonly Route[], linked: RouteBuilder['linked']): Set<KnownStep> {
  const links = routes.flatMap((route) => linked[route.id] ?? []);
  return new Set(
    links.flatMap(({ reads, met: { step } }) => (reads?.config.has(path) && !step.isHandler ? [step] : [])),
  );
}

/** Whether the step would turn some callers away because of what this route says there: a log only writes it down. */
function demands(steps: Steps, step: KnownStep, target: RouteTarget, path: string): boolean {
  const { record, adapter, version, judgement } = step;
  const { config } = target;
  if (!config) return false;
  const subject = steps.subject(record, adapter, version);
  const endsOf = (given: Value, caller: 'none' | 'good') => {
    const { principals } = steps;
    const proofs = judgement?.proofs ?? noSet;
    const situation = { ...anyRequest, principals, proofs, isHandler: false, inRoute: record.inRoute, target };
    const { exploration } = judgeCaller(steps.machine, subject, { ...situation, config: given }, caller);
    return [...new Set(exploration.paths.map(({ end, status }) => `${end} ${status}`))].sort();
  };
  const bare = without(config, path.split('.'));
  return (['none', 'good'] as const).some((caller) => {
    const ends = endsOf(config, caller);
    return ends.some((end) => end.startsWith('rejects')) && ends.join() !== endsOf(bare, caller).join();
  });
}

function without(value: Value, [first, ...rest]: readonly string[]): Value {
  if (value.t !== 'object' || first === undefined) return value;
  const inner = value.properties.get(first);
  const properties = new Map(value.properties);
  properties.delete(first);
  if (rest.length > 0 && inner) properties.set(first, without(inner, rest));
  return { ...value, properties };
}
