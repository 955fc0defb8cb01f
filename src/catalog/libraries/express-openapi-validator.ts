import { lets } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

const validator = defineLibrary({
  package: 'express-openapi-validator',
  docs: 'https://cdimascio.github.io/express-openapi-validator-documentation/',
  exports: {
    middleware: {
      is: 'step-factory',
      step: {
        role: 'body',
        outcome: { none: 'unknown', bad: 'unknown', good: 'continues', preflight: 'unknown' },
        variants: [
          {
            // Handlers are there for what the document demands: https://cdimascio.github.io/express-openapi-validator-documentation/usage-validate-security/
            when: { option: 'validateSecurity', kind: 'object' },
            becomes: { role: 'authenticate', status: 401 },
          },
          {
            when: { option: 'validateSecurity', is: false },
            becomes: { outcome: lets, why: 'with validateSecurity: false it only validates the shape of requests' },
          },
        ],
        why: 'what it demands of a caller is written in the OpenAPI document',
      },
    },
  },
});

const documentation = defineLibrary({
  package: '@wesleytodd/openapi',
  docs: 'https://github.com/wesleytodd/express-openapi#readme',
  marks: false,
  exports: {
    '': {
      is: 'step-factory',
      step: { role: 'static', why: 'it answers below its prefix with the document, and continues for everything else' },
    },
    '#path': { is: 'step-factory', step: { role: 'unknown', why: 'it only notes what the documentation says' } },
    '#validPath': { is: 'step-factory', step: { role: 'body', why: 'it rejects requests for their shape only' } },
    '#swaggerui': { is: 'step-factory', step: { role: 'static', why: 'it answers with pages of documentation' } },
  },
});

export default [validator, documentation];
