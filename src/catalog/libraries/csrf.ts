import { fails, hangs } from '../common.ts';
import { defineLibrary, type StepFactory, type StepKnowledge } from '../vocabulary.ts';

const why = 'it rejects changing requests without the token of the page they come from and lets all others continue';
const csrf: StepKnowledge = { role: 'csrf', why };
const session = { what: 'session', consequence: fails } as const;
const cookies = { what: 'cookies', consequence: fails } as const;

const csurf: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: {
    ...csrf,
    needs: [session],
    variants: [{ when: { option: 'cookie', kind: 'true-ish' }, becomes: { needs: [cookies] } }],
  },
};
const header: StepFactory = { is: 'step-factory', step: { role: 'headers', why: 'it only sets response headers' } };

export default [
  defineLibrary({ package: 'csurf', docs: 'https://github.com/expressjs/csurf#readme', exports: { '': csurf } }),
  defineLibrary({
    package: 'csrf-csrf',
    docs: 'https://github.com/Psifi-Solutions/csrf-csrf#readme',
    exports: {
      doubleCsrf: {
        is: 'instance-factory',
        members: {
          doubleCsrfProtection: {
            is: 'step',
            step: { ...csrf, needs: [{ what: 'cookies', consequence: 'every changing request is rejected' }] },
          },
        },
      },
    },
  }),
  defineLibrary({
    package: 'csrf-sync',
    docs: 'https://github.com/Psifi-Solutions/csrf-sync#readme',
    exports: {
      csrfSync: {
        is: 'instance-factory',
        members: {
          csrfSynchronisedProtection: {
            is: 'step',
            step: { ...csrf, needs: [{ what: 'session', consequence: 'every changing request is answered 500' }] },
          },
        },
      },
    },
  }),
  defineLibrary({
    package: 'tiny-csrf',
    docs: 'https://github.com/valexandersaulys/tiny-csrf#readme',
    exports: { '': { is: 'step-factory', step: { ...csrf, needs: [cookies] } } },
  }),
  defineLibrary({
    package: 'lusca',
    docs: 'https://github.com/krakenjs/lusca#readme',
    exports: {
      '': {
        is: 'step-factory',
        step: {
          role: 'headers',
          variants: [{ when: { option: 'csrf', kind: 'true-ish' }, becomes: { role: 'csrf', needs: [session], why } }],
          why: 'lusca sets response headers and checks CSRF tokens only when told to',
        },
      },
      csrf: { is: 'step-factory', step: { ...csrf, needs: [session] } },
      csp: header,
      xframe: header,
      p3p: header,
      hsts: header,
      xssProtection: header,
      nosniff: header,
      referrerPolicy: header,
    },
  }),
];
