import { defineLibrary, type Plugin } from '../vocabulary.ts';

const auth: Plugin = {
  is: 'plugin',
  members: { 'app.auth': { is: 'alternatives', relation: 'or' }, 'app.every': { is: 'alternatives', relation: 'and' } },
  puts: [
    { on: 'app', name: 'auth', member: 'app.every', when: { option: 'defaultRelation', is: 'and' } },
    { on: 'app', name: 'auth', member: 'app.auth' },
  ],
};

export default defineLibrary({
  package: '@fastify/auth',
  aliases: ['fastify-auth'],
  docs: 'https://github.com/fastify/fastify-auth#readme',
  exports: { '': auth, fastifyAuth: auth },
});
