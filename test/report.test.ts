import { describe, expect, test } from 'vitest';
import { explainRoute, explainRule, findingsJson, matchRoutes, pretty, routesJson, routesTable } from '#report';
import { INPUT, MODEL, place, route } from './support/samples.ts';

const PLAIN = { color: false, width: null };

describe('layout', () => {
  test('pretty', () => {
    expect(pretty(INPUT, PLAIN)).toMatchInlineSnapshot(`
      "src/server.ts

        ✖ error late-authentication src/server.ts:7:1
        GET /orders/:id answers before requireAuth has run, so anonymous callers are served.

         6 │ app.use(helmet());
        ▶7 │ app.use('/orders', orders);
           · ^^^^^^^^^^^^^^^^^^^^^^^^^^
         8 │ app.use(requireAuth);
           · ──────────────────── requireAuth is installed here, too late
         9 │ app.use(cors());

        src/orders.ts:2
         1 │ export const orders = Router();
         2 │ orders.get('/:id', async (req, res) => {
           · ───────────────── the route
         3 │   res.json(await find(req.params.id));

        fix: Install the authenticating step above the routes it protects.

        ▲ warning cors-after-authentication (medium confidence) src/server.ts:9:9
        A preflight is answered 401 by requireAuth before cors is asked.

          8 │ app.use(requireAuth);
        ▶ 9 │ app.use(cors());
            ·         ^^^^^^
         10 │ app.get('/me', (req, res) => res.json(req.user));

        fix: Install cors above requireAuth.

      not analysed, or only in part:
        src/broken.ts:3: Unexpected token
        src/pipe.ts: a pipe

      1 error, 1 warning (1 suppressed)
      2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap
      "
    `);
  });

  test('routes', () => {
    expect(routesTable(INPUT, MODEL.routes, PLAIN)).toMatchInlineSnapshot(`
      "express 5.1.0 · src/server.ts:5

       METHOD  PATH         ACCESS           SCHEME  CHAIN                                  WHERE
       GET     /orders/:id  ○ anonymous              helmet > handler                       src/orders.ts:2
       GET     /me          ✔ authenticated  jwt     helmet > requireAuth > cors > handler  src/server.ts:10

      1 gap: what could not be resolved
        src/server.ts:6  the plugin './dynamic' could not be resolved

      not analysed, or only in part:
        src/broken.ts:3: Unexpected token
        src/pipe.ts: a pipe

      2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap
      "
    `);
  });

  test('routes in 80 columns', () => {
    const table = routesTable(INPUT, MODEL.routes, { color: false, width: 80 });
    expect(table).toMatchInlineSnapshot(`
      "express 5.1.0 · src/server.ts:5

       METHOD  PATH         ACCESS           SCHEME  WHERE
       GET     /orders/:id  ○ anonymous              src/orders.ts:2
               helmet > handler
       GET     /me          ✔ authenticated  jwt     src/server.ts:10
               helmet > requireAuth > cors > handler

      1 gap: what could not be resolved
        src/server.ts:6  the plugin './dynamic' could not be resolved

      not analysed, or only in part:
        src/broken.ts:3: Unexpected token
        src/pipe.ts: a pipe

      2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap
      "
    `);
  });

  test('explain a route', () => {
    expect(explainRoute(INPUT, MODEL.routes[1]!, PLAIN)).toMatchInlineSnapshot(`
      "GET /me  ✔ authenticated
      src/server.ts:10 · express 5.1.0
      requireAuth answers 401 without credentials.
        scheme jwt

      Pipeline
        1. helmet
           headers · src/server.ts:6 · helmet@8.0.0
           helmet sets response headers.
        2. requireAuth  ← decides
           authenticate · src/server.ts:8
           without a token it answers 401, a bad one fails jsonwebtoken.verify.
        3. cors
           cors · src/server.ts:9
           cors answers preflights.
        4. handler
           handler · src/server.ts:10

      What a request meets
        without credentials  rejected with 401 by requireAuth (src/server.ts:8)
        with a bad token     rejected with 401 by requireAuth (src/server.ts:8)
        with a good token    answered by handler (src/server.ts:10)
        a preflight          rejected with 401 by requireAuth (src/server.ts:8); cors comes too late
      "
    `);
  });

  test('explain a rule', () => {
    const page =
      '# late-cors\n\nA **late** CORS\nstep.\n\n<!-- end -->\n\n## Bad\n\n```ts\napp.get();\n```\n\n- see `cors`\n';
    expect(explainRule(page, PLAIN)).toMatchInlineSnapshot(`
      "late-cors

      A late CORS step.

      Bad

          app.get();

      • see \`cors\`
      "
    `);
  });

  test('nothing found', () => {
    const clean = pretty({ ...INPUT, findings: [], notes: [], problems: [], suppressed: [] }, PLAIN);
    expect(clean).toMatch(
      /^no findings\n2 routes in 1 app: 1 authenticated, 1 anonymous · 3 of 4 files analysed · 1 gap\n$/,
    );
  });

  test('quiet and limited', () => {
    expect(pretty(INPUT, { ...PLAIN, quiet: true })).not.toContain('cors-after-authentication');
    expect(pretty(INPUT, { ...PLAIN, maxFindings: 1 })).toContain('… and 1 more finding (--max-findings)');
  });
});

test('the table says which routes another one answers for', () => {
  const [first, ...others] = MODEL.routes;
  const shadowed = { ...first!, access: 'authenticated', shadowedBy: others[0]!.id } as const;
  const rows = routesTable({ ...INPUT, model: { ...MODEL, routes: [shadowed, ...others] } }, [shadowed], PLAIN);
  expect(rows).toContain('authenticated (shadowed)');
});

describe('JSON', () => {
  test('findings as the contract says', () => {
    const json = JSON.parse(findingsJson(INPUT, { version: '1.2.3' }));
    expect(Object.keys(json).slice(0, 5)).toEqual(['version', 'tool', 'findings', 'gaps', 'summary']);
    expect(json.tool).toEqual({ name: 'authlint', version: '1.2.3' });
    expect(json.findings[0]).toMatchObject({
      rule: 'late-authentication',
      severity: 'error',
      confidence: 'high',
      file: 'src/server.ts',
      line: 7,
      column: 1,
      endLine: 7,
      endColumn: 27,
      also: [
        { message: 'requireAuth is installed here, too late', file: 'src/server.ts', line: 8, column: 1 },
        { message: 'the route', file: 'src/orders.ts', line: 2, column: 1 },
      ],
      fix: null,
      fingerprint: '0123456789abcdef',
    });
    expect(json.gaps).toEqual([
      { reason: `the plugin './dynamic' could not be resolved`, file: 'src/server.ts', line: 6, column: 1 },
    ]);
    expect(json.summary).toMatchObject({
      files: 4,
      analysed: 3,
      apps: 1,
      routes: 2,
      access: { authenticated: 1, anonymous: 1 },
    });
    expect(json.notes.map((note: { file: string }) => note.file)).toEqual(['src/pipe.ts', 'src/broken.ts']);
  });

  test('routes as the contract says', () => {
    const json = JSON.parse(routesJson(INPUT, MODEL.routes));
    expect(json.apps).toMatchObject([
      { id: 0, framework: 'express', version: '5.1.0', file: 'src/server.ts', line: 5 },
    ]);
    expect(json.routes[1]).toMatchObject({
      app: 0,
      framework: 'express',
      method: 'GET',
      path: '/me',
      file: 'src/server.ts',
      line: 10,
      column: 1,
      access: 'authenticated',
      schemes: ['jwt'],
      requirements: [],
      chain: [
        { name: 'helmet', role: 'headers', file: 'src/server.ts', line: 6 },
        { name: 'requireAuth', role: 'authenticate', line: 8 },
        { name: 'cors', role: 'cors', line: 9 },
        { name: 'handler', role: 'handler', line: 10 },
      ],
      gaps: [],
    });
  });
});

describe('a concrete path finds its route', () => {
  const at = place('src/server.ts', 'app');
  const routes = [
    route(0, 'GET', '/users/:id', at),
    route(1, 'ALL', '/files/*splat', at),
    route(2, 'POST', '/Users', at),
    route(3, 'GET', '/users/me', at),
  ];
  const model = { ...MODEL, routes };
  test.each([
    ['GET', '/users/42', [0]],
    ['GET', '/users/:id', [0]],
    ['GET', '/users/me', [3]],
    [null, '/users/7?x=1', [0]],
    ['DELETE', '/files/a/b/c', [1]],
    ['POST', '/users/', [2]],
    ['GET', '/nothing', []],
  ])('%s %s', (method, path, ids) => {
    expect(matchRoutes(model, method, path).map((match) => match.route.id)).toEqual(ids);
  });
});
