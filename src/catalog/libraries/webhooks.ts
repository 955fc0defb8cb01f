import { defineLibrary, type InstanceFactory, type StepFactory, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 1, delivers: 'value', failure: 'throws' };
const stripe: InstanceFactory = {
  is: 'instance-factory',
  members: {
    'webhooks.constructEvent': { ...verify, key: 2 },
    'webhooks.constructEventAsync': { ...verify, key: 2, delivers: 'promise' },
  },
};
const endpoint: StepFactory = {
  is: 'step-factory',
  step: { role: 'handler', why: 'it answers at its own path, where it checks the signature, and continues elsewhere' },
};
const standard: InstanceFactory = { is: 'instance-factory', members: { verify } };

/** Webhooks: the signature of the body is the credential. */

export default [
  defineLibrary({
    package: 'stripe',
    docs: 'https://docs.stripe.com/webhooks#verify-official-libraries',
    marks: false,
    exports: {
      '': stripe,
      Stripe: stripe,
      'webhooks.constructEvent': { ...verify, key: 2 },
      'webhooks.constructEventAsync': { ...verify, key: 2, delivers: 'promise' },
    },
  }),
  defineLibrary({
    package: '@octokit/webhooks',
    docs: 'https://github.com/octokit/webhooks.js#readme',
    exports: {
      Webhooks: {
        is: 'instance-factory',
        members: {
          verify: { ...verify, delivers: 'promise', failure: 'falsy' },
          verifyAndReceive: { ...verify, credential: 0, delivers: 'promise' },
        },
      },
      createNodeMiddleware: endpoint,
    },
  }),
  defineLibrary({
    package: '@octokit/webhooks-methods',
    docs: 'https://github.com/octokit/webhooks-methods.js#readme',
    exports: { verify: { ...verify, credential: 2, key: 0, delivers: 'promise', failure: 'falsy' } },
  }),
  defineLibrary({
    package: 'express-github-webhook',
    docs: 'https://github.com/Gisonrg/express-github-webhook#readme',
    exports: { '': endpoint },
  }),
  defineLibrary({
    package: 'svix',
    docs: 'https://docs.svix.com/receiving/verifying-payloads/how',
    exports: { Webhook: standard },
  }),
  defineLibrary({
    package: 'standardwebhooks',
    docs: 'https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries/javascript#readme',
    exports: { Webhook: standard },
  }),
];
