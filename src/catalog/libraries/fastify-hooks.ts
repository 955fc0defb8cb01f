import { fastifyAllows, fastifyAllowsBefore11 } from '../allowed.ts';
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
  before: readonly { readonly versions: string; readonly step: StepKnowledge }[] = [],
): Library {
  const plugin = (of: StepKnowledge): Plugin => ({
    is: 'plugin',
    weaknesses,
    members: { hook: { is: 'step', step: of } },
    steps: [{ member: 'hook', phase }],
    puts: members.map((member) => ({ on: 'app', name: member })),
  });
  const older = before.map((one) => ({ versions: one.versions, meaning: plugin(one.step) }));
  return defineLibrary({
    package: `@fastify/${name}`,
    aliases: [`fastify-${name}`],
    docs: `https://github.com/fastify/fastify-${name}#readme`,
    exports: { '': [...older, { meaning: plugin(step) }] },
  });
}

const cors: StepKnowledge = {
  role: 'cors',
  name: 'cors',
  outcome: { preflight: 'answers' },
  allows: fastifyAllows,
  variants: [
    { when: { option: 'preflightContinue', is: true }, becomes: { outcome: { preflight: 'continues' } } },
    { when: { option: 'preflight', is: false }, becomes: { outcome: { preflight: 'continues' } } },
  ],
  why: 'the hook of @fastify/cors answers preflights itself unless preflight is off',
};

export default [
  hooking('cors', cors, { option: 'hook', default: 'onRequest' }, [], credentialedCors('refused'), [
    { versions: '<11', step: { ...cors, allows: fastifyAllowsBefore11 } },
  ]),
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
