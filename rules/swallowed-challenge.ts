import { confidenceOf, exampleNotes, flawsOf, swallowedChallenges } from '#model';
import { defineRule } from '#rule';

/** A guard that hands its rejection on leaves the answer to whoever takes it: an error handler, a wrapper. */
export default defineRule({
  id: 'swallowed-challenge',
  summary: 'a 401 that is lost or turned into something else on its way out',
  severity: 'error',
  topic: 'errors',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [392, 755],
  messages: {
    success:
      '{handler} answers the rejections of {step} with {status}: callers without credentials are told that all is well.',
    failure: '{handler} answers the rejections of {step} with {status}: clients never learn that they have to log in.',
    served:
      '{handler} runs the handler of the route where {step} rejects: callers without credentials are served all the same.',
    lost: 'The answer {status} is made here and never sent, as nothing returns it: callers without credentials are answered 500 and never learn that they have to log in.',
    step: '{step} hands its rejections on as errors.',
    answer: '{step} answers so, and what is set of the answer behind `next()` takes its place.',
    route: 'Whoever calls {route} without credentials meets this.',
  },
  remedy: 'Answer with the status of the error, and with 500 only where it has none; return what a guard gives.',

  *check(model) {
    for (const { handler, status, served, step, routes, confidence } of swallowedChallenges(model)) {
      yield {
        message: served ? 'served' : (status ?? 200) < 300 ? 'success' : 'failure',
        at: handler.at,
        also: [
          { at: step.at, message: step.rejectsBy === 'answer' ? 'answer' : 'step', data: { step: step.name } },
          ...exampleNotes(routes, 'route'),
        ],
        confidence,
        key: `${handler.name} ${step.name}`,
        data: { handler: handler.name, status: status ?? 'a success', step: step.name },
      };
    }
    for (const { flaw, steps } of flawsOf(model, 'lost-rejection')) {
      yield {
        message: 'lost',
        at: flaw.at,
        confidence: confidenceOf(steps),
        key: flaw.subject,
        data: { status: flaw.subject },
      };
    }
  },
});
