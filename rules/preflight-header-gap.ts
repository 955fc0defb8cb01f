import { exampleNotes, listed, preflightGaps } from '#model';
import { defineRule } from '#rule';

/** A browser asks before it sends a credential in a header or changes something; what the answer leaves out, it never sends. */
export default defineRule({
  id: 'preflight-header-gap',
  summary: 'allowed headers or methods that leave out what the guarded routes need',
  severity: 'error',
  topic: 'cors',
  preset: 'recommended',
  since: '0.1.0',
  cwe: [691],
  messages: {
    header: '{cors} does not let browsers send the {name} header, without which nobody gets to {routes}.',
    method: '{cors} does not let browsers use {name}: they never send {routes}.',
    route: '{route} needs it.',
  },
  remedy: 'Add what the routes need to the headers and methods that the CORS step allows.',

  *check(model) {
    for (const { cors, what, name, routes, confidence } of preflightGaps(model)) {
      const also = exampleNotes(routes, 'route');
      const data = { cors: cors.name, name, routes: listed(routes) };
      yield { message: what, at: cors.at, also, confidence, routes, key: `${what} ${name}`, data };
    }
  },
});
