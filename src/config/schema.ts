import * as v from 'valibot';
import type { Options, Rule } from '#rule';

type AnySchema = v.GenericSchema<unknown, unknown>;

const level = v.picklist(['error', 'warning', 'info', 'off']);
const ending = v.picklist(['continues', 'rejects', 'answers']);
const argument = v.pipe(v.number(), v.integer(), v.minValue(0));

function described<S extends AnySchema>(schema: S, text: string) {
  return v.pipe(schema, v.description(text));
}

// A backslash takes away the meaning of what follows, so that `src\\legacy` would match nothing.
const globs = v.array(
  v.pipe(v.string(), v.minLength(1), v.regex(/^(?:[^\\]|\\\W)*$/, `a pattern is written with '/', also on Windows`)),
);

const routePatterns = v.array(
  v.pipe(v.string(), v.regex(/^([A-Z]+ )?[/*]/, `a route is written '/path/**' or 'GET /path'`)),
);

const step = v.strictObject({
  step: described(
    v.picklist([
      'authenticate',
      'authorize',
      'session',
      'cors',
      'csrf',
      'rate-limit',
      'headers',
      'cookies',
      'body',
      'log',
      'error',
    ]),
    'What the step is for. An authenticating or authorizing step rejects anonymous callers and bad credentials.',
  ),
  factory: v.optional(described(v.boolean(), `True when the export is called to get the step: requireRole('admin').`)),
  outcome: v.optional(
    described(
      v.strictObject({
        none: v.optional(ending),
        bad: v.optional(ending),
        good: v.optional(ending),
        preflight: v.optional(ending),
      }),
      'Where it differs from what the role suggests: what a caller without, with bad and with good credentials and a preflight meet.',
    ),
  ),
  status: v.optional(
    described(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)), 'Status of the rejection.'),
  ),
  scheme: v.optional(described(v.string(), 'Name of the scheme that it uses.')),
  establishes: v.optional(
    described(v.array(v.string()), 'Properties of the request that carry the principal afterwards.'),
  ),
});

const wrapper = v.strictObject({
  wrapper: described(argument, 'Number of the argument, from 0, that the result behaves as: asyncHandler(f) is 0.'),
});

const scheme = v.strictObject({
  scheme: described(v.string(), 'The name under which the class registers itself.'),
  kind: v.optional(
    v.picklist(['jwt', 'bearer', 'session', 'basic', 'api-key', 'oauth', 'oidc', 'saml', 'password', 'custom']),
  ),
});

const verifier = v.strictObject({
  verifies: described(argument, 'Number of the argument, from 0, that holds the credential.'),
  failure: v.optional(
    described(v.picklist(['throws', 'falsy']), 'What it does with a bad credential; default throws.'),
  ),
  async: v.optional(described(v.boolean(), 'Whether it returns a promise; default true.')),
});

const files = v.optional(
  described(
    v.strictObject({
      include: v.optional(described(globs, 'Files to analyse; default: all JavaScript and TypeScript sources.')),
      exclude: v.optional(
        described(globs, 'Files to leave out, besides tests, builds, declarations and vendored code.'),
      ),
    }),
    'Globs relative to the configuration file.',
  ),
);

export type Issue = v.BaseIssue<unknown>;

export function validate(
  value: unknown,
  rules: readonly Rule[],
): { readonly output: unknown } | { readonly issues: readonly Issue[] } {
  const result = v.safeParse(configSchema(rules), value);
  return result.success ? { output: result.output } : { issues: result.issues };
}

/** The validator, and the source of the JSON schema. Rule ids and rule options come from the registry. */
export function configSchema(rules: readonly Rule[]) {
  return v.strictObject({
    $schema: v.optional(v.string()),
    files,
    ...judgement(rules),
    catalog: v.optional(
      described(
        v.record(
          v.string(),
          v.union(
            [step, wrapper, scheme, verifier],
            'expected one of { "step": … }, { "wrapper": … }, { "scheme": … }, { "verifies": … }',
          ),
        ),
        `What exports of one's own code or of unknown packages do, by '<module or ./file>#<export>'.`,
      ),
    ),
    apps: v.optional(
      described(
        v.record(v.pipe(v.string(), v.minLength(1)), v.strictObject(judgement(rules))),
        'Settings of single packages of a monorepo, by folder, on top of those for all.',
      ),
    ),
    needles: v.optional(
      described(v.array(v.pipe(v.string(), v.minLength(1))), 'Further module names that make a file worth reading.'),
    ),
  });
}

/** What may differ between the packages of a monorepo. */
function judgement(rules: readonly Rule[]) {
  return {
    preset: v.optional(
      described(
        v.picklist(['recommended', 'strict', 'audit']),
        'recommended (default) reports what is certain, strict also what is likely, audit everything.',
      ),
    ),
    rules: v.optional(
      described(
        v.strictObject(Object.fromEntries(rules.map((rule) => [rule.id, v.optional(ruleSetting(rule))]))),
        'Severity and options by rule.',
      ),
    ),
    publicRoutes: v.optional(
      described(
        routePatterns,
        `Routes that are open on purpose: globs, with a method in front if need be ('GET /status/**').`,
      ),
    ),
    loginRoutes: v.optional(
      described(routePatterns, 'Routes that exist to obtain credentials, besides those that authlint recognises.'),
    ),
  };
}

function ruleSetting(rule: Rule) {
  const options = optionsSchema(rule.options ?? {});
  return described(
    v.union(
      [
        level,
        v.strictTuple([level, options]),
        v.strictObject({ severity: v.optional(level), options: v.optional(options) }),
      ],
      'expected "error", "warning", "info", "off", or one of them with options: ["error", { … }]',
    ),
    rule.summary,
  );
}

function optionsSchema(options: Options) {
  const entries: Record<string, AnySchema> = {};
  for (const [name, option] of Object.entries(options)) {
    const value =
      option.kind === 'flag'
        ? v.boolean()
        : option.kind === 'list'
          ? v.array(v.string())
          : option.kind === 'choice'
            ? v.picklist([...option.choices])
            : v.pipe(v.number(), v.integer(), v.minValue(0));
    entries[name] = described(value as AnySchema, option.help);
  }
  return v.strictObject(
    Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, v.optional(schema)])),
  );
}
