import type { Flaw } from '#model';
import type { KnownStep } from './known-step.ts';

/** What the framework says of a step goes before what was found in it. */
export function asTold(known: KnownStep): KnownStep {
  return unasked(recognising(known));
}

function recognising(known: KnownStep): KnownStep {
  const { told } = known.record;
  if (!told) return known;
  const role = told.schemes.length > 0 ? 'authenticate' : known.step.role;
  return { ...known, establishes: told.establishes, step: { ...known.step, ...told, role } };
}

/** One that the framework never asks where it stands keeps nobody out, whatever it would do. */
function unasked(known: KnownStep): KnownStep {
  const { step, record } = known;
  const consequence = record.unasked;
  if (consequence === null) return known;
  const isHarmless = step.outcome.none === 'continues' && step.outcome.bad === 'continues';
  const flaw: Flaw = { kind: 'unasked', at: record.at, subject: step.name, consequence, also: [] };
  const outcome = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' } as const;
  return { ...known, step: { ...step, outcome, flaws: isHarmless ? step.flaws : [...step.flaws, flaw] } };
}
