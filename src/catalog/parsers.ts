/** How a method of a schema hands out what it was given, when that has the shape it asks for. */
export type Parsing = 'schema' | 'value' | 'promise' | { readonly member: string; readonly isPromise: boolean };

export interface Parser {
  readonly methods: Readonly<Record<string, Parsing>>;
  /** Makes a schema of the texts that it is given. */
  readonly literal: RegExp;
  /** Adds a function that says whether a value is right. */
  readonly test: RegExp;
  /** Adds a function that throws for a value that is not right. */
  readonly check: RegExp;
  /** Adds texts that are taken, or are not: by itself that leaves all others as they were. */
  readonly exception: RegExp;
  /** Makes a schema of what is in an object, by a schema for each name. */
  readonly fields: RegExp;
  /** Leaves what a schema of an object asks of its fields as it is. */
  readonly plain: RegExp;
  /** Nothing has the shape as well. */
  readonly takesNothing: (made: readonly string[]) => boolean;
  /** Anything else that looks at more than the shape, or makes something else of the value. */
  readonly more: RegExp;
}

const data = (isPromise: boolean): Parsing => ({ member: 'data', isPromise });
const isRequired = (made: readonly string[]) => made.includes('required');

/** https://joi.dev/api: what is said last counts. */
const joi: Parser = {
  methods: { attempt: 'value', validateAsync: 'promise', validate: { member: 'value', isPromise: false } },
  literal: /^(valid|equal)$/,
  test: /^$/,
  check: /^custom$/,
  exception: /^(allow|invalid|disallow|not)$/,
  fields: /^(object|keys|append)$/,
  plain: /^(unknown|required|optional|options|prefs|preferences|label|description|note|tags?|meta|example)$/,
  takesNothing: (made) =>
    !/^(required|exist)$/.test(made.findLast((one) => /^(required|exist|optional)$/.test(one)) ?? ''),
  more: /^(valid|equal|invalid|disallow|not|allow|only|custom|external|pattern|regex|when|alter|default|empty|failover|cast|replace|ref|alternatives|link|compile|forbidden|presence|fork|concat)$/,
};

/** Libraries whose schemas look at the shape of a value and give it back: what it says about the caller stays as it is. */
export const parsers: Readonly<Record<string, Parser>> = {
  // https://zod.dev/basics
  zod: {
    methods: { parse: 'value', parseAsync: 'promise', safeParse: data(false), safeParseAsync: data(true) },
    literal: /^literal$/,
    test: /^refine$/,
    check: /^$/,
    exception: /^$/,
    fields: /^(object|looseObject|extend|safeExtend)$/,
    plain: /^(passthrough|loose|strip|readonly|describe|meta|openapi)$/,
    takesNothing: (made) => made.some((one) => /^(optional|nullish|default|prefault|catch|any|unknown)$/.test(one)),
    more: /enum|refine|check|custom|transform|pipe|preprocess|codec|coerce|overwrite|regex|union|or|and|lazy|string(Format|bool)|startsWith|endsWith|includes|template/i,
  },
  joi,
  '@hapi/joi': joi,
  // https://github.com/jquense/yup#schema-basics
  yup: {
    methods: { validate: 'promise', validateSync: 'value' },
    literal: /^oneOf$/,
    test: /^$/,
    check: /^$/,
    exception: /^notOneOf$/,
    fields: /^(object|shape)$/,
    plain: /^(required|defined|label|meta)$/,
    takesNothing: (made) => !isRequired(made),
    more: /^(oneOf|equals|notOneOf|test|matches|when|transform|default|lazy|ref)$/,
  },
};
