import { guards } from '../common.ts';
import { defineLibrary } from '../vocabulary.ts';

export default defineLibrary({
  package: 'keycloak-connect',
  docs: 'https://www.keycloak.org/securing-apps/nodejs-adapter',
  exports: {
    '': {
      is: 'instance-factory',
      members: {
        middleware: {
          is: 'step-factory',
          step: {
            role: 'session',
            establishes: ['kauth'],
            why: 'keycloak.middleware() reads who the caller is and lets everyone continue',
          },
        },
        'grantManager.validateAccessToken': {
          is: 'verification',
          credential: 0,
          delivers: 'promise',
          failure: 'falsy',
        },
        'grantManager.validateToken': { is: 'verification', credential: 0, delivers: 'promise', failure: 'falsy' },
        protect: {
          is: 'step-factory',
          step: {
            role: 'authenticate',
            outcome: guards,
            status: 403,
            rejection: 'answer',
            scheme: { kind: 'oidc', name: 'keycloak' },
            reads: ['kauth'],
            requirements: { prefix: 'role:', argument: 0 },
            why: 'keycloak.protect() rejects whom keycloak.middleware() did not recognise',
          },
        },
        enforcer: {
          is: 'step-factory',
          step: {
            role: 'authorize',
            outcome: guards,
            status: 403,
            rejection: 'answer',
            reads: ['kauth'],
            requirements: { prefix: 'permission:', argument: 0 },
            why: 'keycloak.enforcer() rejects whoever is not granted the permission',
          },
        },
        checkSso: {
          is: 'step-factory',
          step: { role: 'session', why: 'keycloak.checkSso() tries a login once and then lets everyone continue' },
        },
      },
    },
  },
});
