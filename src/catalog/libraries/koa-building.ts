import { guards } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

/** What steps of Koa are put together with, and its guard for fixed credentials. */
export default [
  defineLibrary({
    package: 'koa-compose',
    docs: 'https://github.com/koajs/compose#readme',
    exports: { '': { is: 'combination', how: 'compose' } },
  }),
  defineLibrary({
    package: 'koa-mount',
    docs: 'https://github.com/koajs/mount#readme',
    exports: { '': { is: 'configuration' } },
  }),
  defineLibrary({
    package: 'koa-route',
    docs: 'https://github.com/koajs/route#readme',
    exports: Object.fromEntries(
      ['get', 'head', 'post', 'put', 'patch', 'delete', 'del', 'options', 'all'].map((name) => [
        name,
        { is: 'configuration' as const },
      ]),
    ),
  }),
  defineLibrary({
    package: 'koa-convert',
    docs: 'https://github.com/koajs/convert#readme',
    marks: false,
    exports: { '': { is: 'wrapper', argument: 0 } },
  }),
  defineLibrary({
    package: 'koa-basic-auth',
    docs: 'https://github.com/koajs/basic-auth#readme',
    exports: {
      '': {
        is: 'step-factory',
        uninvoked: 'every request is answered 404',
        secrets: [{ at: { option: 'pass' }, protects: 'the basic login', emptyAccepted: true }],
        step: {
          role: 'authenticate',
          outcome: guards,
          status: 401,
          scheme: { kind: 'basic', name: 'basic' },
          why: 'koa-basic-auth rejects whoever does not bring the user and password that it was given',
        },
      },
    },
  }),
];
