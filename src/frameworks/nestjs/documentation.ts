import type { Site, SiteArgument } from '../adapter.ts';
import { stringOf, undefinedValue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { type Platform, rooted, routePattern } from './paths.ts';

/** `SwaggerModule.setup`: pages of the server itself, which no guard covers (N9). */
export function serveDocument(site: Site, path: SiteArgument | undefined, platform: Platform): void {
  const text = stringOf(path?.value);
  if (text === null) {
    site.gap('the path of the documentation could not be read', site.at);
    return;
  }
  for (const served of [rooted(text) || '/', `${rooted(text)}-json`]) {
    const pattern = routePattern(served, site.at, platform);
    const value = site.library('@nestjs/swagger', 'documentation', [], site.at);
    const target = { handler: value, owner: undefinedValue, transport: 'server' };
    site.route(pattern, ['GET'], [{ value, at: site.at, label: 'documentation' }], site.at, target);
  }
}

/** The names of the schemes that a documentation defines; null where they cannot be read. */
export function schemesDescribed(list: Value | undefined): readonly string[] | null {
  const names = list?.t === 'array' && !list.open ? list.items.map(stringOf) : [null];
  return names.includes(null) ? null : names.flatMap((name) => name ?? []);
}
