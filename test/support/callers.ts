import { createHash, createHmac } from 'node:crypto';
import type { Caller } from '#model';

/** What a good caller knows; servers of the tests get it by their environment. */
export const good = {
  key: 'right-key',
  jwtSecret: 'test-secret',
  user: 'admin',
  password: 'pass',
} as const;

/** Environment of every server that a test boots. */
export const environment: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  API_KEY: good.key,
  JWT_SECRET: good.jwtSecret,
  ACCESS_TOKEN_SECRET: good.jwtSecret,
  TOKEN_SECRET: good.jwtSecret,
  SECRET: good.jwtSecret,
  SESSION_SECRET: 'session-secret',
  COOKIE_SECRET: 'cookie-secret',
  CLIENT_ID: 'client',
  CLIENT_SECRET: 'client-secret',
  ADMIN_USER: good.user,
  ADMIN_PASSWORD: good.password,
  // The server's own, with which it calls others.
  SERVICE_TOKEN: token(good.jwtSecret),
};

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function token(
  secret: string,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    sub: '1',
    id: '1',
    name: 'Ada',
    role: 'admin',
    roles: ['admin'],
    scope: 'read write',
    iat: now,
    exp: now + 3600,
    ...claims,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** What a stranger has made up and sends again: by then somebody may have kept it. */
const again = { 'x-session': 'made-up' };

/** A device that signs its own name. */
function device(secret: string) {
  return { 'x-device': 'd-1', 'x-device-mac': createHmac('sha256', secret).update('d-1').digest('hex') };
}

export type Headers = Readonly<Record<string, string>>;

/** One caller may have several ways to show who they are; a request can carry one `authorization` only. */
export const callers: Readonly<Record<Exclude<Caller, 'preflight'>, readonly Headers[]>> = {
  none: [{}],
  bad: [
    {
      // It says itself with which key it is to be verified.
      authorization: `Bearer ${token('forged-secret', {}, { jwk: 'forged-secret' })}`,
      'x-public-key': 'forged-secret',
      'x-api-key': 'forged-key',
      ...again,
      ...device('forged-secret'),
      cookie: `token=${token('forged-secret')}; session=forged; seat=s%3A1.forged; connect.sid=s%3Aforged.forged; pass=forged.${'A'.repeat(43)}%3D`,
    },
    {
      authorization: `Basic ${Buffer.from('admin:forged').toString('base64')}`,
      // Every object has it, whatever keys are kept in it.
      'x-api-key': 'constructor',
    },
    { 'x-api-key': '', 'x-internal': 'yes', ...again },
    {
      // The digest of what is sent, which is nothing.
      'x-signature': createHash('sha256').digest('hex'),
      // A name without a colon behind it; how the key begins, and no more of it.
      authorization: `Basic ${Buffer.from('nobody').toString('base64')}`,
      'x-api-key': good.key.slice(0, 3),
    },
  ],
  good: [
    {
      authorization: `Bearer ${token(good.jwtSecret)}`,
      'x-api-key': good.key,
      'x-internal': good.key,
      'x-session': good.key,
      ...device(good.jwtSecret),
      cookie: `token=${token(good.jwtSecret)}`,
    },
    {
      authorization: `Basic ${Buffer.from(`${good.user}:${good.password}`).toString('base64')}`,
      'x-api-key': good.key,
    },
  ],
};

export const preflight: Headers = {
  origin: 'https://shop.example',
  'access-control-request-method': 'GET',
  'access-control-request-headers': 'authorization',
};
