import { answers } from '../common.ts';
import { defineLibrary, type Meaning, type StepFactory } from '../vocabulary.ts';

const files: StepFactory = {
  is: 'step-factory',
  step: { role: 'static', why: 'it answers for files that exist and continues for everything else' },
};
const page: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'handler',
    purpose: 'docs',
    outcome: answers,
    why: 'it answers every request with a page of documentation',
  },
};
/** `SwaggerModule.setup` makes a route of it. */
const documentation: StepFactory = { is: 'step-factory', step: { ...page.step, name: 'documentation' } };
/** Below a prefix of its own unless there is none: https://github.com/scttcper/koa2-swagger-ui#config */
const prefixed: StepFactory = {
  is: 'step-factory',
  step: {
    role: 'static',
    why: 'it answers below its prefix with a page of documentation, and continues for everything else',
    variants: [{ when: { option: 'routePrefix', is: false }, becomes: page.step }],
  },
};
const assets: Meaning = { is: 'step', step: files.step };

/** Files and pages of documentation. */
export default [
  defineLibrary({
    package: 'serve-static',
    docs: 'https://github.com/expressjs/serve-static#readme',
    exports: { '': files },
  }),
  defineLibrary({
    package: 'serve-favicon',
    docs: 'https://github.com/expressjs/serve-favicon#readme',
    marks: false,
    exports: { '': files },
  }),
  defineLibrary({
    package: 'serve-index',
    docs: 'https://github.com/expressjs/serve-index#readme',
    exports: { '': { ...files, step: { ...files.step, outcome: { preflight: 'answers' } } } },
  }),
  defineLibrary({
    package: 'koa2-swagger-ui',
    docs: 'https://github.com/scttcper/koa2-swagger-ui#readme',
    exports: { koaSwagger: prefixed },
  }),
  defineLibrary({
    package: '@nestjs/swagger',
    docs: 'https://docs.nestjs.com/openapi/introduction',
    marks: false,
    exports: { documentation },
  }),
  defineLibrary({
    package: 'swagger-ui-express',
    docs: 'https://github.com/scottie1984/swagger-ui-express#readme',
    exports: { serve: assets, serveFiles: files, serveWithOptions: files, setup: page },
  }),
  defineLibrary({
    package: 'redoc-express',
    docs: 'https://github.com/AungMyoKyaw/redoc-express#readme',
    exports: { '': page },
  }),
  defineLibrary({
    package: '@scalar/express-api-reference',
    docs: 'https://github.com/scalar/scalar/tree/main/integrations/express#readme',
    exports: { apiReference: page },
  }),
  defineLibrary({
    package: 'graphql-playground-middleware-express',
    docs: 'https://github.com/graphql/graphql-playground#readme',
    exports: { '': page },
  }),
];
