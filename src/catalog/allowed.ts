import type { StepKnowledge } from './vocabulary.ts';

type Allows = NonNullable<StepKnowledge['allows']>;

/** What browsers are told that they may send, by the names that a CORS library gives the options. */
function allows(headers: readonly string[], methods: readonly string[], usual: readonly string[] | null): Allows {
  return { headers: { options: headers, otherwise: null }, methods: { options: methods, otherwise: usual } };
}

const changing = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'];

/** https://github.com/expressjs/cors#configuration-options */
export const expressAllows = allows(['allowedHeaders', 'headers'], ['methods'], changing);
/** https://github.com/koajs/cors#corsoptions and https://hono.dev/docs/middleware/builtin/cors#options */
export const onionAllows = allows(['allowHeaders'], ['allowMethods'], changing);
/** Up to 10 all methods, since 11 those that need no preflight: https://github.com/fastify/fastify-cors#options */
export const fastifyAllows = allows(['allowedHeaders'], ['methods'], ['GET', 'HEAD', 'POST']);
export const fastifyAllowsBefore11 = allows(['allowedHeaders'], ['methods'], changing);
/** It allows whatever method the route has: https://hapi.dev/api#-routeoptionscors */
export const hapiAllows: Allows = {
  headers: {
    options: ['headers'],
    more: 'additionalHeaders',
    otherwise: ['Accept', 'Authorization', 'Content-Type', 'If-None-Match'],
  },
  methods: { options: [], otherwise: null },
};
