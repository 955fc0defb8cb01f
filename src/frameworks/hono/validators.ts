import type { Site, SiteArgument } from '../adapter.ts';
import { primitive, propertyOf, stringOf } from '../plain-values.ts';
import type { MadeValue, Value } from '../values.ts';

/** The files in which packages look at what is sent: https://hono.dev/docs/guides/validation */
const files: Readonly<Record<string, string>> = {
  'hono/validator': 'hono/dist/validator/validator',
  '@hono/zod-validator': '@hono/zod-validator/dist/index',
};

/** Where callers say who they are. What is asked of anything else says nothing of that. */
const places = new Set(['header', 'cookie', 'query']);

/** Steps, of which those that look at where credentials stand are the functions that they are. */
export function withValidators(site: Site, steps: readonly SiteArgument[]): readonly SiteArgument[] {
  return steps.map((step) => ({ ...step, value: looking(site, step) }));
}

function looking(site: Site, { value, at, label }: SiteArgument): Value {
  if (value.t === 'array') {
    const items = value.items.map((item) => looking(site, { value: item, at, label }));
    return items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value;
  }
  return isValidator(value) && places.has(stringOf(value.args[0]) ?? '')
    ? site.library(files[value.by.package]!, '', value.args, value.at)
    : value;
}

function isValidator(value: Value): value is MadeValue {
  return value.t === 'made' && value.path === '' && Object.hasOwn(files, value.by.package);
}

const asked = [
  ['query', 'query'],
  ['headers', 'header'],
  ['cookies', 'cookie'],
] as const;

/** What a definition says of requests: https://github.com/honojs/middleware/tree/main/packages/zod-openapi */
export function validatorsOf(site: Site, definition: Value, hook: Value | undefined): SiteArgument[] {
  const request = propertyOf(definition, 'request');
  const { at } = site.args[0]!;
  return asked.flatMap(([name, place]) => {
    const schema = propertyOf(request, name);
    if (schema?.t !== 'made') return [];
    const args = [primitive(place), schema, ...(hook ? [hook] : [])];
    const value = site.library('@hono/zod-validator/dist/index', '', args, at);
    return [{ value, at, label: `request.${name}` }];
  });
}
