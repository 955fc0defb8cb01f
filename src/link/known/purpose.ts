import type { Purpose } from '#model';

const reading = ['GET', 'HEAD', 'ALL'];

/** What segments of a path say that a route is for. Not: `me`, `change-password`, `logout` of others. */
const vocabulary: readonly {
  readonly purpose: Purpose;
  readonly segment: RegExp;
  readonly methods?: readonly string[];
  readonly never?: readonly string[];
  /** What may stand before it. */
  readonly below?: RegExp;
  /** What may stand behind a word for it. */
  readonly steps?: RegExp;
  /** Below a parameter it is about the thing that the parameter names: `/builds/:id/token`. */
  readonly ofThings?: false;
}[] = [
  { purpose: 'discovery', segment: /^(\.well-known|jwks(\.json)?|openid-configuration)$/i },
  { purpose: 'logout', segment: /^(log-?out|sign-?out)$/i },
  {
    purpose: 'login',
    segment:
      /^(log-?in|sign-?in|signon|authenticate|authentication|(auth|authentication|login|session)-(guest|anonymous)|otp|2fa|mfa|verify-otp|send-otp|magic-link|passwordless|(generate-)?authentication-options|verify-authentication)$/i,
    never: ['PATCH', 'DELETE'],
  },
  { purpose: 'login', segment: /^tokens?$/i, never: ['PUT', 'PATCH', 'DELETE'], ofThings: false },
  // The start of a login elsewhere: `/subscribers/:id/credentials/:provider/oauth`.
  { purpose: 'login', segment: /^oauth2?$/i, methods: reading },
  { purpose: 'registration', segment: /^(register|registration|sign-?up|join)$/i },
  {
    purpose: 'recovery',
    segment:
      /^((forgot(ten)?|lost|reset|request|recover)-?(password|passwd|pass|pwd?)(-?reset)?|password-?(reset|recovery|forgotten|forgot)|forgot|recover|recovery|verify(-?email)?|confirm(-?email)?|activate|activation|send-verification-email|resend-(verification|activation)|unsubscribe)$/i,
    steps: /^(request|check|validate|verify|confirm|resend|reset|complete|code)$/i,
  },
  { purpose: 'refresh', segment: /^(refresh(-?tokens?)?|renew)$/i },
  { purpose: 'callback', segment: /^(callback|oauth2?callback|redirect_uri)$/i, methods: ['GET', 'POST', 'ALL'] },
  {
    purpose: 'health',
    segment: /^(health(z|check|-check)?|ready(z)?|readiness|live(z)?|liveness|ping|heartbeat|alive)$/i,
    methods: reading,
  },
  // Below the name of a thing they are about that thing.
  {
    purpose: 'health',
    segment: /^(status|up|version)$/i,
    methods: reading,
    below: /^(api|v\d+|internal|system|_\w+|<unknown>)$/i,
  },
  { purpose: 'metrics', segment: /^(metrics|prometheus|monitor(ing)?)$/i, methods: reading },
  {
    purpose: 'docs',
    segment:
      /^(docs?|api-?docs?|swagger(-ui)?|swagger(-ui)?\.(json|ya?ml)|openapi(-?v\d+)?(\.(json|ya?ml))?|redoc|documentation)$/i,
    methods: reading,
  },
  {
    purpose: 'webhook',
    segment:
      /^(web-?hooks?|hooks?|stripe-webhook|ipn|notifications?-(twilio|stripe|paypal|sns|ses|sendgrid|mailgun|postmark)|bounces?(-\w+)?)$/i,
    methods: ['POST', 'ALL'],
  },
  {
    purpose: 'static',
    segment:
      /^(robots\.txt|sitemap\.xml|manifest\.json|assets|static|public|images?|img|css|js|fonts?|[\w.-]+\.(js|css|ico|svg|png|woff2?|webmanifest))$/i,
    methods: reading,
  },
];

const parameter = /^(:.*|\{.*\})$/;

/** What a route is for, judged by its path and method; null for an ordinary route. */
export function purposeOf(method: string, path: string): Purpose | null {
  if (/^(\/?\*|\/?\{?\/?\*\w*\}?|\(\.\*\)|\/\{\w+\*\})$/.test(path)) return 'fallback';
  // `/forgot_password` is `/forgot-password`, too.
  const parts = path
    .split('/')
    .flatMap((part) => (part === '' ? [] : parameter.test(part) ? part : part.replace(/(?<=\w)_(?=\w)/g, '-')));
  const segments = parts.filter((part) => !parameter.test(part));
  if (segments.length === 0) return reading.includes(method) && (path === '/' || path === '') ? 'static' : null;
  const last = segments.at(-1)!;
  const place = parts.lastIndexOf(last);
  const isOfThing = place > 1 && parameter.test(parts[place - 1]!);
  // `/forgot/password` is `/forgot-password`.
  const both = `${segments.at(-2)}-${last}`;
  // The root of an interface says no more than that it is there.
  if (reading.includes(method) && parts.every((part) => /^(api|v\d+)$/i.test(part))) return 'static';
  for (const { purpose, segment, methods, never, below, steps, ofThings = true } of vocabulary) {
    if ((methods && !methods.includes(method)) || never?.includes(method) || (isOfThing && !ofThings)) continue;
    if (below && !segments.slice(0, -1).every((one) => below.test(one))) continue;
    if (segment.test(last) || segment.test(both)) return purpose;
    if (steps?.test(last) && /password|forgot|recover/i.test(segments.at(-2) ?? '')) return purpose;
    // OAuth starts and callbacks stand below `/auth/<provider>`; documents and assets below their folder.
    if (
      (purpose === 'docs' || purpose === 'static' || purpose === 'discovery' || purpose === 'webhook') &&
      segments.slice(0, -1).some((one) => segment.test(one))
    )
      return purpose;
  }
  const provider = segments.findIndex((one) => /^(auth|oauth2?|sso|connect)$/i.test(one));
  if (
    provider >= 0 &&
    reading.includes(method) &&
    segments.length > provider + 1 &&
    providers.test(segments[provider + 1]!)
  )
    return 'login';
  return null;
}

const providers =
  /^(google|github|gitlab|facebook|twitter|x|linkedin|microsoft|azure(ad)?|apple|discord|twitch|steam|spotify|slack|instagram|pinterest|tumblr|quickbooks|paypal|trakt|snapchat|okta|auth0|saml|oidc|local|:?provider|foursquare|openid)$/i;

/** `GET /path/**`: a glob over paths, with an optional method in front. */
export function routeGlob(glob: string): (method: string, path: string) => boolean {
  const found = /^(?:([A-Za-z]+)\s+)?(.*)$/.exec(glob.trim())!;
  const method = found[1]?.toUpperCase() ?? null;
  const source = (found[2] ?? '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\/\*\*/g, '(?:/.*)?')
    .replace(/\*\*/g, '.*')
    .replace(/(?<!\.)\*/g, '[^/]*')
    .replace(/\?(?!:)/g, '[^/]');
  const regex = new RegExp(`^${source.replace(/\(\[\^\/\]:/g, '(?:')}/?$`, 'i');
  return (verb, path) => (method === null || method === 'ALL' || method === verb || verb === 'ALL') && regex.test(path);
}
