/** How a method of a schema hands out what it was given, when that has the shape it asks for. */
export type Parsing = 'schema' | 'value' | 'promise' | { readonly member: string; readonly isPromise: boolean };

interface Parser {
  readonly methods: Readonly<Record<string, Parsing>>;
  /** Makes a schema of the one text that it is given. */
  readonly literal: RegExp;
  /** Adds a function that says whether a value is right. */
  readonly test: RegExp;
  /** Nothing has the shape as well. */
  readonly takesNothing: (made: readonly string[]) => boolean;
  /** Anything else that looks at more than the shape, or makes something else of the value. */
  readonly more: RegExp;
}

const data = (isPromise: boolean): Parsing => ({ member: 'data', isPromise });
const isRequired = (made: readonly string[]) => made.includes('required');

/** Libraries whose schemas look at the shape of a value and give it back: what it says about the caller stays as it is. */
const parsers: Readonly<Record<string, Parser>> = {
  // https://zod.dev/basics
  zod: {
    methods: { parse: 'value', parseAsync: 'promise', safeParse: data(false), safeParseAsync: data(true) },
    literal: /^literal$/,
    test: /^refine$/,
    takesNothing: (made) => made.some((one) => /^(optional|nullish|default|prefault|catch|any|unknown)$/.test(one)),
    more: /enum|refine|check|custom|transform|pipe|preprocess|codec|coerce|overwrite|regex|union|or|and|lazy|string(Format|bool)|startsWith|endsWith|includes|template/i,
  },
  // https://joi.dev/api
  joi: {
    methods: { attempt: 'value', validateAsync: 'promise', validate: { member: 'value', isPromise: false } },
    literal: /^(valid|equal)$/,
    test: /^$/,
    takesNothing: (made) => !isRequired(made),
    more: /^(valid|equal|invalid|allow|custom|external|pattern|regex|when|alter|default|empty|failover|cast|replace|ref|alternatives|link|compile)$/,
  },
  // https://github.com/jquense/yup#schema-basics
  yup: {
    methods: { validate: 'promise', validateSync: 'value' },
    literal: /^oneOf$/,
    test: /^$/,
    takesNothing: (made) => !isRequired(made),
    more: /^(oneOf|equals|notOneOf|test|matches|when|transform|default|lazy|ref)$/,
  },
};

/** What a method of a schema does, or a function of the library; anything that is no parsing makes a schema. */
export function parsingOf(packageName: string, method: string | null): Parsing | null {
  if (!Object.hasOwn(parsers, packageName)) return null;
  const { methods } = parsers[packageName]!;
  return method !== null && Object.hasOwn(methods, method) ? methods[method]! : 'schema';
}

/** What a schema asks of one text, by the calls that have made it; null where that is not known. */
export interface Asked {
  readonly by: 'shape' | 'literal' | 'test';
  readonly takesNothing: boolean;
}

export function askedBySchema(packageName: string, path: string): Asked | null {
  const parser = Object.hasOwn(parsers, packageName) ? parsers[packageName]! : null;
  if (!parser) return null;
  const made = path.split(/[().]+/).filter((part) => part !== '' && part !== 'z' && part !== 'default');
  const asking = made.filter((one) => parser.literal.test(one) || parser.test.test(one) || parser.more.test(one));
  const takesNothing = parser.takesNothing(made);
  const last = made.at(-1) ?? '';
  if (asking.length === 0) return { by: 'shape', takesNothing };
  if (asking.length > 1 || asking[0] !== last) return null;
  if (parser.literal.test(last)) return { by: 'literal', takesNothing };
  return parser.test.test(last) ? { by: 'test', takesNothing } : null;
}
