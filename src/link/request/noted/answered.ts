import type { ChoiceValue, Value } from '#frameworks';
import { Spare } from './nothing.ts';

/** An answer, and the choice by which it was given; null when there was none. */
export interface Decided<T> {
  readonly answer: T;
  readonly by: number | null;
}

/** What was answered while a path runs, so that the same question gets the same answer. */
export class Answered {
  readonly truths = new Map<Value, Decided<boolean>>();
  readonly chosen = new Map<ChoiceValue, Decided<Value>>();
  readonly memo = new Map<string, Value>();
}

export const answered = new Spare(() => new Answered());
