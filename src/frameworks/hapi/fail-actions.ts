import type { Place } from '#text';
import type { Site } from '../adapter.ts';
import { native, objectValue, primitive, stringOf, undefinedValue, unknown } from '../plain-values.ts';
import type { AnswerValue, Value } from '../values.ts';

/** What a function in the place of `failAction` has said. */
interface Said {
  readonly thrown: boolean;
  readonly value: Value;
}

/** What comes of that. */
export type Outcome = (said: Said, at: Place) => Value;

/**
 * A step whose failure `failAction` decides about: nothing stops the request, the error does, or what a function says of it.
 * null for one that stops nobody. `of`: what the function is handed, where that is not what the step is called with.
 * https://hapi.dev/api#-failaction-configuration
 */
export function withFailAction(
  site: Site,
  step: Value,
  failAction: Value | undefined,
  outcome: Outcome,
  of: (args: readonly Value[]) => readonly Value[] = (args) => args,
): Value | null {
  const word = stringOf(failAction);
  if (!failAction || word === 'error') return step;
  if (word === 'ignore' || word === 'log') return null;
  if (failAction.t !== 'function') return unknown('a failAction that could not be read');
  return native('failAction', (args, at) => {
    const tried = site.attempt(step, args);
    const isWell = !tried.thrown && !(tried.value.t === 'answer' && tried.value.isError);
    return isWell ? tried.value : outcome(site.attempt(failAction, [...of(args), tried.value]), at);
  });
}

/** Only an answer that takes over stops a request there: what the function throws is what the step gives (booted: 17, 21). */
export const ofPrerequisite: Outcome = ({ thrown, value }, at) => {
  if (!thrown && isContinue(value)) return error(500, at);
  if (!thrown && value.t === 'answer' && value.isFinal) return value;
  return thrown || (value.t === 'answer' && value.isError) ? keptError() : value;
};

/** As everywhere before the handler: an error, an answer that takes over or `h.continue`, and nothing else (booted: 17, 21). */
export const ofValidation: Outcome = ({ thrown, value }, at) => {
  if (!thrown && isContinue(value)) return goesOn;
  if (value.t === 'answer' && (thrown || value.isError || value.isFinal)) return { ...value, isFinal: true };
  return error(500, at);
};

/** An error that stops nothing is what the step gives. */
export const keptError = (): Value => objectValue([['isBoom', primitive(true)]], true);

const goesOn = native('continue', () => undefinedValue);

export function isContinue(value: Value): boolean {
  return value.t === 'native' && value.name === 'continue';
}

function error(status: number, at: Place): AnswerValue {
  return { t: 'answer', status, isError: true, isFinal: true, args: [], at };
}
