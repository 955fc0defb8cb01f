import { type Configuration, defineLibrary } from '../vocabulary.ts';

const client: Configuration = {
  is: 'configuration',
  disclosures: [
    {
      when: { option: 'system.loggerOptions.piiLoggingEnabled', is: true },
      kind: 'personal-data-log',
      subject: 'MSAL piiLoggingEnabled: true',
      consequence: 'the log callback is handed personal data',
    },
  ],
  secrets: [{ at: { option: 'auth.clientSecret' }, protects: 'the client secret at the identity provider' }],
};

export default [
  defineLibrary({
    package: '@azure/msal-node',
    docs: 'https://learn.microsoft.com/entra/msal/javascript/node/configuration',
    exports: {
      ConfidentialClientApplication: client,
      PublicClientApplication: client,
      ManagedIdentityApplication: client,
    },
  }),
  defineLibrary({
    package: '@azure/msal-browser',
    docs: 'https://learn.microsoft.com/entra/msal/javascript/browser/configuration',
    exports: {
      PublicClientApplication: client,
      'PublicClientApplication.createPublicClientApplication': client,
      createNestablePublicClientApplication: client,
    },
  }),
];
