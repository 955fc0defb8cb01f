import type { Alternatives } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import type { Flaw, Role, Route } from '#model';
import type { Place } from '#text';
import { relationOf } from '../../request/called/alternatives.ts';
import { isSameSource } from '../../request/noted/credential-notes.ts';
import { placeOfFunction } from '../../request/paths/explore.ts';
import type { KnownStep } from './known-step.ts';

/**
 * Among alternatives of which one is enough, a step that only asks what the principal may do is never reached by who has
 * one: the step beside it has let the request pass already.
 */
export function weakenedRequirement(
  groups: readonly (readonly Value[])[],
  roleOf: (step: Value) => Role | null,
  at: Place,
): Flaw | null {
  for (const group of groups) {
    const steps = group.map((step) => ({ step, role: step.t === 'array' ? null : roleOf(step) }));
    const recognises = steps.find(({ role }) => role === 'authenticate');
    const demands = steps.find(({ role }) => role === 'authorize');
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

/** Lists of steps of which one is enough. */
export function alternativesOf(meaning: Alternatives, made: MadeValue): readonly (readonly Value[])[] {
  const steps = made.args[0];
  if (steps?.t !== 'array') return [];
  if (relationOf(meaning, made) === 'or') return [steps.items];
  return steps.items.flatMap((item) => (item.t === 'array' ? [item.items] : []));
}

function nameOf(step: Value): string {
  return step.t === 'function' || step.t === 'native'
    ? step.name || 'a step'
    : step.t === 'made'
      ? step.by.package
      : 'a step';
}

function placeOf(step: Value): Place | null {
  return step.t === 'function' ? placeOfFunction(step) : step.t === 'made' ? step.at : null;
}

/** Whether a failure that a step ignores lets anybody in: one that looks at the route may mean to, where all may pass. */
export function letsAnybodyIn(known: KnownStep, all: readonly KnownStep[], routes: readonly Route[]): boolean {
  const { id, judgement } = known;
  if (isBackedUp(known, all, routes)) return false;
  if (!judgement?.usesTarget) return true;
  const links = routes.flatMap(({ chain }) => chain).filter(({ step }) => step === id);
  return links.length === 0 || links.some(({ outcome: { none, bad } }) => none !== bad && bad !== 'rejects');
}

/** Wherever it stands, another step refuses who has forged the very credential that it looks at: it lets nobody in. */
function isBackedUp({ id, judgement }: KnownStep, all: readonly KnownStep[], routes: readonly Route[]): boolean {
  const sources = judgement?.by.bad.touched ?? [];
  const chains = routes.map(({ chain }) => chain).filter((chain) => chain.some(({ step }) => step === id));
  const isRefusing = ({ step, outcome }: Route['chain'][number]) =>
    step !== id &&
    outcome.bad === 'rejects' &&
    sources.every((one) => all[step]?.judgement?.sources.some((other) => isSameSource(one, other)));
  return sources.length > 0 && chains.length > 0 && chains.every((chain) => chain.some(isRefusing));
}
