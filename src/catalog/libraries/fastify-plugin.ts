import { defineLibrary } from '../vocabulary.ts';

export default [
  defineLibrary({
    package: 'fastify-plugin',
    docs: 'https://github.com/fastify/fastify-plugin#readme',
    exports: { '': { is: 'plugin-mark' }, fastifyPlugin: { is: 'plugin-mark' } },
  }),
  defineLibrary({
    // Loads a directory of plugins; the adapter knows how.
    package: '@fastify/autoload',
    aliases: ['fastify-autoload'],
    docs: 'https://github.com/fastify/fastify-autoload#readme',
    exports: { '': { is: 'plugin', members: {} } },
  }),
];
