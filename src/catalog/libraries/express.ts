import { parser, rawParser } from '../body-parsers.ts';
import { defineLibrary } from '../vocabulary.ts';

/** `express()` and `Router()` belong to the framework's adapter, not to the catalog. */
export default defineLibrary({
  package: 'express',
  docs: 'https://expressjs.com/en/5x/api.html#express',
  exports: {
    json: parser,
    urlencoded: parser,
    raw: rawParser,
    text: parser,
    static: {
      is: 'step-factory',
      step: { role: 'static', why: 'express.static answers for files that exist and continues for everything else' },
    },
  },
});
