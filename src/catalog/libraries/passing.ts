import type { Role } from '#model';
import { defineLibrary } from '../vocabulary.ts';

/** Steps that let every caller continue and leave alone who it is: package, role, exports, and what they do instead. */
const steps: readonly (readonly [name: string, role: Role, exports: readonly string[], what: string])[] = [
  ['compression', 'headers', [''], 'it only compresses answers'],
  ['response-time', 'headers', [''], 'it only measures the time to the answer'],
  ['nocache', 'headers', [''], 'it only sets response headers'],
  ['frameguard', 'headers', [''], 'it only sets response headers'],
  ['hsts', 'headers', [''], 'it only sets response headers'],
  ['helmet-csp', 'headers', [''], 'it only sets response headers'],
  ['hide-powered-by', 'headers', [''], 'it only sets response headers'],
  ['ienoopen', 'headers', [''], 'it only sets response headers'],
  ['dont-sniff-mimetype', 'headers', [''], 'it only sets response headers'],
  ['x-xss-protection', 'headers', [''], 'it only sets response headers'],
  ['referrer-policy', 'headers', [''], 'it only sets response headers'],
  ['permissions-policy', 'headers', [''], 'it only sets response headers'],
  ['feature-policy', 'headers', [''], 'it only sets response headers'],
  ['method-override', 'unknown', [''], 'it only changes the method of a request'],
  ['connect-timeout', 'unknown', [''], 'it only gives up on requests that take too long'],
  ['express-useragent', 'unknown', ['express'], 'it only describes the browser'],
  ['i18next-http-middleware', 'unknown', ['handle'], 'it only finds the language'],
  ['request-ip', 'unknown', ['mw'], 'it only finds the address of the caller'],
  ['express-request-id', 'unknown', [''], 'it only numbers requests'],
  ['cls-rtracer', 'unknown', ['expressMiddleware'], 'it only numbers requests'],
  ['hpp', 'body', [''], 'it only removes repeated parameters'],
  ['xss-clean', 'body', [''], 'it only cleans values of the request'],
  ['express-mongo-sanitize', 'body', [''], 'it only cleans values of the request'],
  ['connect-history-api-fallback', 'static', [''], 'it only rewrites page requests to the start page'],
  ['express-bearer-token', 'unknown', [''], 'it only copies the token to the request and verifies nothing'],
];

/** The same, where the export is the step itself. */
const values: typeof steps = [
  ['trim-request', 'body', ['all', 'body', 'param', 'query'], 'it only trims values of the request'],
];

type Entry = (typeof steps)[number];

const passing =
  (is: 'step' | 'step-factory') =>
  ([name, role, exports, what]: Entry) =>
    defineLibrary({
      package: name,
      docs: `https://www.npmjs.com/package/${name}`,
      marks: false,
      exports: Object.fromEntries(exports.map((path) => [path, { is, step: { role, why: what } }])),
    });

export default [...steps.map(passing('step-factory')), ...values.map(passing('step'))];
