import { describe, expect, test } from 'vitest';
import type {
  Condition,
  Disclosure,
  Flaw,
  Model,
  Outcomes,
  Route,
  Scheme,
  SchemeUse,
  SecretUse,
  Step,
  TokenSetting,
  TokenUse,
} from '#model';
import { nearestName } from '#model';
import { type Rule, runRules } from '#rule';
import type { Place } from '#text';
import duplicateScheme from '../rules/duplicate-scheme.ts';
import errorDetails from '../rules/error-details.ts';
import hardcodedSecret from '../rules/hardcoded-secret.ts';
import ignoredExpiration from '../rules/ignored-expiration.ts';
import piiLogging from '../rules/pii-logging.ts';
import statefulTokenScheme from '../rules/stateful-token-scheme.ts';
import uninvokedGuard from '../rules/uninvoked-guard.ts';
import unknownScheme from '../rules/unknown-scheme.ts';
import unsetDefaultScheme from '../rules/unset-default-scheme.ts';
import unsignedToken from '../rules/unsigned-token.ts';
import unverifiedToken from '../rules/unverified-token.ts';

const empty: Model = {
  apps: [],
  routes: [],
  steps: [],
  scopes: [],
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

function place(start: number, end = start + 1, file = 'server.ts'): Place {
  return { file, start, end };
}

function condition(kind: Condition['kind'], holds = true, start = 900): Condition {
  return { kind, text: '', at: place(start), holds };
}

function told(rule: Rule, model: Partial<Model>): string[] {
  return runRules({ ...empty, ...model }, [rule], { preset: 'audit' }).map(
    ({ severity, confidence, at, message, also }) =>
      `${severity} ${confidence} ${at.start}${also.map((one) => ` +${one.at.start}`).join('')}: ${message}`,
  );
}

// -------------------------------------------------------------------------------------------------------------- schemes

function scheme(name: string | null, changes: Partial<Scheme> = {}): Scheme {
  const order = changes.order ?? 0;
  return {
    name,
    kind: 'jwt',
    header: null,
    registry: 0,
    library: null,
    at: place(order),
    order,
    conditions: [],
    ...changes,
  };
}

function use(names: readonly (string | null)[], changes: Partial<SchemeUse> = {}): SchemeUse {
  return {
    names,
    registry: 0,
    at: place(100),
    nameAt: names.map((_, index) => place(110 + index)),
    step: null,
    session: 'off',
    consequence: 'every request is answered 500',
    registryComplete: true,
    ...changes,
  };
}

describe('the nearest name', () => {
  test.each([
    ['JWT', ['local', 'jwt'], 'jwt'],
    ['bearer', ['oauth-bearer', 'local'], 'oauth-bearer'],
    ['googel', ['google', 'facebook'], 'google'],
    ['jwt', ['local'], null],
    ['a', ['bearer'], null],
    ['jwt', [], null],
  ])('%s among %j is %s', (name, candidates, nearest) => {
    expect(nearestName(name, candidates)).toBe(nearest);
  });
});

describe('unknown-scheme', () => {
  test('stands at the name, suggests the nearest and shows it', () => {
    expect(told(unknownScheme, { schemes: [scheme('jwt', { order: 3 })], schemeUses: [use(['jwt', 'jtw'])] })).toEqual([
      'error high 111 +3: No scheme is registered as "jtw", but one as "jwt": every request is answered 500.',
    ]);
  });

  test('names what there is when nothing is near, and says when there is nothing at all', () => {
    const schemes = [scheme('local'), scheme('jwt')];
    expect(told(unknownScheme, { schemes, schemeUses: [use(['google'])] })[0]).toContain('only "jwt" and "local"');
    expect(told(unknownScheme, { schemes, schemeUses: [use(['jwt'], { registry: 1 })] })[0]).toContain('none at all');
  });

  test('is a guess where a registration could not be read, and silent about names that could not', () => {
    expect(told(unknownScheme, { schemeUses: [use(['jwt'], { registryComplete: false })] })[0]).toContain('error low');
    expect(told(unknownScheme, { schemeUses: [use([null])] })).toEqual([]);
  });
});

describe('unset-default-scheme', () => {
  test('tells an absent name from an unreadable one', () => {
    expect(told(unsetDefaultScheme, { schemeUses: [use([]), use([null]), use(['jwt'])] })).toHaveLength(1);
  });
});

describe('duplicate-scheme', () => {
  const twice = (a: Partial<Scheme>, b: Partial<Scheme>) =>
    told(duplicateScheme, { schemes: [scheme('jwt', { order: 9, ...b }), scheme('jwt', { order: 1, ...a })] });

  test('stands at the later one', () => {
    expect(twice({}, {})).toEqual([
      'error high 9 +1: The name "jwt" is taken already: this scheme silently replaces the earlier one everywhere.',
    ]);
  });

  test('knows other registries, branches, stages and the same line run twice', () => {
    expect(twice({ registry: 1 }, {})).toEqual([]);
    const [yes, no] = [condition('environment'), condition('environment', false)];
    expect(twice({ conditions: [yes] }, { conditions: [no] })).toEqual([]);
    expect(twice({}, { conditions: [condition('development')] })).toEqual([]);
    expect(twice({ at: place(5) }, { at: place(5) })).toEqual([]);
    expect(twice({}, { conditions: [yes] })[0]).toContain('error medium');
  });
});

describe('stateful-token-scheme', () => {
  const kept = (names: readonly (string | null)[], schemes: readonly Scheme[]) =>
    told(statefulTokenScheme, { schemes, schemeUses: [use(names, { session: 'kept' })] });

  test('wants every scheme of the use to be one of tokens', () => {
    const all = [
      scheme('jwt', { order: 1 }),
      scheme('key', { kind: 'api-key', order: 2 }),
      scheme('local', { kind: 'password' }),
      scheme('anonymous', { kind: 'anonymous' }),
    ];
    expect(kept(['jwt', 'key'], all)).toEqual([
      'error high 100 +1 +2: The principal of "jwt" and "key" is to be kept in a session, and there is none: a good token is answered 500.',
    ]);
    expect(kept(['jwt', 'anonymous'], all)).toHaveLength(1);
    expect(kept(['jwt', 'local'], all)).toEqual([]);
    expect(kept(['jwt', null], all)).toEqual([]);
    expect(kept(['jwt', 'other'], all)).toEqual([]);
    expect(kept(['anonymous'], all)).toEqual([]);
  });

  test('is milder where sessions exist', () => {
    const model = {
      schemes: [scheme('jwt')],
      schemeUses: [use(['jwt'], { session: 'kept' })],
      steps: [step({ provides: ['session'] })],
    };
    expect(told(statefulTokenScheme, model)[0]).toMatch(/^warning medium .* each call makes a session/);
  });
});

// ---------------------------------------------------------------------------------------------------------------- steps

const guarding: Outcomes = { none: 'rejects', bad: 'rejects', good: 'continues', preflight: 'rejects' };

function step(changes: Partial<Step> = {}): Step {
  return {
    id: 0,
    name: 'requireAuth',
    role: 'authenticate',
    at: place(0),
    definedAt: place(200, 300),
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
    outcome: guarding,
    status: 401,
    forgeable: false,
    exemptions: [],
    flaws: [],
    confidence: 'high',
    why: '',
    ...changes,
  };
}

function route(steps: readonly number[], changes: Partial<Route> = {}): Route {
  return {
    id: 0,
    app: 0,
    method: 'GET',
    path: '/orders',
    at: place(50),
    scope: 0,
    order: 0,
    mounts: [],
    conditions: [],
    chain: steps.map((id) => ({
      step: id,
      covers: 'all',
      conditions: [],
      outcome: guarding,
      absent: [],
      bypass: null,
    })),
    late: [],
    preflight: { answer: 'automatic', by: null, corsBehind: null },
    access: 'authenticated',
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
    ...changes,
  };
}

function flaw(changes: Partial<Flaw> = {}): Flaw {
  return {
    kind: 'uninvoked',
    at: place(210),
    subject: 'requireAuth',
    consequence: 'every request hangs',
    also: [],
    ...changes,
  };
}

describe('uninvoked-guard', () => {
  test('tells a flaw once, however many steps are made of it', () => {
    const steps = [step({ flaws: [flaw()] }), step({ id: 1, flaws: [flaw()], confidence: 'low' })];
    expect(told(uninvokedGuard, { steps })).toEqual([
      'error high 210: requireAuth stands here without being called, but its result is needed: every request hangs.',
    ]);
  });
});

// --------------------------------------------------------------------------------------------------------------- tokens

function token(changes: Partial<TokenUse> = {}): TokenUse {
  return {
    kind: 'decode',
    subject: 'jwtDecode',
    library: { package: 'jwt-decode', export: 'jwtDecode', version: null },
    at: place(220),
    conditions: [],
    settings: [],
    decides: 'principal',
    purpose: null,
    ...changes,
  };
}

function setting(kind: TokenSetting['kind'], weight: TokenSetting['weight'] = 'error'): TokenSetting {
  return { kind, weight, at: place(230), text: 'x: true', consequence: 'it is accepted' };
}

describe('unverified-token', () => {
  const flawed = step({ flaws: [flaw({ kind: 'unverified-credential', subject: 'the token' })], forgeable: true });

  test('stands at the decoding call, once, also where the guard is flawed', () => {
    expect(
      told(unverifiedToken, { steps: [flawed], tokens: [token()], routes: [route([0], { forgeable: true })] }),
    ).toEqual(['error high 220: jwtDecode only reads a credential that nothing verifies: a forged one is accepted.']);
    expect(told(unverifiedToken, { steps: [flawed], routes: [route([0], { forgeable: true })] })).toHaveLength(1);
  });

  test('is a guess where all its routes lie across a gap', () => {
    const gaps = [{ reason: 'unknown', at: place(1) }];
    expect(told(unverifiedToken, { steps: [flawed], routes: [route([0], { forgeable: true, gaps })] })[0]).toContain(
      'error low',
    );
    expect(
      told(unverifiedToken, {
        steps: [flawed],
        routes: [route([0], { forgeable: true, gaps }), route([0], { forgeable: true })],
      })[0],
    ).toContain('error high');
    expect(told(unverifiedToken, { tokens: [token()] })[0]).toContain('error medium');
  });

  test('is silent behind a verification and where nothing is decided', () => {
    const verified = step({ id: 1, definedAt: place(400, 500) });
    const steps = [flawed, verified];
    expect(told(unverifiedToken, { steps, tokens: [token()], routes: [route([1, 0])] })).toEqual([]);
    expect(
      told(unverifiedToken, { steps, tokens: [token()], routes: [route([1, 0]), route([0], { forgeable: true })] }),
    ).toHaveLength(1);
    expect(told(unverifiedToken, { tokens: [token({ decides: 'nothing' }), token({ kind: 'verify' })] })).toEqual([]);
  });
});

describe('settings of tokens', () => {
  const verify = (one: TokenSetting, changes: Partial<TokenUse> = {}) => ({
    tokens: [token({ kind: 'verify', subject: 'jsonwebtoken.verify', settings: [one], ...changes })],
  });

  test('weigh by what the installed version makes of them', () => {
    expect(told(unsignedToken, verify(setting('unsigned')))[0]).toMatch(/^error high 230: .* does not insist/);
    expect(told(unsignedToken, verify(setting('missing-algorithms', 'warning')))[0]).toMatch(/^warning medium/);
    expect(told(unsignedToken, verify(setting('ignored-expiration')))).toEqual([]);
  });

  test('may ignore the expiry to renew or end a login', () => {
    expect(told(ignoredExpiration, verify(setting('ignored-expiration')))).toHaveLength(1);
    for (const purpose of ['refresh', 'logout'] as const) {
      expect(told(ignoredExpiration, verify(setting('ignored-expiration'), { purpose }))).toEqual([]);
    }
  });
});

// ------------------------------------------------------------------------------------------------- secrets, disclosures

function secret(origin: SecretUse['origin'], changes: Partial<SecretUse> = {}): SecretUse {
  const protects = 'the signature of tokens';
  return { origin, at: place(10), usedAt: place(20), protects, preview: 'chan…', conditions: [], ...changes };
}

describe('hardcoded-secret', () => {
  test('is told once, with its uses', () => {
    const secrets = [secret('literal'), secret('literal', { usedAt: place(30) }), secret('environment')];
    expect(told(hardcodedSecret, { secrets })).toEqual([
      'error high 10 +20 +30: The secret for the signature of tokens is written in the source ("chan…"): whoever reads the code can forge it.',
    ]);
  });

  test('leaves development alone, and only suspects what may be undefined', () => {
    expect(
      told(hardcodedSecret, { secrets: [secret('fallback', { conditions: [condition('development')] })] }),
    ).toEqual([]);
    expect(told(hardcodedSecret, { secrets: [secret('missing')] })[0]).toContain('error medium');
    expect(told(hardcodedSecret, { secrets: [secret('unknown')] })).toEqual([]);
  });
});

describe('disclosures', () => {
  function disclosure(kind: Disclosure['kind'], conditions: readonly Condition[] = []): { disclosures: Disclosure[] } {
    const consequence = 'clients read it';
    return {
      disclosures: [{ kind, at: place(10), subject: 'errorhandler()', consequence, conditions, confidence: 'high' }],
    };
  }

  test('count outside development', () => {
    expect(told(errorDetails, disclosure('stack'))[0]).toMatch(/^error high/);
    expect(told(errorDetails, disclosure('stack', [condition('development')]))).toEqual([]);
    expect(told(errorDetails, disclosure('stack', [condition('production', false)]))).toEqual([]);
    expect(told(errorDetails, disclosure('stack', [condition('development', false)]))).toHaveLength(1);
    expect(told(piiLogging, disclosure('personal-data-log'))[0]).toMatch(/^error high/);
    expect(told(piiLogging, disclosure('personal-data-log', [condition('environment')]))[0]).toMatch(/^error medium/);
  });

  test('are milder when it is only a message, and kept apart', () => {
    expect(told(errorDetails, disclosure('error-message'))[0]).toMatch(/^warning medium/);
    expect(told(errorDetails, disclosure('personal-data-log'))).toEqual([]);
    expect(told(piiLogging, disclosure('stack'))).toEqual([]);
  });
});
