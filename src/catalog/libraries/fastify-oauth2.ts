import { defineLibrary, type Plugin } from '../vocabulary.ts';

/** The object for a provider, under the name that the options give it. */
const oauth: Plugin = {
  is: 'plugin',
  secrets: [{ at: { option: 'credentials.client.secret' }, protects: 'the login at the provider' }],
  members: {},
  puts: [{ on: 'app', name: 'oauth2', renamed: [{ option: 'name', as: '*' }] }],
};

export default defineLibrary({
  package: '@fastify/oauth2',
  aliases: ['fastify-oauth2'],
  docs: 'https://github.com/fastify/fastify-oauth2#readme',
  exports: { '': oauth, fastifyOauth2: oauth },
});
