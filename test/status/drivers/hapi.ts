import { createRequire } from 'node:module';
import type { Driver } from '../driver.ts';

interface HapiServer {
  initialize(): Promise<void>;
  stop(): Promise<void>;
  inject(ask: object): Promise<{ statusCode: number; headers: Record<string, unknown> }>;
  table(): { method: string; path: string }[];
}

type Factory = (...args: unknown[]) => HapiServer;

const require = createRequire(import.meta.url);
let made: HapiServer | null = null;

/** hapi: `server.start()` only initializes, requests are injected. */
export const hapi: Driver = {
  redirect: () => null,
  async prepare() {
    const library = require('@hapi/hapi') as { server: Factory; Server: Factory };
    const original = library.server;
    const recorded = function recorded(options: object = {}) {
      const server = original({ ...options, debug: false });
      Object.defineProperty(server, 'start', { value: () => server.initialize() });
      made = server;
      return server;
    };
    library.server = recorded as Factory;
    library.Server = recorded as Factory;
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
        server.table().map(({ method, path }) => ({ method: method === '*' ? 'ALL' : method.toUpperCase(), path })),
      close: () => server.stop(),
    };
  },
};
