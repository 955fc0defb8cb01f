import type { StepFactory, Versioned } from './vocabulary.ts';

/**
 * How guards of Hono answered before they threw (3.0): from 2.3 on by returning, so that a wrapper that forgets to return
 * what they gave loses the answer; before by setting it, in 2.2 with the handler running all the same where `goesOn`.
 */
export function beforeHono3(meaning: StepFactory, goesOn: boolean): Versioned[] {
  const returning = { ...meaning, step: { ...meaning.step, rejection: 'answer' as const } };
  const outcome = { ...meaning.step.outcome, none: 'both', bad: 'both', preflight: 'both' } as const;
  const continuing = { ...returning, step: { ...returning.step, outcome } };
  return [
    ...(goesOn ? [{ versions: '>=2.2.0 <2.3.0', meaning: continuing }] : []),
    { versions: '>=2.3.0 <3.0.0', meaning: returning },
  ];
}
