import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: '@fastify/csrf-protection',
  aliases: ['@fastify/csrf', 'fastify-csrf'],
  docs: 'https://github.com/fastify/csrf-protection#readme',
  exports: {
    '': {
      is: 'plugin',
      members: {
        'app.csrfProtection': {
          is: 'step',
          step: {
            role: 'csrf',
            name: 'csrfProtection',
            why: 'it rejects requests without the token of the page they come from, whoever sends them',
          },
        },
      },
      puts: [
        { on: 'app', name: 'csrfProtection', member: 'app.csrfProtection' },
        { on: 'response', name: 'generateCsrf' },
      ],
    },
  },
});
