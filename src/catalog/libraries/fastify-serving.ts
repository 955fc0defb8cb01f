import { serving } from '../serving.ts';

const reads: readonly string[] = ['GET'];

const explorer = { options: ['routePrefix'], otherwise: '/documentation' };
const page = 'it shows the documentation of the server to whoever asks';

export default [
  serving('@fastify/static', { role: 'static', why: 'it serves the files of a folder' }, [
    {
      methods: reads,
      below: { options: ['prefix'], otherwise: '' },
      paths: ['/*'],
      unless: { option: 'serve', is: false },
    },
  ]),
  serving(
    '@fastify/swagger-ui',
    { role: 'handler', purpose: 'docs', why: page },
    [
      { methods: reads, below: explorer, paths: ['', '/json', '/yaml'], hooks: 'uiHooks' },
      // Hooks hold for the pages: https://github.com/fastify/fastify-swagger-ui/blob/main/lib/routes.js
      { methods: reads, below: explorer, paths: ['/static/*'], isFiles: true },
    ],
    ['swaggerCSP'],
  ),
  serving('@scalar/fastify-api-reference', { role: 'handler', purpose: 'docs', why: page }, [
    {
      methods: reads,
      below: { options: ['routePrefix'], otherwise: '/reference' },
      paths: ['', '/*'],
      hooks: 'hooks',
    },
  ]),
  serving(
    '@fastify/under-pressure',
    { role: 'handler', purpose: 'health', why: 'it tells whether the server is under pressure' },
    [
      {
        methods: reads,
        below: { options: ['exposeStatusRoute.url', 'exposeStatusRoute'], otherwise: '/status' },
        paths: [''],
        when: {
          all: [{ option: 'exposeStatusRoute', kind: 'present' }, { not: { option: 'exposeStatusRoute', is: false } }],
        },
        hooks: 'exposeStatusRoute.routeOpts',
      },
    ],
    ['memoryUsage', 'isUnderPressure', 'pressureType'],
    ['under-pressure'],
  ),
  serving(
    'fastify-metrics',
    { role: 'handler', purpose: 'metrics', why: 'it tells the metrics of the server to whoever asks' },
    [
      {
        methods: reads,
        below: { options: ['endpoint.url', 'endpoint'], otherwise: '/metrics' },
        paths: [''],
        unless: { option: 'endpoint', is: null },
        hooks: 'endpoint',
      },
    ],
    ['metrics'],
  ),
  serving('fastify-healthcheck', { role: 'handler', purpose: 'health', why: 'it tells that the server runs' }, [
    {
      methods: reads,
      below: { options: ['healthcheckUrl'], otherwise: '/health' },
      paths: [''],
      unless: { option: 'healthcheckUrlDisable', is: true },
    },
  ]),
  serving('@fastify/http-proxy', { role: 'handler', why: 'it hands the request on to another server' }, [
    { methods: ['ALL'], below: { options: ['prefix'], otherwise: '' }, paths: ['', '/*'], hooks: '' },
  ]),
];
