import { type Configuration, defineLibrary } from '../vocabulary.ts';

const keys: Configuration = { is: 'configuration' };

export default defineLibrary({
  package: 'jwks-rsa',
  docs: 'https://github.com/auth0/node-jwks-rsa#readme',
  exports: { '': keys, JwksClient: keys, expressJwtSecret: keys, passportJwtSecret: keys, koaJwtSecret: keys },
});
