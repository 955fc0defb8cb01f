import { hangs } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const parser: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: { role: 'body', provides: ['body'], why: 'it parses the body of requests of its content type and continues' },
};

/** `express()` and `Router()` belong to the framework's adapter, not to the catalog. */
export default defineLibrary({
  package: 'express',
  docs: 'https://expressjs.com/en/5x/api.html#express',
  exports: {
    json: parser,
    urlencoded: parser,
    raw: parser,
    text: parser,
    static: {
      is: 'step-factory',
      step: { role: 'static', why: 'express.static answers for files that exist and continues for everything else' },
    },
  },
});
