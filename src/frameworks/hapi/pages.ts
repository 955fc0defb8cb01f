import type { Site } from '../adapter.ts';
import { objectValue, primitive, stringOf } from '../plain-values.ts';
import type { Value } from '../values.ts';
import type { Authentication } from './authentication.ts';
import { addRoutes } from './routes.ts';

interface Page {
  /** Options that say its path; of several the first that is there. */
  readonly paths: readonly string[];
  readonly otherwise: string;
  /** The option that turns it off. */
  readonly unless?: string;
}

/** Pages that plugins serve, open to everybody unless their option `auth` says otherwise. */
const pages: Readonly<Record<string, readonly Page[]>> = {
  // https://github.com/hapi-swagger/hapi-swagger/blob/master/optionsreference.md
  'hapi-swagger': [
    { paths: ['documentationPath'], otherwise: '/documentation', unless: 'documentationPage' },
    { paths: ['jsonRoutePath', 'jsonPath'], otherwise: '/swagger.json' },
  ],
};

/** The export of the catalog that stands for a page of a plugin. */
const pageExport = 'plugin#page';

/** Whether a plugin serves pages that are known. */
export function hasPages(packageName: string): boolean {
  return Object.hasOwn(pages, packageName);
}

/** Adds what a plugin serves by itself. A default of the server does not hold for it: `auth: false` is the plugin's own. */
export function addPages(site: Site, root: Site, state: Authentication, packageName: string, options: Value): void {
  if (options.t !== 'object') {
    site.gap(`the options of ${packageName} could not be read: where its pages are is not known`);
    return;
  }
  const option = (name: string) => options.properties.get(name);
  for (const { paths, otherwise, unless } of pages[packageName]!) {
    const off = unless === undefined ? undefined : option(unless);
    if (off?.t === 'primitive' && off.value === false) continue;
    const given = paths.map(option).find((one) => one !== undefined && stringOf(one) !== '');
    const route = objectValue([
      ['method', primitive('GET')],
      ['path', given ?? primitive(otherwise)],
      ['options', objectValue([['auth', option('auth') ?? primitive(false)]])],
      ['handler', site.library(packageName, pageExport, [options], site.at)],
    ]);
    addRoutes(site.on(site.scope, [{ value: route, at: site.at, label: '' }]), root, state);
  }
}
