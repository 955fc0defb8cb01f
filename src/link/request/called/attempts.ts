import type { SchemeGuard, StepKnowledge } from '#catalog';
import { isUndefined, type MadeValue, primitive, undefinedValue, type Value } from '#frameworks';
import type { Place } from '#text';
import { establishedBy, optionAt } from '../../known/options.ts';
import { callValue } from '../../machine/calls.ts';
import type { Machine } from '../../machine/machine.ts';
import { fulfilled } from '../../machine/promises.ts';
import { decide } from '../../machine/truth.ts';
import { credential } from '../brought/credentials.ts';
import { errorWith } from '../paths/answers.ts';
import type { Trial } from '../paths/trial.ts';
import { isAnonymous, schemeNames, takenBy } from './library-steps.ts';
import { type Answers, askScheme, ownScheme } from './own-schemes.ts';

/** Whether a guard asks a scheme of which the project itself says whom it recognises. */
export function asksOwnScheme(machine: Machine, step: MadeValue): boolean {
  if (step.modifiers.length > 0) return false;
  return schemeNames(step.args[0]).some((name) => ownScheme(machine, name) !== null);
}

/** A guard that is called with a request, what is known of it, and what calls for the next step. */
export interface Asking {
  readonly step: MadeValue;
  readonly meaning: SchemeGuard;
  readonly knowledge: StepKnowledge;
  readonly request: Value;
  readonly next: Value;
  readonly at: Place;
}

/** Why nobody was recognised so far, and the status that is due. */
interface Refusal {
  readonly info: Value;
  readonly status: number;
}

/**
 * Asks one scheme after the other, as Passport does:
 * https://github.com/jaredhanson/passport/blob/master/lib/middleware/authenticate.js
 */
export class Attempt {
  readonly #trial: Trial;
  readonly #asking: Asking;
  readonly #options: Value;
  readonly #callback: Value | undefined;
  #result: Value = undefinedValue;

  constructor(trial: Trial, asking: Asking) {
    const { step, meaning } = asking;
    const options = step.args[meaning.options ?? 1] ?? undefinedValue;
    this.#trial = trial;
    this.#asking = asking;
    this.#options = options.t === 'function' ? undefinedValue : options;
    this.#callback = step.args.find((arg) => arg.t === 'function');
  }

  run(): Value {
    this.#ask(0, { info: undefinedValue, status: 401 });
    return this.#result;
  }

  #ask(index: number, refusal: Refusal): void {
    const { step, request, at } = this.#asking;
    const name = schemeNames(step.args[0])[index];
    if (name === undefined) this.#refuse(refusal);
    else {
      const answers = this.#answers(index, refusal);
      const byLibrary = () => this.#byLibrary(name, answers);
      const own = ownScheme(this.#trial.machine, name);
      if (own) askScheme(this.#trial, own, [request, this.#options], answers, byLibrary, at);
      else byLibrary();
    }
  }

  #answers(index: number, { status }: Refusal): Answers {
    return {
      success: (user, info) => this.#accept(user, info),
      fail: (info, code) => {
        const told = [info, code].map((one) => this.#trial.resolve(one)).find(isNumber);
        this.#ask(index + 1, { info, status: index === 0 && told ? Number(told.value) : status });
      },
      redirect: () => {
        this.#trial.credentials.sendsToProvider ||= !this.#trial.situation.isHandler;
        this.#redirect();
      },
      pass: () => this.#goOn(),
      error: (error) => {
        if (this.#callback) this.#tell(error, undefinedValue, undefinedValue);
        else this.#goOn(error);
      },
    };
  }

  #byLibrary(name: string, answers: Answers): void {
    const { step, at } = this.#asking;
    const source = { kind: 'client', name: step.by.package } as const;
    if (isAnonymous(this.#trial.machine, name)) answers.pass();
    else {
      this.#trial.credentials.touch(source);
      const isKnown = this.#trial.situation.caller === 'good' || takenBy(this.#trial, [name], at);
      if (isKnown) answers.success(credential('verified', source), undefinedValue);
      else answers.fail(undefinedValue, undefinedValue);
    }
  }

  #accept(user: Value, info: Value): void {
    const { knowledge, step, meaning } = this.#asking;
    if (this.#callback) this.#tell(primitive(null), user, info);
    else {
      for (const name of establishedBy(knowledge, step.args, meaning.options ?? 0)) this.#trial.leave(name, user);
      if (this.#isSet('successRedirect')) this.#redirect();
      else this.#goOn();
    }
  }

  #refuse({ info, status }: Refusal): void {
    const { step, at } = this.#asking;
    this.#trial.credentials.verifications.push({ subject: step.by.package, at, succeeded: false });
    if (this.#callback) this.#tell(primitive(null), primitive(false), info);
    else if (this.#isSet('failureRedirect')) this.#redirect();
    else if (this.#isSet('failWithError')) this.#goOn(errorWith(status, [], at));
    else this.#trial.respond(status, at);
  }

  #tell(error: Value, user: Value, info: Value): void {
    const { meaning, at } = this.#asking;
    const first = (meaning.callbackTakes ?? []).map((part): Value => ({ t: 'request', part }));
    const result = callValue(this.#trial.machine, this.#callback!, [...first, error, user, info], null, at);
    this.#result = result;
    // Who is handed the request may answer it; where nobody does, it goes on.
    const isOver = this.#trial.course.answer !== null || (result.t === 'promise' && result.rejected);
    if (first.length > 0 && !isOver) this.#goOn();
  }

  /** Where steps are promises, or nobody hands over the next one, an error rejects. */
  #goOn(error?: Value): void {
    const { next, at } = this.#asking;
    const { continuation } = this.#trial.adapter.request;
    const isPromise = continuation !== 'value' || next.t === 'primitive';
    if (error && isPromise) this.#result = { t: 'promise', rejected: true, value: error, verification: null };
    else if (next.t === 'primitive') this.#result = fulfilled(undefinedValue);
    else this.#result = callValue(this.#trial.machine, next, error ? [error] : [], null, at);
  }

  #redirect(): void {
    this.#trial.respond(302, this.#asking.at, { isRedirect: true });
  }

  #isSet(option: string): boolean {
    const value = optionAt(this.#options, option);
    return value !== null && !isUndefined(value) && decide(this.#trial.machine, value, this.#asking.at);
  }
}

function isNumber(value: Value): value is Extract<Value, { t: 'primitive' }> {
  return value.t === 'primitive' && typeof value.value === 'number';
}
