import { defineLibrary, type Library, type StepKnowledge } from '../vocabulary.ts';
import { cookieFlags } from '../weaknesses.ts';

const restores = 'it restores the session and lets requests continue';

/** Cookies and sessions: a hook each, and functions on the app. */
function keeping(name: string, step: StepKnowledge, members: readonly string[]): Library {
  return defineLibrary({
    package: `@fastify/${name}`,
    aliases: [`fastify-${name}`],
    docs: `https://github.com/fastify/${name === 'cookie' ? 'fastify-cookie' : name}#readme`,
    exports: {
      '': {
        is: 'plugin',
        weaknesses: step.role === 'session' ? cookieFlags('cookie.') : [],
        members: { hook: { is: 'step', step } },
        steps: [{ member: 'hook', phase: 'onRequest' }],
        puts: members.map((member) => ({ on: 'app', name: member })),
      },
    },
  });
}

export default [
  keeping(
    'cookie',
    { role: 'cookies', name: 'cookie', provides: ['cookies'], why: 'it reads cookies and lets requests continue' },
    ['parseCookie', 'signCookie', 'unsignCookie', 'serializeCookie'],
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
