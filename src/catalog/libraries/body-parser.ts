import { hangs } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const parser: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: { role: 'body', provides: ['body'], why: 'it parses the body of requests of its content type and continues' },
};

export default defineLibrary({
  package: 'body-parser',
  docs: 'https://github.com/expressjs/body-parser#readme',
  exports: { '': parser, json: parser, urlencoded: parser, raw: parser, text: parser },
});
