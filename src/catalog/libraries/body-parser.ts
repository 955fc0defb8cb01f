import { parsers } from '../body-parsers.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

/** `bodyParser()` is `json()` and `urlencoded()`. */
const both: StepFactory = { ...parsers.json, step: { ...parsers.json.step, takes: { options: [], otherwise: null } } };

export default defineLibrary({
  package: 'body-parser',
  docs: 'https://github.com/expressjs/body-parser#readme',
  exports: { '': both, ...parsers },
});
