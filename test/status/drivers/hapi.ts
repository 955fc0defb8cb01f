import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Driver } from '../driver.ts';

interface HapiServer {
  initialize(): Promise<void>;
  stop(): Promise<void>;
  inject(ask: object): Promise<{ statusCode: number; headers: Record<string, unknown> }>;
  /** Up to 16 one for each connection. */
  table(): (Entry | { table: Entry[] })[];
}

interface Entry {
  method: string;
  path: string;
  readonly settings?: { readonly isInternal?: boolean };
}

type Factory = (...args: unknown[]) => HapiServer;

interface Library {
  server?: Factory;
  Server: Factory & (new (options: object) => HapiServer);
}

const require = createRequire(import.meta.url);
const caught = new Set<Library>();
let made: HapiServer | null = null;

/** Makes a major tell which servers it makes; `server.start()` only initializes. */
function caughtIn(library: Library): Library {
  if (caught.has(library)) return library;
  caught.add(library);
  const { server: factory, Server } = library;
  const recorded = function recorded(options: object = {}) {
    const given = { ...options, debug: false };
    const server = factory ? factory(given) : new Server(given);
    Object.defineProperty(server, 'start', { value: () => server.initialize() });
    made = server;
    return server;
  };
  if (factory) library.server = recorded as Factory;
  library.Server = recorded as unknown as Library['Server'];
  return library;
}

/** The name under which the major is installed here that a program asks for; else AUTHLINT_HAPI asks for one. */
function installed(folder: string): string {
  const file = join(folder, 'package.json');
  const { dependencies = {} } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> })
    : {};
  const own = /\d+/.exec(dependencies['@hapi/hapi'] ?? dependencies['hapi'] ?? '')?.[0];
  const wanted = own ?? process.env['AUTHLINT_HAPI'];
  return wanted === undefined || wanted === '21' ? '@hapi/hapi' : `hapi${wanted}`;
}

/** Plugins of today, which take no server before hapi 20. */
const newPlugin = /['"](@hapi\/(?:jwt|basic|cookie|bell))['"]/;

/** hapi 17 to 21: requests are injected. */
export const hapi: Driver = {
  unfit(source) {
    const asked = process.env['AUTHLINT_HAPI'];
    const plugin = newPlugin.exec(source)?.[1];
    return plugin && asked && Number(asked) < 20 ? `${plugin} takes no server of hapi ${asked}` : null;
  },
  redirect(specifier, folder) {
    if (specifier !== '@hapi/hapi' && specifier !== 'hapi') return null;
    const name = installed(folder);
    if (name === specifier) return null;
    caughtIn(require(name) as Library);
    return name;
  },
  async prepare() {
    caughtIn(require('@hapi/hapi') as Library);
  },
  forget() {
    made = null;
  },
  hasServer: () => made !== null,
  async running() {
    const server = made;
    if (!server) return null;
    await server.initialize();
    return {
      async ask({ method, path, headers }) {
        const answer = await server.inject({ method, url: path, headers });
        return { status: answer.statusCode, cors: answer.headers['access-control-allow-origin'] !== undefined };
      },
      served: () =>
        server
          .table()
          .flatMap((one) => ('table' in one ? one.table : one))
          .filter(({ settings }) => !settings?.isInternal)
          .map(({ method, path }) => ({ method: method === '*' ? 'ALL' : method.toUpperCase(), path })),
      close: () => server.stop(),
    };
  },
};
