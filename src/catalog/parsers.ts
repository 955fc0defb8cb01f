/** How a method of a schema hands out what it was given, when that has the shape it asks for. */
export type Parsing = 'schema' | 'value' | 'promise' | { readonly member: string; readonly isPromise: boolean };

const data = (isPromise: boolean): Parsing => ({ member: 'data', isPromise });

/** Libraries whose schemas look at the shape of a value and give it back: what it says about the caller stays as it is. */
const parsers: Readonly<Record<string, Readonly<Record<string, Parsing>>>> = {
  // https://zod.dev/basics
  zod: { parse: 'value', parseAsync: 'promise', safeParse: data(false), safeParseAsync: data(true) },
  // https://joi.dev/api
  joi: { attempt: 'value', validateAsync: 'promise', validate: { member: 'value', isPromise: false } },
  // https://github.com/jquense/yup#schema-basics
  yup: { validate: 'promise', validateSync: 'value' },
};

/** What a method of a schema does, or a function of the library; anything that is no parsing makes a schema. */
export function parsingOf(packageName: string, method: string | null): Parsing | null {
  if (!Object.hasOwn(parsers, packageName)) return null;
  const methods = parsers[packageName]!;
  return method !== null && Object.hasOwn(methods, method) ? methods[method]! : 'schema';
}
