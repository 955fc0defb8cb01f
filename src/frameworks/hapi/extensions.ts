import type { Place } from '#text';
import type { Moment, Site, SiteArgument } from '../adapter.ts';
import { isUndefined, listOf, propertyOf, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { everywhere } from './paths.ts';
import { calledOn, receiverIn } from './receivers.ts';
import { answerPhase, errorPhase } from './request.ts';

/** Extension points before the handler, in the order in which a request passes them: https://hapi.dev/api#request-lifecycle */
const before = ['onRequest', 'onPreAuth', 'onCredentials', 'onPostAuth', 'onPreHandler'];

/** `onPreResponse` is passed behind the handler, and by what was rejected before. */
const slots: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(before.map((point) => [point, [point]])),
  onPreResponse: [answerPhase, errorPhase],
};

/** `server.ext(event, method, options)`, `server.ext({ type, method, options })`, `server.ext([…])`. */
export function extend(site: Site): void {
  const [first, second, third] = site.args;
  const install = (point: string, method: Value, options: Value | undefined, at: Place, label: string) => {
    const isSandboxed = options?.t === 'object' && stringOf(options.properties.get('sandbox')) === 'plugin';
    const reach = isSandboxed ? 'own' : 'app';
    const receiver = receiverIn(site.scope, propertyOf(options, 'bind'));
    const steps = listOf(method).map((value) =>
      calledOn({ value, at, label: labelOf(value, label, point), reach, ...absence(value, label) }, receiver),
    );
    for (const phase of slots[point] ?? []) site.step(everywhere(at), ['ALL'], steps, phase);
  };
  const name = stringOf(first?.value);
  if (name === 'onPreStart' && second) {
    site.eventually(() => void site.run(second.value, [site.scope]));
    return;
  }
  if (name !== null && second) {
    install(name, second.value, third?.value, second.at, second.label);
    return;
  }
  const list = listOf(first?.value);
  for (const one of list) {
    if (one.t !== 'object') {
      site.gap('an extension could not be read');
      continue;
    }
    const method = one.properties.get('method');
    const point = stringOf(one.properties.get('type')) ?? '';
    if (method) install(point, method, one.properties.get('options'), one.at ?? site.at, '');
  }
}

/** `onCredentials` is passed only where there is authentication. https://hapi.dev/api#request-lifecycle */
export function runsFor(phase: string, isAuthenticating: unknown): boolean {
  return phase !== 'onCredentials' || Boolean(isAuthenticating);
}

/** How a step is called: by its own name where it has one, else by its place. `{ method: () => … }` is named by its slot. */
export function labelOf(value: Value, label: string, point: string): string {
  const isNamed = value.t !== 'function' || !['', 'method'].includes(value.name);
  return label || (isNamed ? '' : point);
}

/**
 * `undefined` in the place of an extension is taken for none. Where a member stands there it was meant to be one, while
 * `condition ? extension : undefined` means it.
 */
function absence(value: Value, label: string): Pick<SiteArgument, 'ignored'> {
  return isUndefined(value) && label.includes('.') ? { ignored: 'nothing that was seen puts it there before' } : {};
}

/** `options.ext: { onPreHandler: { method } | [...] }`. */
export function extensionsOf(
  site: Site,
  options: Value,
  moment: Moment,
  at: Place,
  receiver: Value | undefined,
): SiteArgument[] {
  const ext = site.property({ value: options, at, label: '' }, 'ext');
  if (!ext) return [];
  return Object.entries(slots).flatMap(([point, phases]): SiteArgument[] => {
    const slot = site.property(ext, point);
    if (!slot) return [];
    const { value: given } = slot;
    if (isUndefined(given)) return [{ ...slot, phase: phases[0]!, ...absence(given, slot.label) }];
    return listOf(given).flatMap((one): SiteArgument[] => {
      const method = one.t === 'object' ? one.properties.get('method') : one;
      if (!method) return [];
      const place = one.t === 'object' && one.at ? one.at : at;
      const label = labelOf(method, '', point);
      const own = one.t === 'object' ? propertyOf(one.properties.get('options'), 'bind') : undefined;
      return phases.map((phase) => calledOn({ value: method, at: place, label, phase, moment }, own ?? receiver));
    });
  });
}
