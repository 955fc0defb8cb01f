import { defineLibrary, type Library, type StepKnowledge, type Verification } from '../vocabulary.ts';
import { cookieFlags } from '../weaknesses.ts';

const restores = 'it restores the session and lets requests continue';

/** https://github.com/fastify/fastify-cookie#unsigncookie */
const unsign: Verification = {
  is: 'verification',
  credential: 0,
  delivers: 'value',
  failure: 'result-object',
  result: { principal: 'value', flag: 'valid' },
};

/** Cookies and sessions: a hook each, and functions on the app; `everywhere`: those on requests and replies, too. */
function keeping(
  name: string,
  step: StepKnowledge,
  members: readonly string[],
  everywhere: Readonly<Record<string, Verification>> = {},
): Library {
  const shared = Object.keys(everywhere).flatMap((member) =>
    (['app', 'request', 'response'] as const).map((on) => ({ on, name: member, member })),
  );
  return defineLibrary({
    package: `@fastify/${name}`,
    aliases: [`fastify-${name}`],
    docs: `https://github.com/fastify/${name === 'cookie' ? 'fastify-cookie' : name}#readme`,
    exports: {
      '': {
        is: 'plugin',
        weaknesses: step.role === 'session' ? cookieFlags('cookie.') : [],
        members: { hook: { is: 'step', step }, ...everywhere },
        steps: [{ member: 'hook', phase: 'onRequest' }],
        puts: [...shared, ...members.map((member) => ({ on: 'app' as const, name: member }))],
      },
    },
  });
}

export default [
  keeping(
    'cookie',
    { role: 'cookies', name: 'cookie', provides: ['cookies'], why: 'it reads cookies and lets requests continue' },
    ['parseCookie', 'signCookie', 'serializeCookie'],
    { unsignCookie: unsign },
  ),
  keeping('session', { role: 'session', name: 'session', provides: ['session'], why: restores }, [
    'decryptSession',
    'createSession',
  ]),
  keeping('secure-session', { role: 'session', name: 'secureSession', provides: ['session'], why: restores }, [
    'decodeSecureSession',
    'createSecureSession',
    'encodeSecureSession',
  ]),
];
