import type { AnswerValue, FunctionValue, Value } from '#frameworks';
import type { Place } from '#text';
import type { Afloat } from '../../values/floating.ts';
import type { Crash } from './errors.ts';

/** An answer that is sent. */
export interface Answer {
  readonly status: number | null;
  readonly isRedirect: boolean;
  readonly isError: boolean;
  readonly isPage: boolean; // Made by a template.
  readonly at: Place;
  /** What is sent, where it was seen. */
  readonly body: Value | null;
  readonly atOnce: boolean;
  /** The call that sends it when the step is over, as nobody waits for it. */
  readonly late: Afloat | null;
}

/** What was set of an answer; `at` is null when nothing was. */
export interface Prepared {
  status: number | null;
  hasStatus: boolean;
  hasBody: boolean;
  at: Place | null;
  /** A rejection that was made and thrown away before the continuation. */
  dropped: AnswerValue | null;
  body: Value | null;
}

/** What a step does after the error of a later one came back to it. */
export interface Rescue {
  /** Functions that it has called since. */
  readonly entered: Set<FunctionValue>;
  /** The status that it has set since; undefined when it has set none. */
  status: number | null | undefined;
  hasBody: boolean;
  /** It answers with what code that is not seen has given it, and not for the sake of the error. */
  servesData: boolean;
  /** It says in its answer what the error was. */
  tells: boolean;
}

export function answerOf(status: number | null, at: Place, more: Partial<Answer> = {}): Answer {
  return {
    status,
    at,
    isRedirect: false,
    isError: false,
    isPage: false,
    body: null,
    atOnce: false,
    late: null,
    ...more,
  };
}

/** What becomes of the request on one path: what is answered, where it goes on, what is left for those who meet it next. */
export class Course {
  happened = 0; // Counts what can be told by nothing else that is noted.

  answer: Answer | null = null;
  overtaken: Answer | null = null; // It came too late.
  answeredFirst = false; // The answer stood before the continuation.
  awaitsAnswer = false;
  maybeAnswered: Place | null = null;
  /** What was set of an answer that is sent when the step ends. */
  readonly prepared: Prepared = { status: null, hasStatus: false, hasBody: false, at: null, dropped: null, body: null };
  status: number | null = 200;
  promptStatus: number | null = 200; // As those lines set it that are not put off.
  statusAt: Place | null = null;

  continued: Place | null = null;
  continuedLate = false;
  /** What stands for the rest of the chain was asked for: it runs when somebody waits for it. */
  offered: Place | null = null;
  skipped: Place | null = null; // `next('route')`: the rest of the route is skipped.
  readonly entered = new Set<number>(); // Apps that the request was handed on to.
  handedOver: { readonly at: Place; readonly why: string } | null = null;
  readonly moves: Value[] = []; // Where it has led the request instead.

  failed: { readonly at: Place; readonly error: Value; readonly isLate?: boolean } | null = null;
  resumed = false; // The next step was called for behind that.
  crash: Crash | null = null; // One that nobody caught, or that was handed on.
  rescue: Rescue | null = null; // A later step has failed on this path, and the error came back.
  replaces = false; // It changes the answer behind the continuation.

  readonly writes = new Map<string, Value>(); // What it leaves on the request.
  /** What stood there when it continued: what comes later finds the steps behind it over. */
  left: Map<string, Value> | null = null;

  /** Grows where the request has got on. */
  get events(): number {
    return this.happened + Number(this.handedOver !== null) + Number(this.maybeAnswered !== null);
  }

  /** What says nothing of an answer by itself. */
  get loose(): Pick<Course, 'statusAt' | 'offered' | 'crash' | 'replaces'> {
    const { statusAt, offered, crash, replaces } = this;
    return { statusAt, offered, crash, replaces };
  }

  /** `isOvertaken`: what stands as the answer so far is sent later than this one. */
  answers(answer: Answer, isOvertaken = false): void {
    this.happened++;
    if (isOvertaken) [this.overtaken, this.answer] = [this.answer, answer];
    this.answer ??= answer;
    if (!this.continued) this.answeredFirst = true;
  }

  continues(at: Place, isLate: boolean): void {
    this.failed = null; // The error of a call that nobody waits for comes after what stands below it.
    if (!this.continued) this.continuedLate = isLate;
    if (!isLate) this.left ??= new Map(this.writes);
    this.continued ??= at;
  }
}
