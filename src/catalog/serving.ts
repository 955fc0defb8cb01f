import { answers } from './common.ts';
import { defineLibrary, type Library, type Plugin, type ServedKnowledge, type StepKnowledge } from './vocabulary.ts';

/** Plugins that serve routes by themselves: what guards them is what stands around the plugin, and hooks of their options. */
export function serving(
  name: string,
  step: Pick<StepKnowledge, 'role' | 'purpose' | 'why'>,
  serves: readonly Omit<ServedKnowledge, 'member'>[],
  members: readonly string[] = [],
  older: readonly string[] = [name.replace('@fastify/', 'fastify-')].filter((other) => other !== name),
): Library {
  const plugin: Plugin = {
    is: 'plugin',
    members: { route: { is: 'step', step: { ...step, name: name.replace(/^@\w+\//, ''), outcome: answers } } },
    puts: members.map((member) => ({ on: 'app', name: member })),
    serves: serves.map((one) => ({ ...one, member: 'route' })),
  };
  const short = name.replace('@fastify/', '');
  const docs = name.startsWith('@fastify/')
    ? `https://github.com/fastify/fastify-${short}#readme`
    : `https://www.npmjs.com/package/${name}`;
  return defineLibrary({ package: name, aliases: older, docs, exports: { '': plugin } });
}
