import type { App, ChainLink, Model, Outcomes, Role, Route, Step } from '#model';
import type { FindingsInput } from '#report';
import type { Finding } from '#rule';
import type { Place } from '#text';

/** A little server, and its model as the linker would give it, for tests of what stands behind the linker. */
export const SOURCES: Readonly<Record<string, string>> = {
  'src/server.ts': `import express from 'express';
import cors from 'cors';
import { orders } from './orders.ts';

const app = express();
app.use(helmet());
app.use('/orders', orders);
app.use(requireAuth);
app.use(cors());
app.get('/me', (req, res) => res.json(req.user));
`,
  'src/orders.ts': `export const orders = Router();
orders.get('/:id', async (req, res) => {
  res.json(await find(req.params.id));
});
`,
};

export function place(file: string, needle: string, text = SOURCES[file]!): Place {
  const start = text.indexOf(needle);
  if (start < 0) throw new Error(`${file} does not contain ${needle}`);
  return { file, start, end: start + needle.length };
}

const OPEN: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };
const GUARD: Outcomes = { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' };
const HANDLER: Outcomes = { none: 'answers', bad: 'answers', good: 'answers', preflight: 'unknown' };

export function step(id: number, name: string, role: Role, at: Place, more: Partial<Step> = {}): Step {
  return {
    id,
    name,
    role,
    at,
    definedAt: null,
    library: null,
    schemes: [],
    requirements: [],
    establishes: [],
    reads: [],
    needs: [],
    provides: [],
    rejectsBy: null,
    answersWith: null,
    header: null,
    allows: null,
    handlesErrors: false,
    outcome: OPEN,
    status: null,
    forgeable: false,
    exemptions: [],
    flaws: [],
    confidence: 'high',
    why: '',
    ...more,
  };
}

export function link(step: Step): ChainLink {
  return { step: step.id, covers: 'all', conditions: [], outcome: step.outcome, absent: [], bypass: null };
}

export function route(id: number, method: string, path: string, at: Place, more: Partial<Route> = {}): Route {
  return {
    id,
    app: 0,
    method,
    path,
    at,
    scope: 0,
    order: id,
    mounts: [],
    conditions: [],
    chain: [],
    late: [],
    preflight: { answer: 'unknown', by: null, corsBehind: null },
    access: 'anonymous',
    guard: null,
    forgeable: false,
    why: '',
    schemes: [],
    requirements: [],
    purpose: null,
    declaredPublic: false,
    shadowedBy: null,
    gaps: [],
    marks: [],
    documented: [],
    samples: [],
    ...more,
  };
}

const server = 'src/server.ts';
const helmet = step(0, 'helmet', 'headers', place(server, 'helmet()'), {
  library: { package: 'helmet', export: '', version: '8.0.0' },
  why: 'helmet sets response headers',
});
const requireAuth = step(1, 'requireAuth', 'authenticate', place(server, 'requireAuth'), {
  outcome: GUARD,
  status: 401,
  schemes: ['jwt'],
  why: 'without a token it answers 401, a bad one fails jsonwebtoken.verify',
});
const cors = step(2, 'cors', 'cors', place(server, 'cors()'), {
  outcome: { ...OPEN, preflight: 'answers' },
  why: 'cors answers preflights',
});
const find = step(3, 'handler', 'handler', place('src/orders.ts', 'async (req, res)'), { outcome: HANDLER });
const me = step(4, 'handler', 'handler', place(server, '(req, res) => res.json(req.user)'), { outcome: HANDLER });

const app: App = {
  id: 0,
  framework: 'express',
  version: '5.1.0',
  at: place(server, 'express()'),
  scope: 0,
  detached: false,
};

export const MODEL: Model = {
  apps: [app],
  scopes: [{ id: 0, kind: 'app', name: 'app', at: app.at, ordering: 'sequential', entries: [] }],
  steps: [helmet, requireAuth, cors, find, me],
  routes: [
    route(0, 'GET', '/orders/:id', place('src/orders.ts', `orders.get('/:id'`), {
      chain: [link(helmet), link(find)],
      late: [{ step: 1, outcome: GUARD, covers: 'all', how: 'below' }],
      mounts: [place(server, `app.use('/orders', orders)`)],
      why: 'no step rejects an anonymous request',
    }),
    route(1, 'GET', '/me', place(server, `app.get('/me'`), {
      chain: [link(helmet), link(requireAuth), link(cors), link(me)],
      access: 'authenticated',
      guard: 1,
      schemes: ['jwt'],
      why: 'requireAuth answers 401 without credentials',
      preflight: { answer: 'rejected', by: 1, corsBehind: 2 },
    }),
  ],
  schemes: [],
  schemeUses: [],
  tokens: [],
  secrets: [],
  disclosures: [],
  weaknesses: [],
  storages: [],
  documentedSchemes: null,
  gaps: [{ reason: `the plugin './dynamic' could not be resolved`, at: place(server, 'app.use(helmet())') }],
};

export const FINDINGS: readonly Finding[] = [
  {
    rule: 'late-authentication',
    severity: 'error',
    confidence: 'high',
    message: 'GET /orders/:id answers before requireAuth has run, so anonymous callers are served.',
    remedy: 'Install the authenticating step above the routes it protects.',
    at: place(server, `app.use('/orders', orders)`),
    also: [
      { message: 'requireAuth is installed here, too late', at: place(server, 'app.use(requireAuth)') },
      { message: 'the route', at: place('src/orders.ts', `orders.get('/:id'`) },
    ],
    fix: null,
    routes: [0],
    key: 'requireAuth',
    identity: ['late-authentication\tsrc/server.ts\tGET /orders/:id\trequireAuth'],
    fingerprint: '0123456789abcdef',
  },
  {
    rule: 'cors-after-authentication',
    severity: 'warning',
    confidence: 'medium',
    message: 'A preflight is answered 401 by requireAuth before cors is asked.',
    remedy: 'Install cors above requireAuth.',
    at: place(server, 'cors()'),
    also: [],
    fix: null,
    routes: [],
    key: 'requireAuth cors',
    identity: ['cors-after-authentication\tsrc/server.ts\tmodule\trequireAuth cors'],
    fingerprint: 'fedcba9876543210',
  },
];

const SUPPRESSED: Finding = {
  rule: 'unauthenticated-route',
  severity: 'warning',
  confidence: 'high',
  message: 'GET /orders/:id is open to anonymous callers.',
  remedy: 'Put a guard in front of it.',
  at: place('src/orders.ts', `orders.get('/:id'`),
  also: [],
  fix: null,
  routes: [0],
  key: '',
  identity: ['unauthenticated-route\tsrc/server.ts\tGET /orders/:id'],
  fingerprint: '00112233445566aa',
};

export const INPUT: FindingsInput = {
  model: MODEL,
  findings: FINDINGS,
  suppressed: [{ finding: SUPPRESSED, by: 'comment', reason: 'the price list is public' }],
  notes: [{ file: 'src/pipe.ts', reason: 'a pipe' }],
  problems: [{ file: 'src/broken.ts', reason: 'Unexpected token', line: 3 }],
  summary: {
    files: 4,
    analysed: 3,
    apps: 1,
    routes: 2,
    access: { authenticated: 1, optional: 0, anonymous: 1, unknown: 0 },
  },
  textOf: (file) => SOURCES[file] ?? null,
  appOf: () => '',
};
