import { answers } from '../common.ts';
import { defineLibrary, type Plugin } from '../vocabulary.ts';

/** The object for a provider, under the name that the options give it. */
const oauth: Plugin = {
  is: 'plugin',
  secrets: [{ at: { option: 'credentials.client.secret' }, protects: 'the login at the provider' }],
  members: {
    start: {
      is: 'step',
      step: {
        role: 'handler',
        name: 'oauth2',
        outcome: answers,
        purpose: 'login',
        why: 'it sends the browser to the provider, to log in there',
      },
    },
  },
  // https://github.com/fastify/fastify-oauth2#usage
  serves: [
    { methods: ['GET'], member: 'start', below: { options: ['startRedirectPath'], otherwise: null }, paths: [''] },
  ],
  puts: [{ on: 'app', name: 'oauth2', renamed: [{ option: 'name', as: '*' }] }],
};

export default defineLibrary({
  package: '@fastify/oauth2',
  aliases: ['fastify-oauth2'],
  docs: 'https://github.com/fastify/fastify-oauth2#readme',
  exports: { '': oauth, fastifyOauth2: oauth },
});
