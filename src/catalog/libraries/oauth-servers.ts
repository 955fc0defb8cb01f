import { answers, guards } from '../common.ts';
import { defineLibrary, type InstanceFactory, type StepFactory } from '../vocabulary.ts';

const endpoint: StepFactory = {
  is: 'step-factory',
  step: { role: 'handler', outcome: answers, why: 'it is an endpoint of the OAuth server and answers' },
};
const server: InstanceFactory = {
  is: 'instance-factory',
  members: {
    authenticate: {
      is: 'step-factory',
      step: {
        role: 'authenticate',
        outcome: guards,
        status: 401,
        scheme: { kind: 'bearer', name: 'bearer' },
        why: 'authenticate() rejects every request without a known access token',
      },
    },
    authorize: endpoint,
    token: endpoint,
  },
};

export default [
  defineLibrary({
    package: 'express-oauth-server',
    aliases: ['@node-oauth/express-oauth-server'],
    docs: 'https://github.com/node-oauth/express-oauth-server#readme',
    exports: { '': server },
  }),
  defineLibrary({
    package: 'oauth2-server',
    aliases: ['@node-oauth/oauth2-server'],
    docs: 'https://node-oauthoauth2-server.readthedocs.io/',
    exports: {
      '': {
        is: 'instance-factory',
        members: {
          authenticate: {
            is: 'verification',
            credential: 'request',
            delivers: 'promise-or-callback',
            failure: 'throws',
          },
        },
      },
    },
  }),
  defineLibrary({
    package: 'express-oauth2-bearer',
    docs: 'https://github.com/auth0/express-oauth2-bearer#readme',
    exports: {
      auth: {
        is: 'step-factory',
        step: {
          role: 'authenticate',
          outcome: guards,
          status: 401,
          scheme: { kind: 'bearer', name: 'bearer' },
          establishes: ['auth'],
          why: 'auth() rejects every request without a valid token',
        },
      },
      requiredScopes: {
        is: 'step-factory',
        step: {
          role: 'authorize',
          outcome: guards,
          status: 403,
          reads: ['auth'],
          requirements: { prefix: 'scope:', argument: 0 },
          why: 'requiredScopes() rejects whoever lacks a scope',
        },
      },
    },
  }),
];
