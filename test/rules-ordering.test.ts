import { describe, expect, test } from 'vitest';
import type { ChainLink, LateLink, Model, Outcomes, Role, Route, Step, StepEntry } from '#model';
import { type Rule, runRules } from '#rule';
import authenticationOnLogin from '../rules/authentication-on-login.ts';
import lateAuthentication from '../rules/late-authentication.ts';
import unauthenticatedRoute from '../rules/unauthenticated-route.ts';
import unguardedSibling from '../rules/unguarded-sibling.ts';

const guarding: Outcomes = { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' };
const answering: Outcomes = { none: 'answers', bad: 'answers', good: 'answers', preflight: 'continues' };

function place(start: number) {
  return { file: 'server.ts', start, end: start + 1 };
}

type Line = string | { readonly guard: string; readonly path?: string; readonly step?: Partial<Step> };
type Changes = Readonly<Record<string, Partial<Route>>>;

/** A program in lines: `GET /path`, `GET /path guarded` (by a guard of its own), or a guard for all that follows. */
function program(lines: readonly Line[], changes: Changes = {}): Model {
  const steps: Step[] = [];
  const routes: Route[] = [];
  const entries: StepEntry[] = [];
  const step = (role: Role, name: string, outcome: Outcomes, line: number, more: Partial<Step> = {}): Step => {
    const made: Step = {
      id: steps.length,
      name,
      role,
      at: place(line),
      definedAt: role === 'authenticate' ? place(1000) : null,
      library: null,
      schemes: [],
      requirements: [],
      establishes: role === 'authenticate' ? ['user'] : [],
      reads: [],
      needs: [],
      provides: [],
      rejectsBy: null,
      answersWith: null,
      header: null,
      allows: null,
      handlesErrors: false,
      outcome,
      status: role === 'authenticate' ? 401 : null,
      forgeable: false,
      exemptions: [],
      flaws: [],
      confidence: 'high',
      why: '',
      ...more,
    };
    steps.push(made);
    return made;
  };
  const guards = lines.map((line, index) =>
    typeof line === 'string'
      ? null
      : { line, index, step: step('authenticate', line.guard, guarding, index, line.step) },
  );
  const matches = (guard: { readonly line: Line } | null, path: string) =>
    guard !== null && typeof guard.line !== 'string' && path.startsWith(guard.line.path ?? '/');
  for (const [index, line] of lines.entries()) {
    if (typeof line !== 'string') {
      const made = guards[index]!.step;
      const kind = line.path ? ('prefix' as const) : ('all' as const);
      const pattern = { text: line.path ?? '/', kind, regex: null, defect: null, samples: [], at: place(index) };
      entries.push({
        kind: 'step',
        step: made.id,
        phase: null,
        methods: ['ALL'],
        at: place(index),
        pattern,
        conditions: [],
        order: index,
      });
      continue;
    }
    const [method = '', path = '', own] = line.split(' ');
    const link = (one: Step): ChainLink => ({
      step: one.id,
      covers: 'all',
      conditions: [],
      outcome: one.outcome,
      absent: [],
      bypass: null,
    });
    const before = guards
      .filter((guard) => guard !== null && guard.index < index && matches(guard, path))
      .map((guard) => guard!.step);
    const after = guards
      .filter((guard) => guard !== null && guard.index > index && matches(guard, path))
      .map((guard) => guard!.step);
    if (own) before.push(step('authenticate', 'ownGuard', guarding, index));
    const handler = step('handler', 'handler', answering, index);
    routes.push({
      id: routes.length,
      app: 0,
      method,
      path,
      at: place(index),
      scope: 0,
      order: index,
      mounts: [],
      conditions: [],
      chain: [...before, handler].map(link),
      late: after.map((one): LateLink => ({ step: one.id, outcome: one.outcome, covers: 'all', how: 'below' })),
      preflight: { answer: 'automatic', by: null, corsBehind: null },
      access: before.length > 0 ? 'authenticated' : 'anonymous',
      guard: before[0]?.id ?? null,
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
      samples: [path],
      ...changes[`${method} ${path}`],
    });
  }
  return {
    apps: [{ id: 0, framework: 'express', version: null, at: place(999), scope: 0, detached: false }],
    scopes: [{ id: 0, kind: 'app', name: 'app', at: place(999), ordering: 'sequential', entries }],
    routes,
    steps,
    schemes: [],
    schemeUses: [],
    tokens: [],
    secrets: [],
    disclosures: [],
    weaknesses: [],
    storages: [],
    documentedSchemes: null,
    gaps: [],
  };
}

function findings(rule: Rule, model: Model): string[] {
  return runRules(model, [rule], { preset: 'audit' }).map((finding) => `${finding.confidence}: ${finding.message}`);
}

describe('late-authentication', () => {
  test('is certain when the guard protects nothing at all', () => {
    expect(findings(lateAuthentication, program(['GET /orders', { guard: 'g' }]))).toEqual([
      'high: GET /orders answers before g has run, so anonymous callers are served.',
    ]);
  });

  test('tells one story of a guard that misses many routes, and names a few', () => {
    const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `GET /${name}`);
    const [finding, ...more] = runRules(program([...lines, { guard: 'g' }]), [lateAuthentication], { preset: 'audit' });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ at: place(7), confidence: 'high' });
    expect(finding!.message).toContain(
      '7 routes, which serve anonymous callers: GET /a, GET /b, GET /c, GET /d, GET /e and 2 more',
    );
    expect(finding!.also).toHaveLength(5);
  });

  test('doubts where public routes stand above the guard on purpose', () => {
    const model = program(['POST /login', 'GET /catalog', { guard: 'g' }, 'GET /orders'], {
      'POST /login': { purpose: 'login' },
    });
    expect(findings(lateAuthentication, model)).toEqual([expect.stringMatching(/^medium: GET \/catalog/)]);
  });

  test('does not doubt for a route that changes something, nor for a guard on its very path', () => {
    const login: Changes = { 'POST /login': { purpose: 'login' } };
    const changing = program(['POST /login', 'DELETE /orders', { guard: 'g' }, 'GET /orders'], login);
    expect(findings(lateAuthentication, changing)).toEqual([expect.stringMatching(/^high: DELETE \/orders/)]);
    const named = program(['POST /login', 'GET /orders', { guard: 'g', path: '/orders' }, 'GET /orders/:id'], login);
    expect(findings(lateAuthentication, named)).toEqual([expect.stringMatching(/^high: GET \/orders/)]);
  });

  test('doubts where all above reads and all below changes', () => {
    const model = program([
      'GET /articles',
      'GET /articles/:id',
      { guard: 'g' },
      'POST /articles',
      'DELETE /articles/:id',
    ]);
    expect(findings(lateAuthentication, model)).toEqual([
      expect.stringMatching(/^medium: g runs too late for 2 routes/),
    ]);
  });

  test('is silent on routes with a guard of their own, and hardly sure across a gap', () => {
    expect(findings(lateAuthentication, program(['GET /orders own', { guard: 'g' }]))).toEqual([]);
    const gap = { reason: 'unknown step', at: place(0) };
    const model = program(['GET /orders', { guard: 'g' }], { 'GET /orders': { gaps: [gap] } });
    expect(findings(lateAuthentication, model)).toEqual([expect.stringMatching(/^low: /)]);
  });
});

describe('unguarded-sibling and unauthenticated-route', () => {
  const orders = [
    'GET /orders own',
    'POST /orders own',
    'PUT /orders/:id own',
    'PATCH /orders/:id own',
    'DELETE /orders/:id',
  ];

  test('the sibling is reported once, by the rule that knows more', () => {
    const model = program(orders);
    expect(findings(unguardedSibling, model)).toEqual([
      expect.stringMatching(/^high: DELETE \/orders\/:id .* 3 of 4 routes below \/orders/),
    ]);
    expect(findings(unauthenticatedRoute, model)).toEqual([]);
  });

  test('a late guard is the better story', () => {
    expect(findings(unguardedSibling, program([...orders, { guard: 'g' }]))).toEqual([]);
  });

  test('open reading routes beside guarded changing ones are a design', () => {
    const model = program([
      'GET /news',
      'GET /news/:id',
      'POST /news own',
      'PUT /news/:id own',
      'DELETE /news/:id own',
    ]);
    expect(findings(unguardedSibling, model)).toEqual([]);
    expect(findings(unauthenticatedRoute, model)).toEqual([
      expect.stringMatching(/^medium: GET \/news /),
      expect.stringMatching(/^medium: GET \/news\/:id /),
    ]);
  });

  test('an app that asks nobody gets one line', () => {
    expect(findings(unauthenticatedRoute, program(['GET /a', 'POST /b', 'DELETE /c']))).toEqual([
      'high: Nothing in this app asks for a credential: all of its 3 routes are open.',
    ]);
  });

  test('purpose and declaration excuse', () => {
    const lines = ['POST /a own', 'POST /b own', 'POST /c own', 'POST /d', 'POST /e'];
    const model = program(lines, { 'POST /d': { purpose: 'webhook' }, 'POST /e': { declaredPublic: true } });
    expect(findings(unauthenticatedRoute, model)).toEqual([]);
  });
});

describe('authentication-on-login', () => {
  const login: Changes = { 'POST /login': { purpose: 'login' } };

  test('a guard for the whole app', () => {
    expect(findings(authenticationOnLogin, program([{ guard: 'g' }, 'POST /login', 'GET /orders'], login))).toEqual([
      'high: POST /login is behind g: whoever has no credentials yet is answered 401 and can never obtain any.',
    ]);
  });

  test("a login's own check is no lock", () => {
    const own = { definedAt: place(77) };
    const model = program(
      [{ guard: 'password', path: '/login', step: own }, 'POST /login', { guard: 'g' }, 'GET /orders'],
      login,
    );
    expect(findings(authenticationOnLogin, model)).toEqual([]);
  });

  test('an administrator who creates accounts is none either', () => {
    const model = program([{ guard: 'g', step: { requirements: ['role:admin'] } }, 'POST /users', 'GET /orders'], {
      'POST /users': { purpose: 'registration' },
    });
    expect(findings(authenticationOnLogin, model)).toEqual([]);
  });
});
