import type { ChainLink, Preflight } from '#model';
import type { ScopeRecord } from '../../installed/records.ts';
import type { Memo } from '../steps/memo.ts';
import type { Steps } from '../steps/steps.ts';
import { nowhere } from './bypass.ts';
import { type Linked, Linker } from './links.ts';
import { below, type Occurrence, occurrencesOf } from './occurrences.ts';
import { ownSteps } from './own-steps.ts';
import { inPhases, isBehind, leadsTo, phasedWalk } from './phased.ts';

/**
 * What the OPTIONS question to a route's path meets in a phased framework: the chain of the route that is there for it, else
 * those steps of the route's own chain that run although no route is found.
 */
export function phasedPreflight(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  occurrence: Occurrence,
  own: readonly Linked[],
  memo: Memo,
): Preflight {
  const root = occurrence.levels[0]!.scope;
  const path = below(occurrence.samples[0] ?? ['/'], 0);
  const other = optionsRoute(root, scopes, path);
  if (other) {
    const linker = new Linker(steps, 'OPTIONS', nowhere, memo, other);
    const { scope } = other.levels.at(-1)!;
    const chain = inPhases([...phasedWalk(steps, scopes, other, 'OPTIONS'), ...ownSteps(steps, other)], scope).map(
      (met) => linker.link(met),
    );
    const withheld = withholds(steps, scopes, other, linker);
    const answer = met(chain, 'handled');
    // Where it is not known who answers, what stands behind the handlers may meet a rejection, and make an answer of that.
    const isAnswered = answer.answer !== 'rejected' && answer.answer !== 'unknown';
    return withheld !== null && isAnswered ? { answer: 'rejected', by: withheld, corsBehind: null } : answer;
  }
  const answer = met(
    own.filter(({ met: { step } }) => root.adapter.runsUnrouted?.(step.record.use.phase) ?? false),
    root.adapter.answersOptions !== 'never' ? 'automatic' : 'unknown',
  );
  // Whether it also holds for what is no route of the program is not known.
  const isWithheld =
    withholds(steps, scopes, occurrence, new Linker(steps, 'OPTIONS', nowhere, memo, occurrence)) !== null;
  return isWithheld && answer.answer !== 'rejected' ? { answer: 'unknown', by: null, corsBehind: null } : answer;
}

/** The step behind the handlers that makes a rejection of what a preflight was answered. */
function withholds(
  steps: Steps,
  scopes: readonly ScopeRecord[],
  route: Occurrence,
  linker: Linker,
): ChainLink['step'] | null {
  if (!route.levels[0]!.scope.adapter.behind) return null;
  const behind = [...phasedWalk(steps, scopes, route, 'OPTIONS', isBehind), ...ownSteps(steps, route, isBehind)];
  const found = behind.map((one) => linker.link(one)).find(({ link }) => link.outcome.preflight === 'rejects');
  return found?.link.step ?? null;
}

/** The route that answers OPTIONS at a path, if the program has one. */
function optionsRoute(root: ScopeRecord, scopes: readonly ScopeRecord[], path: string): Occurrence | null {
  const isOptions = (methods: readonly string[]) => methods.includes('OPTIONS') || methods.includes('ALL');
  const found = occurrencesOf(root, scopes, (entry) => entry.kind === 'route' && isOptions(entry.methods));
  return found.find((one) => leadsTo(one, path)) ?? null;
}

/** The first step that does not go on decides. */
function met(chain: readonly Linked[], otherwise: Preflight['answer']): Preflight {
  const index = chain.findIndex(({ link }) => link.outcome.preflight !== 'continues');
  const found = chain[index];
  if (!found) return { answer: otherwise, by: null, corsBehind: null };
  const by = found.met.step.id;
  const outcome = found.link.outcome.preflight;
  const corsBehind = chain.slice(index + 1).find(({ met: { step } }) => step.step.role === 'cors')?.met.step.id ?? null;
  if (outcome === 'rejects') return { answer: 'rejected', by, corsBehind };
  if (outcome === 'answers')
    return { answer: found.met.step.step.role === 'cors' ? 'cors' : 'handled', by, corsBehind: null };
  return { answer: 'unknown', by, corsBehind: null };
}
