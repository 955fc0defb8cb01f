const azure = 'the libraries of Azure are not installed: they ask a real identity provider';
const decorated =
  'decorators of parameters, or steps that a library installs by decorators, so that none tells where it was written: ../status boots it';

/**
 * Programs that cannot be booted, and why; a comment `// boot: no -- reason` in the
 * program says the same. One that boots all the same fails.
 */
export const exceptions: Readonly<Record<string, string>> = {
  'frameworks/express/containers': decorated,
  'frameworks/express/inversify-express-utils': decorated,
  'frameworks/express/routing-controllers': decorated,
  'frameworks/express/routing-controllers-middlewares': decorated,
  'rules/dead-path-pattern/express/bad/throws-5': 'Express 5 throws at start: that is the defect',
  'rules/pii-logging/express/bad/azure': azure,
  'rules/pii-logging/express/good/azure': azure,
  'rules/pii-logging/express/good/development': azure,
  'rules/unknown-scheme/express/bad/azure-default-name': azure,
};

const unset = 'a secret that is not set equals a header that is not sent';
const namesItself = 'a header that only names the caller is not taken for a credential';
const notBrought = 'no limit of the model: the callers of this test bring no such credential';

/** Limits that are known, of the model or of the comparison, as the comparison words them. Fails on the day one is gone. */
export const limits: Readonly<Record<string, readonly { readonly text: string; readonly why: string }[]>> = {
  'frameworks/express/hand-written-other-credentials': [
    { text: 'GET /digests/summed-by-anybody', why: notBrought },
    { text: 'GET /cookies/over', why: namesItself },
  ],
  'frameworks/express/proofs-of-any-name': [{ text: "signedByOwnKey called 'continues' for 'bad'", why: notBrought }],
  'frameworks/express/what-steps-hand-on': [
    { text: 'GET /owned/maybe{/:id}: called anonymous', why: 'no limit of the model: the parameter is always sent' },
  ],
  'projects/boot-order': [
    { text: 'app.js:66 GET /m: chain is guard > guard > list', why: 'a set is not rid of what stands in it twice' },
  ],
  'projects/cond-js4': [
    { text: 'server.js:16 GET /c8/:id: called anonymous', why: 'the verdict comes in a callback of a parameter' },
  ],
  'projects/gateway-cjs5': [
    { text: 'app.js:7 GET /k1: called authenticated', why: unset },
    { text: "auth.key called 'rejects' for 'none'", why: unset },
    { text: 'app.js:8 GET /k2: called authenticated', why: unset },
    { text: "auth.debuggable called 'rejects' for 'none'", why: unset },
    { text: "auth.debuggable called 'rejects' for 'bad'", why: unset },
    { text: 'app.js:9 GET /k3: called optional', why: namesItself },
    { text: "auth.trusting called 'continues' for 'none'", why: namesItself },
    { text: "auth.trusting called 'continues' for 'bad'", why: namesItself },
    { text: 'app.js:10 GET /k4: called anonymous', why: namesItself },
    { text: "auth.gatewayUser called 'continues' for 'none'", why: namesItself },
    { text: "auth.gatewayUser called 'continues' for 'bad'", why: namesItself },
  ],
  'projects/hooks-ts': [
    { text: 'app.ts:13 GET /ops/metrics: called authenticated', why: unset },
    { text: "lazyBasic called 'rejects' for 'none'", why: unset },
  ],
  'projects/iterables-ts': [
    {
      text: 'served, but not in the model: ALL //z11',
      why: 'no limit of the model: one step twice in a route is what the comparison takes for `all`',
    },
  ],
  'rules/exposed-internals/express/bad/console': [
    { text: 'ALL /queues: called anonymous', why: 'no limit of the model: the board is a router of its own' },
  ],
  'rules/exposed-internals/express/bad/explorer': [
    { text: 'ALL /explorer: called anonymous', why: 'no limit of the model: the explorer is at /explorer/' },
  ],
  'projects/session-cjs4': [{ text: "guards.plainCookie called 'continues' for 'bad'", why: notBrought }],
  'projects/tenants-js': [
    {
      text: 'server.js:28 GET /t/:tenant: called anonymous',
      why: 'no limit of the model: the sample is no tenant there is',
    },
  ],
};
