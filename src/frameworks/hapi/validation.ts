import type { Place } from '#text';
import type { Site, SiteArgument } from '../adapter.ts';
import { objectValue, primitive, propertyOf, undefinedValue } from '../plain-values.ts';
import type { RequestPart, Value } from '../values.ts';
import { labelOf } from './extensions.ts';
import { ofValidation, withFailAction } from './fail-actions.ts';
import { validationPhase } from './request.ts';

/** In the order in which a request passes them. */
const inputs: readonly (readonly [name: string, part: RequestPart])[] = [
  ['headers', 'headers'],
  ['params', 'params'],
  ['query', 'query'],
  ['payload', 'body'],
  ['state', 'cookies'],
];

/**
 * `options.validate`: a schema, or a function in its place, is handed a part of the request, and who it throws for is turned
 * away, unless `failAction` says otherwise. https://hapi.dev/api#-routeoptionsvalidate
 */
export function validation(site: Site, own: Value | undefined, server: Value | undefined, at: Place): SiteArgument[] {
  const setting = (name: string) => propertyOf(own, name) ?? propertyOf(server, name);
  const failAction = setting('failAction');
  return inputs.flatMap(([name, part]): SiteArgument[] => {
    const value = functionIn(site, part, setting(name), setting('options'), at);
    if (value?.t !== 'function') return [];
    const step = withFailAction(site, value, failAction, ofValidation, (args) => args.slice(2));
    if (!step) return [];
    const property = own && site.property({ value: own, at, label: '' }, name);
    return [
      {
        value: step,
        at: property?.at ?? at,
        label: labelOf(value, property?.label ?? '', `validate.${name}`) || (step === value ? '' : value.name),
        phase: validationPhase,
        given: () => [
          { t: 'request', part },
          objectValue([], true),
          { t: 'request', part: 'request' },
          { t: 'request', part: 'toolkit' },
        ],
      },
    ];
  });
}

/** A schema of headers as a function. */
function functionIn(
  site: Site,
  part: RequestPart,
  value: Value | undefined,
  options: Value | undefined,
  at: Place,
): Value | undefined {
  if (part !== 'headers' || (value?.t !== 'made' && value?.t !== 'object')) return value;
  const isPlain = primitive(value.t === 'object');
  return site.library('@hapi/hapi/lib/validation', '', [value, isPlain, options ?? undefinedValue], at);
}
