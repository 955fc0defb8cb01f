import type { Alternatives } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import type { Flaw } from '#model';
import type { Place } from '#text';
import { relationOf } from '../request/alternatives.ts';
import { placeOfFunction } from '../request/explore.ts';
import type { Judgement } from '../request/judge.ts';

/**
 * Among alternatives of which one is enough, a step that only asks what the principal may do is never reached by who has
 * one: the step beside it has let the request pass already.
 */
export function weakenedRequirement(
  meaning: Alternatives,
  made: MadeValue,
  judged: (step: Value) => Judgement | null,
  at: Place,
): Flaw | null {
  const steps = made.args[0];
  if (steps?.t !== 'array') return null;
  const relation = relationOf(meaning, made);
  const groups =
    relation === 'or' ? [steps.items] : steps.items.flatMap((item) => (item.t === 'array' ? [item.items] : []));
  for (const group of groups) {
    const judgements = group.flatMap((step) => {
      const judgement = step.t === 'array' ? null : judged(step);
      return judgement ? [{ step, judgement }] : [];
    });
    const recognises = judgements.find(({ judgement }) => judgement.role === 'authenticate');
    const demands = judgements.find(({ judgement }) => judgement.role === 'authorize');
    if (!recognises || !demands) continue;
    return {
      kind: 'weakened-requirement',
      at,
      subject: nameOf(demands.step),
      consequence: `${nameOf(recognises.step)} alone is enough`,
      also: [
        { at: placeOf(demands.step) ?? at, text: `${nameOf(demands.step)} asks for more` },
        {
          at: placeOf(recognises.step) ?? at,
          text: `${nameOf(recognises.step)} lets everyone pass whom it recognises`,
        },
      ],
    };
  }
  return null;
}

function nameOf(step: Value): string {
  return step.t === 'function' || step.t === 'native'
    ? step.name || 'a step'
    : step.t === 'made'
      ? step.by.package
      : 'a step';
}

function placeOf(step: Value): Place | null {
  return step.t === 'function' ? placeOfFunction(step) : null;
}
