import { parsers } from '../body-parsers.ts';
import { guards } from '../common.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

/** Express 3 brought Connect's steps along; from 4 on a program that names one does not start. https://expressjs.com/en/guide/migrating-4.html */
function until4(step: StepKnowledge): StepFactory {
  return { is: 'step-factory', step };
}

const passing: StepKnowledge = { role: 'headers', why: 'a step of Express 3 that continues' };
const body3: StepKnowledge = { role: 'body', provides: ['body'], why: 'it parses bodies and continues' };

/** `express()` and `Router()` belong to the framework's adapter, not to the catalog. */
export default defineLibrary({
  package: 'express',
  docs: 'https://expressjs.com/en/5x/api.html#express',
  exports: {
    ...parsers,
    static: {
      is: 'step-factory',
      step: { role: 'static', why: 'express.static answers for files that exist and continues for everything else' },
    },
    basicAuth: until4({
      role: 'authenticate',
      outcome: guards,
      status: 401,
      scheme: { kind: 'basic', name: 'basic' },
      establishes: ['user'],
      why: 'it rejects whoever does not know a user and the password',
    }),
    bodyParser: until4(body3),
    compress: until4(passing),
    cookieParser: until4({ role: 'cookies', provides: ['cookies'], why: 'it fills req.cookies and continues' }),
    cookieSession: until4({ role: 'session', provides: ['session'], why: 'it gives every caller a session' }),
    csrf: until4({ role: 'csrf', why: 'it rejects changing requests without the token of the page they come from' }),
    errorHandler: until4({ role: 'error', handlesErrors: true, why: 'it answers errors only' }),
    favicon: until4({ role: 'static', why: 'it answers for the icon and continues for everything else' }),
    limit: until4(passing),
    logger: until4({ role: 'log', why: 'it only writes the log' }),
    methodOverride: until4({ role: 'body', why: 'it takes the method from the body and continues' }),
    multipart: until4(body3),
    query: until4(passing),
    responseTime: until4(passing),
    session: until4({ role: 'session', provides: ['session'], why: 'it gives every caller a session and continues' }),
    timeout: until4(passing),
  },
});
