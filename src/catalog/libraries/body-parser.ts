import { parser, rawParser } from '../body-parsers.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'body-parser',
  docs: 'https://github.com/expressjs/body-parser#readme',
  exports: { '': parser, json: parser, urlencoded: parser, raw: rawParser, text: parser },
});
