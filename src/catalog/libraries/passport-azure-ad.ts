import { expired, skewed } from '../common.ts';
import { type DisclosureKnowledge, defineLibrary, type TokenKnowledge } from '../vocabulary.ts';

const disclosures: readonly DisclosureKnowledge[] = [
  {
    when: { option: 'loggingNoPII', is: false },
    kind: 'personal-data-log',
    subject: 'passport-azure-ad loggingNoPII: false',
    consequence: 'the log holds personal data and claims of tokens',
  },
];
const tokens: TokenKnowledge = {
  kind: 'verify',
  settings: [{ when: { option: 'ignoreExpiration', is: true }, ...expired }, ...skewed('clockSkew')],
};

export default defineLibrary({
  package: 'passport-azure-ad',
  docs: 'https://github.com/AzureAD/passport-azure-ad#readme',
  exports: {
    BearerStrategy: {
      is: 'scheme-class',
      // Not `bearer`, the name that everyone expects.
      name: 'oauth-bearer',
      kind: 'jwt',
      carries: 'header',
      stateless: true,
      disclosures,
      tokens,
    },
    OIDCStrategy: {
      is: 'scheme-class',
      name: 'azuread-openidconnect',
      kind: 'oidc',
      carries: 'redirect',
      stateless: false,
      disclosures,
      tokens,
      secrets: [{ at: { option: 'clientSecret' }, protects: 'the client secret at the identity provider' }],
    },
  },
});
