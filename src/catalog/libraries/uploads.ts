import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const parser: StepFactory = {
  is: 'step-factory',
  step: { role: 'body', provides: ['body'], why: 'it parses uploads and continues' },
};

export default [
  defineLibrary({
    package: 'multer',
    docs: 'https://github.com/expressjs/multer#readme',
    marks: false,
    exports: {
      '': {
        is: 'instance-factory',
        members: { single: parser, array: parser, fields: parser, none: parser, any: parser },
      },
    },
  }),
  defineLibrary({
    package: 'express-fileupload',
    docs: 'https://github.com/richardgirges/express-fileupload#readme',
    marks: false,
    exports: { '': parser },
  }),
  defineLibrary({
    package: 'connect-busboy',
    docs: 'https://github.com/mscdex/connect-busboy#readme',
    marks: false,
    exports: { '': { ...parser, step: { role: 'body', why: 'it prepares the reading of uploads and continues' } } },
  }),
  defineLibrary({
    package: 'express-xml-bodyparser',
    docs: 'https://github.com/macedigital/express-xml-bodyparser#readme',
    marks: false,
    exports: { '': parser },
  }),
];
