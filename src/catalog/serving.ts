import { answers } from './common.ts';
import { defineLibrary, type Library, type Plugin, type ServedKnowledge, type StepKnowledge } from './vocabulary.ts';

/** `isFiles`: of the page's own files, that say nothing of the program. */
type ServedRoute = Omit<ServedKnowledge, 'member'> & { readonly isFiles?: true };

/** Plugins that serve routes by themselves: what guards them is what stands around the plugin, and hooks of their options. */
export function serving(
  name: string,
  step: Pick<StepKnowledge, 'role' | 'purpose' | 'why'>,
  serves: readonly ServedRoute[],
  members: readonly string[] = [],
  older: readonly string[] = [name.replace('@fastify/', 'fastify-')].filter((other) => other !== name),
): Library {
  const common = { name: name.replace(/^@\w+\//, ''), outcome: answers };
  const plugin: Plugin = {
    is: 'plugin',
    members: {
      route: { is: 'step', step: { ...step, ...common } },
      files: { is: 'step', step: { role: 'static', why: 'it serves files of its own', ...common } },
    },
    puts: members.map((member) => ({ on: 'app', name: member })),
    serves: serves.map(({ isFiles, ...one }) => ({ ...one, member: isFiles ? 'files' : 'route' })),
  };
  const short = name.replace('@fastify/', '');
  const docs = name.startsWith('@fastify/')
    ? `https://github.com/fastify/fastify-${short}#readme`
    : `https://www.npmjs.com/package/${name}`;
  return defineLibrary({ package: name, aliases: older, docs, exports: { '': plugin } });
}
