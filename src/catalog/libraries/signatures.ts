import { guards, lets } from '../common.ts';
import { defineLibrary, type StepKnowledge, type Verification } from '../vocabulary.ts';

const verify: Verification = { is: 'verification', credential: 1, delivers: 'value', failure: 'falsy' };
const signature: StepKnowledge = {
  role: 'authenticate',
  outcome: guards,
  scheme: { kind: 'custom', name: 'signature' },
  why: 'it rejects requests that the service has not signed',
};
/** Steps and functions that check the signature of a service's requests. */

export default [
  defineLibrary({
    package: 'twilio',
    docs: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
    marks: false,
    exports: {
      webhook: {
        is: 'step-factory',
        step: {
          ...signature,
          status: 403,
          variants: [{ when: { option: 'validate', is: false }, becomes: { outcome: lets } }],
          why: 'twilio.webhook() rejects requests that Twilio has not signed unless validate is false',
        },
      },
      validateRequest: { ...verify, key: 0 },
      validateRequestWithBody: { ...verify, key: 0 },
      validateExpressRequest: { ...verify, credential: 'request', key: 1 },
    },
  }),
  defineLibrary({
    package: '@line/bot-sdk',
    docs: 'https://line.github.io/line-bot-sdk-nodejs/guide/webhook.html',
    exports: {
      middleware: { is: 'step-factory', step: signature },
      validateSignature: { ...verify, credential: 2, key: 1 },
    },
  }),
  defineLibrary({
    package: 'discord-interactions',
    docs: 'https://github.com/discord/discord-interactions-js#readme',
    exports: {
      verifyKeyMiddleware: { is: 'step-factory', step: { ...signature, status: 401 } },
      verifyKey: { ...verify, delivers: 'promise' },
    },
  }),
];
