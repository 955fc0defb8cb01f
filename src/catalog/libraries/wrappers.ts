import { defineLibrary, type Wrapper } from '../vocabulary.ts';

const wrapper: Wrapper = { is: 'wrapper', argument: 0 };

/** They hand the rejection of an async step to the error handlers, or give an app the other way to ask it: WebSockets. */
export default [
  defineLibrary({
    package: 'express-async-handler',
    docs: 'https://github.com/Abazhenov/express-async-handler#readme',
    marks: false,
    exports: { '': wrapper },
  }),
  defineLibrary({
    package: 'express-async-wrap',
    docs: 'https://www.npmjs.com/package/express-async-wrap',
    marks: false,
    exports: { '': wrapper },
  }),
  defineLibrary({
    package: 'async-middleware',
    docs: 'https://github.com/blakeembrey/async-middleware#readme',
    marks: false,
    exports: { wrap: wrapper },
  }),
  defineLibrary({
    // Importing it is all there is to it; that the import is known keeps it from being a gap.
    package: 'express-async-errors',
    docs: 'https://github.com/davidbanham/express-async-errors#readme',
    exports: { '': { is: 'configuration' } },
  }),
  defineLibrary({
    package: 'express-ws',
    docs: 'https://github.com/HenningM/express-ws#readme',
    exports: { '': { is: 'wrapper', argument: 0, under: 'app' } },
  }),
  defineLibrary({
    package: 'koa-websocket',
    docs: 'https://github.com/kudos/koa-websocket#readme',
    exports: { '': wrapper },
  }),
];
