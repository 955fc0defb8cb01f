import { defineLibrary, type Library, type Plugin, type StepKnowledge } from '../vocabulary.ts';
import { credentialedCors } from '../weaknesses.ts';

type Phase = NonNullable<Plugin['steps']>[number]['phase'];

/** Plugins that install one hook for what is around them. */
function hooking(
  name: string,
  step: StepKnowledge,
  phase: Phase,
  members: readonly string[],
  weaknesses: Plugin['weaknesses'] = [],
): Library {
  const plugin: Plugin = {
    is: 'plugin',
    weaknesses,
    members: { hook: { is: 'step', step } },
    steps: [{ member: 'hook', phase }],
    puts: members.map((member) => ({ on: 'app', name: member })),
  };
  return defineLibrary({
    package: `@fastify/${name}`,
    aliases: [`fastify-${name}`],
    docs: `https://github.com/fastify/fastify-${name}#readme`,
    exports: { '': plugin },
  });
}

export default [
  hooking(
    'cors',
    {
      role: 'cors',
      name: 'cors',
      outcome: { preflight: 'answers' },
      variants: [
        { when: { option: 'preflightContinue', is: true }, becomes: { outcome: { preflight: 'continues' } } },
        { when: { option: 'preflight', is: false }, becomes: { outcome: { preflight: 'continues' } } },
      ],
      why: 'the hook of @fastify/cors answers preflights itself unless preflight is off',
    },
    { option: 'hook', default: 'onRequest' },
    [],
    credentialedCors('refused'),
  ),
  hooking(
    'helmet',
    { role: 'headers', name: 'helmet', why: 'it sets headers and lets requests continue' },
    'onRequest',
    [],
  ),
  hooking(
    'rate-limit',
    { role: 'rate-limit', name: 'rateLimit', why: 'it rejects only who asks too often' },
    'onRequest',
    ['rateLimit', 'createRateLimit'],
  ),
];
