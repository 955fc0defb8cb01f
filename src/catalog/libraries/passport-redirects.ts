import { defineLibrary, type SchemeClass } from '../vocabulary.ts';

const redirect: Omit<SchemeClass, 'name'> = {
  is: 'scheme-class',
  kind: 'oauth',
  carries: 'redirect',
  stateless: false,
  secrets: [
    { at: { option: 'clientSecret' }, protects: 'the client secret at the identity provider' },
    { at: { option: 'consumerSecret' }, protects: 'the client secret at the identity provider' },
  ],
};

const both = ['', 'Strategy'];
const named = ['Strategy'];

/** Package, the name that its strategy gives itself (read from constructed ones), and the exports that are strategies. */
const strategies: readonly (readonly [name: string, scheme: string, exports: readonly string[]])[] = [
  ['passport-google-oauth20', 'google', both],
  ['passport-google-oauth2', 'google', both],
  ['passport-google-oauth', 'google', ['Strategy', 'OAuthStrategy', 'OAuth2Strategy']],
  ['passport-github', 'github', both],
  ['passport-github2', 'github', both],
  ['passport-gitlab2', 'gitlab', both],
  ['passport-bitbucket-oauth2', 'bitbucket', named],
  ['passport-facebook', 'facebook', both],
  ['passport-twitter', 'twitter', both],
  ['@superfaceai/passport-twitter-oauth2', 'twitter', both],
  ['passport-linkedin-oauth2', 'linkedin', ['Strategy', 'OAuth2Strategy']],
  ['passport-microsoft', 'microsoft', named],
  ['passport-azure-ad-oauth2', 'azure_ad_oauth2', both],
  ['passport-apple', 'apple', both],
  ['@nicokaiser/passport-apple', 'apple', both],
  ['passport-discord', 'discord', both],
  ['@oauth-everything/passport-discord', 'discord', named],
  ['passport-twitch', 'twitch', ['Strategy', 'OAuth2Strategy']],
  ['twitch-passport', 'twitch', named],
  ['@passport-js/passport-twitter', 'X', both],
  ['passport-twitch-new', 'twitch', ['Strategy', 'OAuth2Strategy']],
  ['passport-steam', 'steam', both],
  ['passport-steam-openid', 'steam-openid', ['SteamOpenIdStrategy']],
  ['passport-snapchat', 'snapchat', both],
  ['passport-tumblr', 'tumblr', named],
  ['passport-instagram', 'instagram', both],
  ['passport-pinterest', 'pinterest', named],
  ['passport-intuit-oauth', 'intuit', both],
  ['passport-spotify', 'spotify', named],
  ['passport-slack', 'slack', named],
  ['passport-slack-oauth2', 'Slack', named],
  ['passport-dropbox-oauth2', 'dropbox-oauth2', named],
  ['passport-vkontakte', 'vkontakte', named],
  ['passport-kakao', 'kakao', both],
  ['passport-naver', 'naver', both],
  ['passport-strava-oauth2', 'strava', named],
  ['passport-reddit', 'reddit', ['Strategy', 'RedditStrategy']],
  ['passport-amazon', 'amazon', both],
  ['passport-patreon', 'patreon', ['Strategy', 'OAuth2Strategy']],
  ['passport-salesforce', 'salesforce', both],
  ['passport-atlassian-oauth2', 'atlassian', ['']],
  ['passport-okta-oauth', 'okta', named],
  ['passport-okta-oauth20', 'okta', named],
  ['@davidzemon/passport-okta-oauth', 'okta', named],
  ['passport-heroku', 'heroku', both],
  ['passport-stripe', 'stripe', named],
  ['passport-shopify', 'shopify', named],
  ['passport-orcid', 'orcid', both],
  ['passport-wordpress', 'wordpress', named],
  ['passport-auth0', 'auth0', both],
  ['passport-oauth1', 'oauth', both],
  ['passport-oauth2', 'oauth2', both],
];

export default strategies.map(([name, scheme, exports]) =>
  defineLibrary({
    package: name,
    docs: `https://www.npmjs.com/package/${name}`,
    exports: Object.fromEntries(exports.map((path) => [path, { ...redirect, name: scheme }])),
  }),
);
