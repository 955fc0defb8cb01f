import { defineLibrary, type SchemeClass } from '../vocabulary.ts';

const local: SchemeClass = {
  is: 'scheme-class',
  name: 'local',
  kind: 'password',
  carries: 'body',
  verifies: ['name', 'credential'],
  stateless: false,
};

export default defineLibrary({
  package: 'passport-local',
  docs: 'https://www.passportjs.org/packages/passport-local/',
  exports: { '': local, Strategy: local },
});
