import { createSign, generateKeyPairSync } from 'node:crypto';
import { authHandler, getAuthUser, initAuthConfig, verifyAuth } from '@hono/auth-js';
import { clerkMiddleware, getAuth } from '@hono/clerk-auth';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { Hono } from 'hono';
import { MemoryStore, sessionMiddleware } from 'hono-sessions';
import { expect, test, vi } from 'vitest';
import { findLibrary, type Meaning } from '#catalog';

/** What the catalog says of logins and sessions made for Hono, against the packages: all offline, asked in process. */

// biome-ignore lint/suspicious/noExplicitAny: apps with variables of several packages
type Any = any;

const meaningOf = (name: string, path: string) => findLibrary(name)!.exports[path] as Meaning;
const stepOf = (name: string, path: string) => (meaningOf(name, path) as Extract<Meaning, { is: 'step-factory' }>).step;

async function ask(app: Any, headers: Record<string, string>) {
  const { status, ...answer } = await app.request('http://localhost/x', { headers }).then(async (one: Response) => ({
    status: one.status,
    body: await one.text(),
    cookies: one.headers.getSetCookie(),
  }));
  return { status, ...answer };
}

const hush = () => vi.spyOn(console, 'error').mockImplementation(() => {});

test('@hono/auth-js', async () => {
  hush();
  const { encode } = await import('@auth/core/jwt');
  const name = 'authjs.session-token';
  const sealed = (secret: string) => encode({ token: { sub: '1', name: 'Ann' }, secret, salt: name });
  const secret = 's'.repeat(32);
  const callers = {
    none: {},
    bad: { cookie: `${name}=${await sealed('x'.repeat(32))}` },
    good: { cookie: `${name}=${await sealed(secret)}` },
  };
  const config = initAuthConfig(() => ({ secret, providers: [], basePath: '/auth', session: { strategy: 'jwt' } }));
  const guarded = new Hono()
    .use(config, verifyAuth())
    .get('/x', (c) => c.json((c as Any).get('authUser') !== undefined));
  const { outcome, status, establishes } = stepOf('@hono/auth-js', 'verifyAuth');
  for (const caller of ['none', 'bad', 'good'] as const) {
    const answer = await ask(guarded, callers[caller]);
    expect(answer.status, caller).toBe(outcome?.[caller] === 'rejects' ? status : 200);
  }
  expect(establishes).toEqual(['authUser']);
  expect((await ask(guarded, callers.good)).body).toBe('true');

  const asked = new Hono().use(config).get('/x', async (c) => c.json((await getAuthUser(c)) !== null));
  expect(meaningOf('@hono/auth-js', 'getAuthUser')).toMatchObject({
    is: 'principal',
    delivers: 'promise',
    object: false,
  });
  expect((await ask(asked, callers.none)).body).toBe('false');
  expect((await ask(asked, callers.bad)).body).toBe('false');
  expect((await ask(asked, callers.good)).body).toBe('true');

  const handled = new Hono()
    .use(config)
    .use('/x', authHandler())
    .get('/x', (c) => c.text('reached'));
  expect(stepOf('@hono/auth-js', 'authHandler').outcome).toMatchObject({ none: 'answers', good: 'answers' });
  for (const headers of Object.values(callers)) expect((await ask(handled, headers)).body).not.toBe('reached');
});

test('@hono/clerk-auth', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const pair = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
  const { publicKey: jwtKey, privateKey } = pair();
  const publishableKey = `pk_test_${Buffer.from('clerk.example.com$').toString('base64')}`;
  const signed = (key: string) => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      sub: 'user_1',
      sid: 'sess_1',
      iss: 'https://clerk.example.com',
      iat: now - 10,
      nbf: now - 10,
      exp: now + 600,
    };
    const body = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k1' })}.${part(claims)}`;
    return `Bearer ${body}.${createSign('RSA-SHA256').update(body).sign(key, 'base64url')}`;
  };
  const app = new Hono()
    .use(clerkMiddleware({ secretKey: 'sk_test_x', publishableKey, jwtKey }))
    .get('/x', (c) => c.json({ is: typeof getAuth(c), user: (getAuth(c) as Any).userId }));
  // It rejects nobody: who is not recognised gets an object without a user.
  expect(stepOf('@hono/clerk-auth', 'clerkMiddleware').outcome).toBeUndefined();
  expect(meaningOf('@hono/clerk-auth', 'getAuth')).toMatchObject({ is: 'principal', delivers: 'value', object: true });
  expect(JSON.parse((await ask(app, {})).body)).toEqual({ is: 'object', user: null });
  expect(JSON.parse((await ask(app, { authorization: signed(pair().privateKey) })).body)).toEqual({
    is: 'object',
    user: null,
  });
  expect(JSON.parse((await ask(app, { authorization: signed(privateKey) })).body)).toEqual({
    is: 'object',
    user: 'user_1',
  });
});

test('better-auth', async () => {
  const database = memoryAdapter({ user: [], session: [], account: [], verification: [] });
  const auth = betterAuth({
    baseURL: 'http://localhost',
    secret: 'z'.repeat(32),
    database,
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  });
  const app = new Hono()
    .on(['POST', 'GET'], '/api/auth/*', (c) => auth.handler(c.req.raw))
    .get('/x', async (c) => c.json((await auth.api.getSession({ headers: c.req.raw.headers })) !== null));
  const joined = await app.request('http://localhost/api/auth/sign-up/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ann', email: 'ann@example.com', password: 'a long password' }),
  });
  const [cookie = ''] = joined.headers.getSetCookie()[0]!.split(';');
  const made = meaningOf('better-auth', 'betterAuth') as Extract<Meaning, { is: 'instance-factory' }>;
  expect(made.members['api.getSession']).toMatchObject({ is: 'principal', delivers: 'promise', object: false });
  expect((await ask(app, {})).body).toBe('false');
  expect((await ask(app, { cookie: `${cookie.split('=')[0]}=forged.signature` })).body).toBe('false');
  expect((await ask(app, { cookie })).body).toBe('true');
});

test('hono-sessions', async () => {
  const flagsOf = async (cookieOptions: object | undefined) => {
    const app = new Hono()
      .use(sessionMiddleware({ store: new MemoryStore(), ...(cookieOptions && { cookieOptions }) }) as Any)
      .get('/x', (c) => c.text('reached'));
    const { body, cookies } = await ask(app, {});
    expect(body).toBe('reached');
    return cookies[0]!.split('; ').slice(1);
  };
  // It sets no flag by itself: what is not asked for is not there.
  expect(await flagsOf(undefined)).toEqual(['Path=/']);
  expect(await flagsOf({ httpOnly: true, secure: true, sameSite: 'Lax' })).toEqual([
    'Path=/',
    'HttpOnly',
    'Secure',
    'SameSite=Lax',
  ]);
  expect(await flagsOf({ httpOnly: false, sameSite: 'None' })).toEqual(['Path=/', 'SameSite=None']);
  const { weaknesses, step } = meaningOf('hono-sessions', 'sessionMiddleware') as Extract<
    Meaning,
    { is: 'step-factory' }
  >;
  expect(step.role).toBe('session');
  expect(JSON.stringify(weaknesses)).toContain('"cookieOptions.httpOnly","kind":"absent"');
});
