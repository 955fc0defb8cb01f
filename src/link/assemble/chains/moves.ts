import { isUndefined, stringOf, type Value } from '#frameworks';
import type { Linked } from './links.ts';
import type { Occurrence } from './occurrences.ts';
import { leadsTo } from './phased.ts';

/**
 * A guard that looks at the path sees the one that was asked for; a step behind it may lead such a request to this route all the
 * same: `ctx.path = …`.
 */
export function afterMoves(links: readonly Linked[], occurrence: Occurrence): readonly Linked[] {
  const movers = links.filter((link) => movesTo(link, occurrence));
  if (movers.length === 0) return links;
  return links.map((link) => {
    const { step } = link.met;
    if (!link.guards || step.isHandler || !step.judgement?.usesLocation) return link;
    const behind = movers.filter((mover) => links.indexOf(mover) > links.indexOf(link));
    const mover = behind.find(({ tests }) => startsOf(tests).some((path) => link.letsPass('', path)));
    if (!mover) return link;
    return {
      ...link,
      guards: false,
      link: { ...link.link, outcome: { ...link.link.outcome, none: 'unknown', bad: 'unknown' }, bypass: null },
      unsure: `${mover.met.step.step.name} behind it may lead requests for other paths here, which it lets pass`,
    };
  });
}

/** Routers have chosen the route by the time that their own steps run. */
function movesTo({ met: { step } }: Linked, occurrence: Occurrence): boolean {
  if (step.isHandler || step.adapter !== occurrence.levels[0]!.scope.adapter) return false;
  const paths = step.judgement?.by.none.exploration.paths ?? [];
  return paths.some(({ trial }) => trial.course.moves.some((value) => mayBe(value, occurrence)));
}

function mayBe(value: Value, occurrence: Occurrence): boolean {
  if (isUndefined(value)) return false;
  const text = stringOf(value);
  if (text !== null) return leadsTo(occurrence, text.replace(/[?#].*/, ''));
  const [first] = value.t === 'text' ? value.parts : [];
  return typeof first !== 'string' || occurrence.path.startsWith(first) || first.startsWith('http');
}

/** Paths for which a mover may do it, as far as its own tests tell: any, where they do not. */
function startsOf(tests: Linked['tests']): readonly string[] {
  const told = tests.flatMap(({ match, text }) => (match === 'equals' ? text : match === 'prefix' ? `${text}-` : []));
  return told.length === tests.length && told.length > 0 ? told : [...told, '/-'];
}
