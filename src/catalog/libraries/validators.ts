import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const validator: StepFactory = {
  is: 'step-factory',
  step: { role: 'body', why: 'it looks at the shape of a request, never at who sends it' },
};
const chain: StepFactory = { ...validator, fluent: true };

export default [
  defineLibrary({
    package: 'express-validator',
    docs: 'https://express-validator.github.io/docs/',
    marks: false,
    exports: {
      check: chain,
      body: chain,
      param: chain,
      query: chain,
      header: chain,
      cookie: chain,
      oneOf: chain,
      checkExact: chain,
      checkSchema: chain,
      // What is wrong with a request is the caller's doing.
      validationResult: { is: 'reading', kind: 'body', name: 0, signed: false, delivers: 'value' },
      matchedData: { is: 'reading', kind: 'body', name: 0, signed: false, delivers: 'value' },
    },
  }),
  defineLibrary({
    package: 'celebrate',
    docs: 'https://github.com/arb/celebrate#readme',
    marks: false,
    exports: {
      celebrate: validator,
      errors: { is: 'step-factory', step: { role: 'error', handlesErrors: true, why: 'it answers errors only' } },
    },
  }),
  defineLibrary({
    package: 'express-validation',
    docs: 'https://github.com/AndrewKeig/express-validation#readme',
    marks: false,
    exports: { '': validator, validate: validator },
  }),
  defineLibrary({
    package: 'express-joi-validation',
    docs: 'https://github.com/evanshortiss/express-joi-validation#readme',
    marks: false,
    exports: {
      createValidator: {
        is: 'instance-factory',
        members: {
          query: validator,
          body: validator,
          headers: validator,
          params: validator,
          fields: validator,
          response: validator,
        },
      },
    },
  }),
];
