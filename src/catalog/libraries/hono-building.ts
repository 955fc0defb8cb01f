import { defineLibrary, type InstanceFactory, type Library } from '../vocabulary.ts';

const factory: InstanceFactory = {
  is: 'instance-factory',
  members: { createMiddleware: { is: 'wrapper', argument: 0 }, createHandlers: { is: 'wrapper', argument: 'all' } },
};

function library(name: string, docs: string, exports: Library['exports'], marks = false): Library {
  return defineLibrary({ package: name, docs: `https://hono.dev/docs/${docs}`, marks, exports });
}

/** What apps and steps of Hono are built with. */
export default [
  library(
    'hono/factory',
    'helpers/factory',
    { createMiddleware: { is: 'wrapper', argument: 0 }, createFactory: factory, Factory: factory },
    true,
  ),
  library('hono/combine', 'middleware/builtin/combine', {
    some: { is: 'combination', how: 'some' },
    every: { is: 'combination', how: 'every' },
    except: { is: 'combination', how: 'except' },
  }),
  library('hono/http-exception', 'api/exception', { HTTPException: { is: 'answer', status: 500, statusArgument: 0 } }),
  library('hono/cookie', 'helpers/cookie', {
    getCookie: { is: 'reading', kind: 'cookie', name: 1, signed: false, delivers: 'value' },
    getSignedCookie: {
      is: 'reading',
      kind: 'cookie',
      name: 2,
      signed: true,
      refused: false,
      delivers: 'promise',
      secrets: [{ at: { argument: 1 }, protects: 'the signature of cookies' }],
    },
  }),
  // It compares digests, so that lengths may differ.
  library('hono/utils/buffer', 'guides/helpers', { timingSafeEqual: { is: 'comparison', delivers: 'promise' } }),
  library('@hono/node-server', 'getting-started/nodejs', { serve: { is: 'configuration' } }),
];
