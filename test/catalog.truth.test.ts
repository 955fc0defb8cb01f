import { execFileSync } from 'node:child_process';
import { createHmac, createSign, createVerify, generateKeyPairSync, verify as verifySignature } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { findLibrary, libraries, type Meaning, type OptionTest, type StepKnowledge, type ValueKind } from '#catalog';
import type { Caller, Outcome, Outcomes } from '#model';

/**
 * The catalog's claims against the packages themselves: each step is booted in Express 4 and 5 and asked as the four
 * callers. What is expected is read from the catalog, so that a claim cannot drift from what was observed.
 */

// biome-ignore lint/suspicious/noExplicitAny: the packages under test come without types, or with several of them
type Any = any;

// They warn on standard error about the ways in which they are misused here on purpose.
process.env['NO_DEPRECATION'] = 'express-session,morgan';

const require = createRequire(import.meta.url);
const load = (name: string): Any => require(name);
const folder = new URL('../node_modules/', import.meta.url);
const manifestOf = (name: string) => new URL(`${name}/package.json`, folder);
const versionOf = (name: string): string => JSON.parse(readFileSync(manifestOf(name), 'utf8')).version;
const isInstalled = (name: string) => existsSync(manifestOf(name));

// ---------------------------------------------------------------------------------------------- reading the catalog

function meaningOf(name: string, path: string): Meaning {
  const value = findLibrary(name)?.exports[path];
  if (!value) throw new Error(`the catalog knows no ${name} ${path}`);
  if (!Array.isArray(value)) return value as Meaning;
  const version = versionOf(name);
  return value.find(({ versions }) => versions === undefined || semver.satisfies(version, versions)).meaning;
}

function stepOf(meaning: Meaning): StepKnowledge {
  if (meaning.is === 'step' || meaning.is === 'step-factory' || meaning.is === 'scheme-guard') return meaning.step;
  throw new Error(`${meaning.is} is not a step`);
}

function exportOf(name: string, path: string): Any {
  const found = path.split('.').reduce((value, key) => (key === '' ? value : value?.[key]), load(name));
  return path === '' && typeof found !== 'function' ? found.default : found;
}

function kindsOf(value: Any): readonly ValueKind[] {
  if (value === undefined) return ['absent'];
  const kinds: ValueKind[] = ['present'];
  if (value) kinds.push('true-ish');
  if (Array.isArray(value)) kinds.push('array');
  else if (typeof value === 'object') kinds.push('object');
  else if (typeof value === 'string') kinds.push('string');
  else if (typeof value === 'function') kinds.push('function');
  if (value?.constructor?.name === 'AsyncFunction') kinds.push('async-function');
  return kinds;
}

function holds(when: OptionTest, args: readonly Any[], options: number): boolean {
  if ('all' in when) return when.all.every((inner) => holds(inner, args, options));
  if ('any' in when) return when.any.some((inner) => holds(inner, args, options));
  if ('not' in when) return !holds(when.not, args, options);
  const value =
    'option' in when ? when.option.split('.').reduce((inner, key) => inner?.[key], args[options]) : args[when.argument];
  if ('is' in when) return value === when.is;
  if ('above' in when) return typeof value === 'number' && value > when.above;
  if ('includes' in when) return Array.isArray(value) && value.includes(when.includes);
  if ('digits' in when) return typeof value === 'string' && /^\d+$/.test(value);
  if ('unanchored' in when)
    return value instanceof RegExp && !(value.source.startsWith('^') && value.source.endsWith('$'));
  return kindsOf(value).includes(when.kind);
}

function claimOf(meaning: Meaning, args: readonly Any[]): StepKnowledge & { readonly outcome: Outcomes } {
  const { variants = [], ...step } = stepOf(meaning);
  const open: Outcomes = { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' };
  let claim = { ...step, outcome: { ...open, ...step.outcome } };
  for (const { when, becomes } of variants) {
    if (!holds(when, args, meaning.options ?? 0)) continue;
    claim = { ...claim, ...becomes, outcome: { ...claim.outcome, ...becomes.outcome } };
  }
  return claim;
}

// ------------------------------------------------------------------------------------------------------------- asking

interface Answer {
  readonly outcome: Outcome;
  /** null when nothing was answered. */
  readonly status: number | null;
  /** What the handler found on the request. */
  readonly request: Any;
  readonly body: string;
}

interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

const PATIENCE = 250;

async function ask(express: Any, steps: readonly Any[], question: Question): Promise<Answer> {
  let request: Any = null;
  const app = express();
  // Express prints no errors in this environment.
  app.set('env', 'test');
  for (const step of steps) app.use(step);
  app.use((req: Any, res: Any) => {
    request = req;
    res.send('reached');
  });
  const server = http.createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { status, body } = await send((server.address() as AddressInfo).port, question);
  server.closeAllConnections();
  server.close();
  return { outcome: judge(status, request !== null), status, request, body };
}

function send(port: number, { method = 'GET', path = '/x', headers = {} }: Question) {
  return new Promise<{ readonly status: number | null; readonly body: string }>((resolve) => {
    const silent = setTimeout(() => resolve({ status: null, body: '' }), PATIENCE);
    const sent = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () => {
        clearTimeout(silent);
        resolve({ status: response.statusCode ?? null, body });
      });
    });
    sent.on('error', () => {});
    sent.end();
  });
}

function judge(status: number | null, reached: boolean): Outcome {
  if (status === null) return 'neither';
  if (status < 300) return reached ? 'continues' : 'answers';
  return reached ? 'both' : 'rejects';
}

const consequence = (status: number | null) =>
  status === null ? 'every request hangs' : `every request is answered ${status}`;

// ------------------------------------------------------------------------------------------------------------ callers

const SECRET = 's'.repeat(32);
const ISSUER = 'https://issuer.example/';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwt = load('jsonwebtoken');
const claims = { sub: 'u', scope: 'read', iss: ISSUER, aud: 'api' };
const token = jwt.sign(claims, SECRET, { expiresIn: 60 });
const forged = jwt.sign(claims, 'another secret', { expiresIn: 60 });
const expired = jwt.sign({ ...claims, exp: 1 }, SECRET);

const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const PREFLIGHT: Question = {
  method: 'OPTIONS',
  headers: {
    origin: 'https://spa.example',
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  },
};

interface Credentials {
  readonly good: Record<string, string>;
  readonly bad: Record<string, string>;
}

const NOTHING: Credentials = { good: {}, bad: { authorization: 'Bearer nonsense', cookie: 'connect.sid=nonsense' } };
const TOKENS: Credentials = { good: bearer(token), bad: bearer(forged) };
const PASSWORDS: Credentials = { good: basic('u:p'), bad: basic('u:wrong') };

// -------------------------------------------------------------------------------------------------------------- cases

interface Case {
  readonly of: readonly [name: string, path: string];
  readonly args?: readonly Any[];
  readonly credentials?: Credentials;
  /** Installed before it: what it needs. */
  readonly providers?: readonly Any[];
  /** Instead of calling the export. */
  readonly make?: (...args: Any[]) => Any;
}

const { Passport } = load('passport');
const session = () => load('express-session')({ secret: SECRET, resave: false, saveUninitialized: true });
const cookies = () => load('cookie-parser')();
const oauth = { issuer: ISSUER, secret: SECRET, audience: 'api', tokenSigningAlg: 'HS256' };
const bearerAuth = () => load('express-oauth2-jwt-bearer').auth(oauth);
const jwtOptions = { secret: SECRET, algorithms: ['HS256'] };

function passport() {
  const { Strategy, ExtractJwt } = load('passport-jwt');
  const instance = new Passport();
  const options = { secretOrKey: SECRET, jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken() };
  instance.use(new Strategy(options, (payload: Any, done: Any) => done(null, payload)));
  instance.use('anonymous', {
    authenticate(this: Any) {
      this.pass();
    },
  });
  return instance;
}
const viaPassport =
  (method: string) =>
  (...args: Any[]) =>
    passport()[method](...args);

const loggedIn = (req: Any, _res: Any, next: Any) => {
  const known = req.headers.authorization === `Bearer ${token}`;
  req.isAuthenticated = () => known;
  if (known) req.user = { id: 'u' };
  next();
};

const OAUTH = 'express-oauth2-jwt-bearer';
const cases: readonly Case[] = [
  { of: ['cors', ''] },
  { of: ['cors', ''], args: [{ preflightContinue: true }] },
  { of: ['helmet', ''] },
  { of: ['helmet', 'hsts'] },
  { of: ['express', 'json'] },
  { of: ['express', 'urlencoded'], args: [{ extended: false }] },
  { of: ['express', 'raw'] },
  { of: ['express', 'text'] },
  { of: ['express', 'static'], args: ['rules'] },
  { of: ['body-parser', 'json'] },
  { of: ['body-parser', 'urlencoded'], args: [{ extended: false }] },
  { of: ['cookie-parser', ''] },
  { of: ['morgan', ''], args: ['tiny', { stream: { write() {} } }] },
  { of: ['pino-http', ''], args: [{ enabled: false }] },
  { of: ['pino-http', 'pinoHttp'], args: [{ enabled: false }] },
  { of: ['express-rate-limit', ''], args: [{ validate: false }] },
  { of: ['express-rate-limit', 'rateLimit'], args: [{ validate: false }] },
  { of: ['express-session', ''], args: [{ secret: SECRET, resave: false, saveUninitialized: true }] },
  { of: ['cookie-session', ''], args: [{ keys: [SECRET] }] },
  { of: ['csurf', ''], providers: [session()] },
  { of: ['csurf', ''], args: [{ cookie: true }], providers: [cookies()] },
  { of: ['swagger-ui-express', 'serve'] },
  { of: ['swagger-ui-express', 'setup'], args: [{ openapi: '3.0.0', info: { title: 't', version: '1' }, paths: {} }] },

  { of: ['express-basic-auth', ''], args: [{ users: { u: 'p' } }], credentials: PASSWORDS },
  { of: ['express-basic-auth', ''], args: [{ authorizer: async () => false }], credentials: PASSWORDS },
  {
    of: ['express-basic-auth', ''],
    args: [{ authorizeAsync: true, authorizer: (_: Any, password: Any, done: Any) => done(null, password === 'p') }],
    credentials: PASSWORDS,
  },

  { of: ['express-jwt', 'expressjwt'], args: [jwtOptions], credentials: TOKENS },
  { of: ['express-jwt', 'expressjwt'], args: [{ ...jwtOptions, credentialsRequired: false }], credentials: TOKENS },
  { of: ['express-jwt', 'expressjwt'], args: [{ ...jwtOptions, requestProperty: 'principal' }], credentials: TOKENS },

  { of: [OAUTH, 'auth'], args: [oauth], credentials: TOKENS },
  { of: [OAUTH, 'auth'], args: [{ ...oauth, authRequired: false }], credentials: TOKENS },
  { of: [OAUTH, 'requiredScopes'], args: ['read'], credentials: TOKENS, providers: [bearerAuth()] },
  { of: [OAUTH, 'scopeIncludesAny'], args: ['read'], credentials: TOKENS, providers: [bearerAuth()] },
  { of: [OAUTH, 'claimEquals'], args: ['sub', 'u'], credentials: TOKENS, providers: [bearerAuth()] },
  { of: [OAUTH, 'claimIncludes'], args: ['scope', 'read'], credentials: TOKENS, providers: [bearerAuth()] },
  { of: [OAUTH, 'claimCheck'], args: [() => true], credentials: TOKENS, providers: [bearerAuth()] },
  // Without auth() before it the demand of a scope rejects everybody, which is the claim for callers it does not know.
  { of: [OAUTH, 'requiredScopes'], args: ['read'], credentials: { ...TOKENS, good: {} } },

  { of: ['passport', 'initialize'], make: viaPassport('initialize') },
  { of: ['passport', 'session'], make: viaPassport('session'), providers: [session()] },
  {
    of: ['passport', 'authenticate'],
    args: ['jwt', { session: false }],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authenticate'],
    args: ['jwt', { session: false, failureRedirect: '/login' }],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authenticate'],
    args: ['jwt', { session: false, successRedirect: '/' }],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authenticate'],
    args: ['jwt', { session: false, failWithError: true }],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authenticate'],
    args: [['jwt', 'anonymous'], { session: false }],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authenticate'],
    args: ['session'],
    make: viaPassport('authenticate'),
    providers: [session()],
  },
  {
    of: ['passport', 'authenticate'],
    args: ['jwt', { session: false }, () => {}],
    make: viaPassport('authenticate'),
    credentials: TOKENS,
  },
  {
    of: ['passport', 'authorize'],
    args: ['jwt', { session: false }],
    make: viaPassport('authorize'),
    credentials: TOKENS,
  },

  ...['ensureLoggedIn', 'ensureAuthenticated', 'ensureLoggedOut', 'ensureNotLoggedIn'].map(
    (path): Case => ({ of: ['connect-ensure-login', path], credentials: TOKENS, providers: [loggedIn] }),
  ),
];

/** Cases whose good caller is known not to be served: they stand for a missing provider. */
const withoutProvider = (of: Case) => stepOf(meaningOf(...of.of)).role === 'authorize' && !of.providers;

function title({ of: [name, path], args = [] }: Case): string {
  const shown = args.map((arg) =>
    typeof arg === 'function' ? 'function' : JSON.stringify(arg, (key, value) => (key === 'secret' ? '…' : value)),
  );
  return `${name} ${path}(${shown.join(', ').slice(0, 80)})`;
}

function make({ of: [name, path], args = [], make: maker }: Case): Any {
  const found = exportOf(name, path);
  if (maker) return maker(...args);
  return meaningOf(name, path).is === 'step' ? found : found(...args);
}

const frameworks = [
  ['Express 5', load('express')],
  ['Express 4', load('express4')],
] as const;

describe.each(frameworks)('%s', (_framework, express) => {
  describe.each(cases.map((one) => [title(one), one] as const))('%s', (_title, one) => {
    const { args = [], credentials = NOTHING, providers = [], of } = one;
    const meaning = meaningOf(...of);
    const claim = claimOf(meaning, args);
    const questions: Record<Caller, Question> = {
      none: {},
      bad: { headers: credentials.bad },
      good: { headers: credentials.good },
      preflight: PREFLIGHT,
    };

    test.each(Object.keys(questions) as Caller[])('answers the caller `%s` as claimed', async (caller) => {
      if (claim.outcome[caller] === 'unknown') return;
      if (caller === 'good' && withoutProvider(one)) return;
      const answer = await ask(express, [...providers, make(one)], questions[caller]);
      // To be sent where the recognised go is an answer.
      const isSentOn = caller === 'good' && answer.status === 302 && claim.outcome.good === 'answers';
      expect(isSentOn ? 'answers' : answer.outcome).toBe(claim.outcome[caller]);
      if (caller === 'none' && answer.outcome === 'rejects') expect(answer.status).toBe(claim.status);
    });

    test('leaves the principal where it says', async () => {
      if (claim.role !== 'authenticate' || claim.outcome.good !== 'continues') return;
      const { request } = await ask(express, [...providers, make(one)], questions.good);
      for (const property of claim.establishes ?? []) {
        const name = typeof property === 'string' ? property : (args[0]?.[property.option] ?? property.default);
        expect(request[name], name).toBeTruthy();
      }
    });

    test('fails as claimed when nobody calls it', async () => {
      const uninvoked = 'uninvoked' in meaning ? meaning.uninvoked : undefined;
      if (!uninvoked) return;
      const { status } = await ask(express, [exportOf(...of)], {});
      expect(uninvoked).toBe(consequence(status));
    });

    test('fails as claimed without what it needs', async () => {
      if (!claim.needs?.length) return;
      const { status } = await ask(express, [make(one)], {});
      expect(claim.needs.map((need) => need.consequence)).toContain(consequence(status));
    });
  });
});

describe('nothing that can be booted is left out', () => {
  const booted = new Set(cases.map(({ of }) => of.join(' ')));
  const roles = new Set(['authenticate', 'authorize', 'cors', 'csrf', 'session']);
  const synonyms = new Set(['ensureUnauthenticated', 'ensureNotAuthenticated']);
  const guards = libraries
    .filter((library) => isInstalled(library.package))
    .flatMap((library) => Object.keys(library.exports).map((path) => [library.package, path] as const))
    .filter(([, path]) => !path.includes('#') && !synonyms.has(path))
    .filter(([name, path]) => {
      const meaning = meaningOf(name, path);
      // Steps of other frameworks are booted with them: test/truth, test/status. Some exports are those of older versions.
      const isOurs = !/^(@?koa|@fastify|@hapi|hono|@hono|@nestjs)/.test(name);
      const exists = isOurs && (name !== 'express-jwt' || path !== '') && typeof exportOf(name, path) === 'function';
      return exists && 'step' in meaning && roles.has(meaning.step.role);
    });

  test.each(guards)('%s %s', (name, path) => {
    expect(booted).toContain(`${name} ${path}`);
    const variants = stepOf(meaningOf(name, path)).variants ?? [];
    const calls = cases.filter(({ of }) => of[0] === name && of[1] === path);
    // passport.authorize shares the variants of authenticate, which are booted there.
    if (path === 'authorize') return;
    for (const { when } of variants) {
      const options = meaningOf(name, path).options ?? 0;
      expect(
        calls.some(({ args = [] }) => holds(when, args, options)),
        JSON.stringify(when),
      ).toBe(true);
    }
  });
});

// ------------------------------------------------------------------------------------------------- schemes and tokens

describe('schemes bear the names claimed', () => {
  const verify = () => {};
  const options = { secretOrKey: SECRET, jwtFromRequest: () => null };
  const schemes: readonly (readonly [name: string, path: string, args: readonly Any[]])[] = [
    ['passport-local', '', [verify]],
    ['passport-local', 'Strategy', [verify]],
    ['passport-jwt', 'Strategy', [options, verify]],
    ['passport-http-bearer', '', [verify]],
    ['passport-http', 'BasicStrategy', [verify]],
    ['passport-http', 'DigestStrategy', [verify]],
  ];

  test.each(schemes)('%s %s', (name, path, args) => {
    const Scheme = exportOf(name, path);
    expect(meaningOf(name, path)).toMatchObject({ is: 'scheme-class', name: new Scheme(...args).name });
  });

  test('an unknown name is met per request, as claimed', async () => {
    const claim = meaningOf('passport', 'authenticate');
    const { status } = await ask(load('express'), [passport().authenticate('nobody')], {});
    expect(claim).toMatchObject({ unknownName: `every request is answered ${status}` });
  });
});

describe('verification delivers and fails as claimed', () => {
  const jose = load('jose');
  const secret = new TextEncoder().encode(SECRET);
  const sign = createSign('SHA256').update('data').sign(privateKey);
  const cut = Buffer.from(sign.map((byte) => byte ^ 1));
  type Call = (credential: Any) => Any;
  const calls: readonly (readonly [name: string, path: string, good: Any, bad: Any, call: Call])[] = [
    ['jsonwebtoken', 'verify', token, forged, (text) => jwt.verify(text, SECRET)],
    ['jose', 'jwtVerify', token, forged, (text) => jose.jwtVerify(text, secret)],
    ['jose', 'compactVerify', token, forged, (text) => jose.compactVerify(text, secret)],
    ['node:crypto', 'verify', sign, cut, (found) => verifySignature('SHA256', Buffer.from('data'), publicKey, found)],
  ];

  test.each(calls)('%s %s', async (name, path, good, bad, call) => {
    const meaning = meaningOf(name, path);
    if (meaning.is !== 'verification') throw new Error(`${name} ${path} is no verification`);
    const delivered = call(good);
    expect(delivered instanceof Promise).toBe(meaning.delivers === 'promise');
    expect(await delivered).toBeTruthy();
    const attempt = (async () => call(bad))();
    if (meaning.failure === 'throws') await expect(attempt).rejects.toThrow();
    else expect(await attempt).toBeFalsy();
  });

  test('jsonwebtoken.verify also delivers by callback, as `either` says', async () => {
    expect(meaningOf('jsonwebtoken', 'verify')).toMatchObject({ delivers: 'either' });
    const failure = await new Promise((resolve) => jwt.verify(forged, SECRET, (error: Any) => resolve(error)));
    expect(failure).toBeInstanceOf(Error);
  });

  test('createVerify(…).update(…).verify(…) takes key and signature in this order', () => {
    const meaning = meaningOf('node:crypto', 'createVerify');
    expect(meaning).toMatchObject({ members: { verify: { key: 0, credential: 1, failure: 'falsy' } } });
    expect(createVerify('SHA256').update('data').verify(publicKey, sign)).toBe(true);
    expect(createVerify('SHA256').update('data').verify(publicKey, cut)).toBe(false);
  });
});

describe('decoding takes forged tokens', () => {
  test.each([
    ['jsonwebtoken', 'decode'],
    ['jose', 'decodeJwt'],
    ['jwt-decode', 'jwtDecode'],
  ])('%s %s', (name, path) => {
    expect(meaningOf(name, path)).toMatchObject({ is: 'decoding', credential: 0 });
    expect(exportOf(name, path)(forged)).toMatchObject({ sub: 'u' });
  });

  test('jose UnsecuredJWT.decode', () => {
    const { UnsecuredJWT } = load('jose');
    expect(UnsecuredJWT.decode(new UnsecuredJWT({ sub: 'u' }).encode()).payload.sub).toBe('u');
  });
});

describe('settings weaken as claimed', () => {
  const unsigned = `${token.split('.')[1]}`;
  const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${unsigned}.`;
  const settings = (name: string, path: string) => [
    ...new Set((meaningOf(name, path).tokens?.settings ?? []).map((setting) => setting.kind)),
  ];

  const foreign = jwt.sign({ sub: 'u', iss: 'others', aud: 'their-app' }, SECRET, { expiresIn: 60 });

  test('lifetimes of jsonwebtoken', () => {
    expect(settings('jsonwebtoken', 'sign')).toEqual(['lifetime']);
    const lifetime = (expiresIn: Any) => {
      const { iat, exp } = jwt.decode(jwt.sign({}, SECRET, { expiresIn })) as { iat: number; exp: number };
      return exp - iat;
    };
    expect(lifetime(3600)).toBe(3600);
    expect(lifetime('1h')).toBe(3600);
    expect(lifetime('3600')).toBe(3);
    expect(jwt.decode(jwt.sign({}, SECRET))).not.toHaveProperty('exp');
  });

  test('lifetimes of jose', async () => {
    const { SignJWT, jwtVerify } = load('jose');
    const secret = new TextEncoder().encode(SECRET);
    const sign = (time: Any) =>
      new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(time).sign(secret);
    await expect(jwtVerify(await sign(3600), secret)).rejects.toThrow();
    expect(await jwtVerify(await sign('1h'), secret)).toBeTruthy();
  });

  test('jsonwebtoken', () => {
    expect(jwt.verify(foreign, SECRET, { issuer: undefined, audience: undefined })).toMatchObject({ sub: 'u' });
    expect(() => jwt.verify(foreign, SECRET, { audience: 'us' })).toThrow();
    expect(settings('jsonwebtoken', 'verify')).toEqual(
      expect.arrayContaining(['unsigned', 'ignored-expiration', 'missing-algorithms', 'clock-skew']),
    );
    expect(() => jwt.verify(expired, SECRET)).toThrow();
    expect(jwt.verify(expired, SECRET, { ignoreExpiration: true })).toMatchObject({ sub: 'u' });
    expect(jwt.verify(expired, SECRET, { clockTolerance: 1e11 })).toMatchObject({ sub: 'u' });
    expect(() => jwt.verify(none, undefined)).toThrow();
    expect(jwt.verify(none, undefined, { algorithms: ['none'] })).toMatchObject({ sub: 'u' });
  });

  test('jose', async () => {
    const { compactVerify, jwtVerify } = load('jose');
    const secret = new TextEncoder().encode(SECRET);
    expect(settings('jose', 'compactVerify')).toEqual(['ignored-expiration']);
    await expect(jwtVerify(expired, secret)).rejects.toThrow();
    expect(await compactVerify(expired, secret)).toBeTruthy();
    expect(settings('jose', 'jwtVerify')).toEqual(['clock-skew', 'unchecked-claims']);
    expect(await jwtVerify(foreign, secret, { issuer: undefined, audience: undefined })).toBeTruthy();
    await expect(jwtVerify(foreign, secret, { issuer: 'us' })).rejects.toThrow();
    expect(await jwtVerify(expired, secret, { clockTolerance: 1e11 })).toBeTruthy();
  });

  test('express-jwt', async () => {
    expect(settings('express-jwt', 'expressjwt')).toEqual(['ignored-expiration', 'clock-skew', 'unchecked-claims']);
    const { expressjwt } = load('express-jwt');
    for (const weak of [{ ignoreExpiration: true }, { clockTolerance: 1e11 }]) {
      const step = expressjwt({ ...jwtOptions, ...weak });
      expect((await ask(load('express'), [step], { headers: bearer(expired) })).outcome).toBe('continues');
    }
  });

  test('passport-jwt', async () => {
    expect(settings('passport-jwt', 'Strategy')).toEqual(['ignored-expiration', 'clock-skew', 'unchecked-claims']);
    const { Strategy, ExtractJwt } = load('passport-jwt');
    const base = { secretOrKey: SECRET, jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken() };
    for (const weak of [
      { ignoreExpiration: true },
      { jsonWebTokenOptions: { ignoreExpiration: true } },
      { jsonWebTokenOptions: { clockTolerance: 1e11 } },
    ]) {
      const instance = new Passport().use(
        new Strategy({ ...base, ...weak }, (payload: Any, done: Any) => done(null, payload)),
      );
      const step = instance.authenticate('jwt', { session: false });
      const { outcome } = await ask(load('express'), [step], { headers: bearer(expired) });
      expect(outcome, JSON.stringify(weak)).toBe(weak.jsonWebTokenOptions?.ignoreExpiration ? 'rejects' : 'continues');
    }
  });

  test('options that are not read, and the ones that are', async () => {
    const unread = (name: string, path: string) =>
      (meaningOf(name, path).weaknesses ?? [])
        .filter(({ kind }) => kind === 'ignored-option')
        .map(({ when }) => ('all' in when && when.all[0] && 'option' in when.all[0] ? when.all[0].option : ''));
    const jwt = load('jsonwebtoken');
    const foreign = jwt.sign({ sub: 'u', iss: 'them', aud: 'theirs' }, SECRET, { expiresIn: '1h' });
    /** `{ 'verify.issuer': 'us' }` as an object of objects; what is asked for is never what the token holds. */
    const option = (path: string): Any =>
      path.split('.').reduceRight((value: Any, name) => ({ [name]: value }), /alg/.test(path) ? ['RS256'] : 'us');
    const asking = async (step: Any) => (await ask(load('express'), [step], { headers: bearer(foreign) })).outcome;

    expect(unread('jsonwebtoken', 'verify')).toEqual(['iss', 'issuers', 'aud', 'algorithm']);
    for (const path of unread('jsonwebtoken', 'verify')) expect(jwt.verify(foreign, SECRET, option(path))).toBeTruthy();
    for (const path of ['issuer', 'audience', 'algorithms'])
      expect(() => jwt.verify(foreign, SECRET, option(path)), path).toThrow();

    const { Strategy, ExtractJwt } = load('passport-jwt');
    const base = { secretOrKey: SECRET, jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken() };
    const guard = (options: Any) => {
      const strategy = new Strategy({ ...base, ...options }, (payload: Any, done: Any) => done(null, payload));
      return new Passport().use(strategy).authenticate('jwt', { session: false });
    };
    const checks = unread('passport-jwt', 'Strategy').filter((path) => !/maxAge|clockTolerance|Expiration/.test(path));
    for (const path of checks) expect(await asking(guard(option(path))), path).toBe('continues');
    for (const path of ['issuer', 'audience', 'algorithms'])
      expect(await asking(guard(option(path))), path).toBe('rejects');
    expect(await asking(guard({ maxAge: '0s' }))).toBe('continues');
    expect(await asking(guard({ jsonWebTokenOptions: { maxAge: '0s' } }))).toBe('rejects');

    const { expressjwt } = load('express-jwt');
    expect(unread('express-jwt', 'expressjwt')).toEqual(['iss', 'aud']);
    for (const path of ['iss', 'aud'])
      expect(await asking(expressjwt({ ...jwtOptions, ...option(path) }))).toBe('continues');
    expect(await asking(expressjwt({ ...jwtOptions, issuer: 'us' }))).toBe('rejects');

    const { createVerifier } = load('fast-jwt');
    for (const path of unread('fast-jwt', 'createVerifier'))
      expect(createVerifier({ key: SECRET, ...option(path) })(foreign), path).toBeTruthy();
    for (const path of ['allowedIss', 'allowedAud'])
      expect(() => createVerifier({ key: SECRET, ...option(path) })(foreign), path).toThrow();
  });

  test('cookie-session takes any session when signed is false', async () => {
    expect(settings('cookie-session', '')).toEqual(['unsigned']);
    const step = load('cookie-session')({ signed: false });
    const cookie = `session=${Buffer.from('{"admin":true}').toString('base64')}`;
    const { request } = await ask(load('express'), [step], { headers: { cookie } });
    expect(request.session.admin).toBe(true);
  });
});

describe('steps around steps', () => {
  test('unless of express-jwt frees exactly the paths it names', async () => {
    expect(meaningOf('express-jwt', 'expressjwt')).toMatchObject({ step: { unless: { method: 'unless' } } });
    const step = load('express-jwt')
      .expressjwt(jwtOptions)
      .unless({ path: ['/login'] });
    expect((await ask(load('express'), [step], { path: '/login' })).outcome).toBe('continues');
    expect((await ask(load('express'), [step], { path: '/login/' })).outcome).toBe('rejects');
  });

  test('express-async-handler behaves as what it wraps', async () => {
    expect(meaningOf('express-async-handler', '')).toMatchObject({ is: 'wrapper', argument: 0 });
    const wrap = load('express-async-handler');
    const rejecting = wrap(async () => {
      throw Object.assign(new Error('no'), { status: 401 });
    });
    expect(await ask(load('express4'), [rejecting], {})).toMatchObject({ outcome: 'rejects', status: 401 });
  });

  test('errorhandler answers errors only, with the stack, in production too', async () => {
    const meaning = meaningOf('errorhandler', '');
    expect(meaning).toMatchObject({ step: { handlesErrors: true }, disclosures: [{ when: 'always', kind: 'stack' }] });
    const failing = (_req: Any, _res: Any, next: Any) => next(new Error('secret detail'));
    const { body } = await ask(load('express'), [failing, load('errorhandler')({ log: false })], {
      headers: { accept: 'text/plain' },
    });
    expect(body).toContain('secret detail');
    expect(body).toContain('at ');
  });

  test('pino-http writes the Authorization header unless told to redact it', () => {
    const script = (options: string) => `
      const express = require('express'), http = require('node:http');
      const app = express().use(require('pino-http')(${options})).use((req, res) => res.end());
      const server = http.createServer(app).listen(0, () => http.get(
        { port: server.address().port, headers: { authorization: 'Bearer hidden' } },
        (res) => res.resume().on('end', () => setTimeout(() => process.exit(), 50)),
      ));`;
    const log = (options: string) => execFileSync(process.execPath, ['-e', script(options)], { encoding: 'utf8' });
    expect(meaningOf('pino-http', '').disclosures).toHaveLength(1);
    expect(log('')).toContain('Bearer hidden');
    expect(log("{ redact: ['req.headers.authorization'] }")).not.toContain('Bearer hidden');
  });

  test('a comparison in constant time is true only for the same bytes', () => {
    const digest = (text: string) => createHmac('sha256', SECRET).update(text).digest();
    expect(meaningOf('node:crypto', 'timingSafeEqual')).toMatchObject({ is: 'comparison', delivers: 'value' });
    expect(load('node:crypto').timingSafeEqual(digest('a'), digest('a'))).toBe(true);
    expect(load('node:crypto').timingSafeEqual(digest('a'), digest('b'))).toBe(false);
  });
});
