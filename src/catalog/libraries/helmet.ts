import { fails, hangs } from '../common.ts';
import { defineLibrary, type StepFactory } from '../vocabulary.ts';

const header: StepFactory = {
  is: 'step-factory',
  uninvoked: hangs,
  step: { role: 'headers', why: 'helmet only sets response headers' },
};

export default defineLibrary({
  package: 'helmet',
  docs: 'https://helmetjs.github.io/',
  exports: {
    // The module looks at what it is given, its parts do not.
    '': { ...header, uninvoked: fails },
    contentSecurityPolicy: header,
    crossOriginEmbedderPolicy: header,
    crossOriginOpenerPolicy: header,
    crossOriginResourcePolicy: header,
    dnsPrefetchControl: header,
    expectCt: header,
    featurePolicy: header,
    frameguard: header,
    hidePoweredBy: header,
    hsts: header,
    ieNoOpen: header,
    noCache: header,
    noSniff: header,
    originAgentCluster: header,
    permittedCrossDomainPolicies: header,
    referrerPolicy: header,
    xssFilter: header,
  },
});
