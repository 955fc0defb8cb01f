import type { Site, SiteArgument } from '../adapter.ts';
import { isTrue } from '../plain-values.ts';
import type { Value } from '../values.ts';
import { isBefore, majorOf } from '../version.ts';
import type { Platform } from './paths.ts';

/** Options of an application: Fastify takes its requests; the program has made the server itself. */
export const fastifyPlatform = 'on fastify';
export const ownServer = 'own server';

export function isMicroservice(site: Site): boolean {
  return site.method === 'NestFactory.createMicroservice';
}

export function platformOf(site: Site): Platform {
  const isFastify = site.args.some(
    ({ value }) => value.t === 'made' && value.by.package === '@nestjs/platform-fastify',
  );
  return { kind: isFastify ? 'fastify' : 'express', major: majorOf(site.version), version: site.version };
}

/** What `enableCors(options)` installs. */
export function corsOf({ workbench, at }: Site, options: Value | undefined): SiteArgument {
  const cors = { t: 'library', package: 'cors', path: '', version: null, from: at.file } as const;
  const value = workbench.call(cors, options?.t === 'object' ? [options] : [], null, at);
  return { value, at, label: 'cors' };
}

export function onFastify(options: ReadonlyMap<string, Value>): boolean {
  return isTrue(options.get(fastifyPlatform));
}

/** Middleware sees paths as they were sent, the router decodes them: https://nvd.nist.gov/vuln/detail/CVE-2025-69211 */
export function hasRawPaths({ kind, major, version }: Platform): boolean {
  const isKnown = major !== null && (major < 11 || /^\d+\.\d+\.\d+/.test(version ?? ''));
  return kind === 'fastify' && isKnown && (major < 11 || isBefore(version, [11, 1, 11]));
}
