import type { Site, SiteArgument } from '../adapter.ts';
import { within } from '../documentation.ts';
import { primitive, propertyOf, stringOf } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';

/** Contexts in which something else than Ajv validates. */
const otherwise = new WeakSet<ScopeValue>();

export function setValidatorCompiler(site: Site): Value {
  otherwise.add(site.scope);
  return site.scope;
}

/** The validation of headers as a step, where the schema of a route holds them against values of its own. */
export function validation(site: Site, options: SiteArgument | undefined): readonly SiteArgument[] {
  const headers = within(options?.value, 'schema', 'headers');
  if (!options || !headers || !holdsValues(headers)) return [];
  const at = (headers.t === 'object' && headers.at) || options.at;
  const attaches = propertyOf(options.value, 'attachValidation') ?? primitive(false);
  const value = site.library('@fastify/ajv-compiler', '', [headers, attaches], at);
  return value.t === 'function' ? [{ value, at, label: 'schema', phase: 'preValidation' }] : [];
}

/** A header that need not be there is not asked for. */
function holdsValues(headers: Value): boolean {
  const required = propertyOf(headers, 'required');
  if (required?.t !== 'array' || required.open) return false;
  return required.items.some((item) => {
    const only = within(headers, 'properties', stringOf(item) ?? '');
    return propertyOf(only, 'const') !== undefined || propertyOf(only, 'enum')?.t === 'array';
  });
}

/** Whether it is done as the schema says: https://fastify.dev/docs/latest/Reference/Validation-and-Serialization/#validator-compiler */
export function isValidated(site: Site, options: SiteArgument | undefined): boolean {
  if (propertyOf(options?.value, 'validatorCompiler') || site.options.get('schemaController')) return false;
  for (let scope: ScopeValue | null = site.scope; scope; scope = scope.parent) if (otherwise.has(scope)) return false;
  return true;
}
