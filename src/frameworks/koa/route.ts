import type { Site, SiteArgument } from '../adapter.ts';
import { isTrue, isUndefined, primitive, propertyOf } from '../plain-values.ts';
import type { MadeValue, Value } from '../values.ts';
import { majorOf } from '../version.ts';
import { type RouterKind, routerPattern } from './paths.ts';
import { verbs } from './router.ts';

/** Under which a scope keeps that it has routes which take paths whatever the case of their letters. */
export const foldsCase = 'foldsCase';

/** `route.get('/pets/:name', pets.show)`: a step by itself that is a route. https://github.com/koajs/route#readme */
export function routeOf(value: Value): MadeValue | null {
  if (value.t !== 'made' || value.by.package !== 'koa-route' || value.path !== '') return null;
  const made = value.of ? curried(value.of, value.args) : value;
  return methodOf(made) === null || made.args.length < 2 ? null : made;
}

/** `route.get('/pets/:name')(pets.show)`: without a handler it gives what takes one. */
function curried(of: MadeValue, [handler]: readonly Value[]): MadeValue {
  const [path, none, options] = of.args;
  const isWaiting = path !== undefined && handler !== undefined && (none === undefined || isUndefined(none));
  return isWaiting ? { ...of, args: [path, handler, ...(options ? [options] : [])] } : of;
}

function methodOf({ by: { path } }: MadeValue): string | null {
  const name = path.replace(/^default\./, '');
  if (name === 'all') return 'ALL';
  if (name === 'del') return 'DELETE';
  return verbs.has(name) ? name.toUpperCase() : null;
}

export function installRoute(site: Site, made: MadeValue, arg: SiteArgument): void {
  const [path, handler, options] = made.args;
  // From 4 on paths are read by path-to-regexp 6, before that by 1.
  const version = majorOf(made.by.version);
  const kind: RouterKind = {
    major: version === null || version >= 4 ? 10 : 7,
    sensitive: isTrue(propertyOf(options, 'sensitive')),
    strict: isTrue(propertyOf(options, 'strict')),
    exclusive: false,
  };
  const pattern = routerPattern(path!, arg.at, false, kind);
  if (!kind.sensitive) site.options.set(foldsCase, primitive(true));
  const names = pattern.parameters ?? [];
  // What the path holds comes between the context and `next`.
  const given: SiteArgument['given'] = ({ member }) => {
    const params = member({ t: 'request', part: 'context' }, 'params');
    const part = (name: string) => member(params, name);
    return [{ t: 'request', part: 'context' }, ...names.map(part), { t: 'request', part: 'next' }];
  };
  site.route(pattern, [methodOf(made)!], [{ ...arg, value: handler!, label: '', given }]);
}
