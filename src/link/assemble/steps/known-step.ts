import type { StepKnowledge } from '#catalog';
import type { Adapter, MadeValue } from '#frameworks';
import type { Outcomes, Step } from '#model';
import type { StepRecord } from '../../installed/records.ts';
import type { Judgement } from '../../request/judged/judge.ts';

/** A step with everything that was found out about it. */
export interface KnownStep {
  readonly id: number;
  readonly record: StepRecord;
  readonly adapter: Adapter;
  readonly version: string | null;
  /** Hand-written: judged by its body. */
  readonly judgement: Judgement | null;
  /** From the catalog. */
  readonly made: MadeValue | null;
  readonly knowledge: StepKnowledge | null;
  readonly establishes: readonly string[];
  readonly isHandler: boolean;
  /** A login by redirect: it rejects nobody, it starts or ends the login. */
  readonly sendsToProvider: boolean;
  readonly step: Step;
}

/** The framework itself says that it authenticates: it guards also when nobody ever satisfies it. */
export function asksAndRejects({ record }: KnownStep, { none }: Outcomes): boolean {
  return (record.told?.schemes.length ?? 0) > 0 && none === 'rejects';
}
