import { existsSync, readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import Module, { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { compile } from '../../support/compile.ts';
import { type App, loadExpress, type StepFunction } from '../../support/express.ts';
import { allowsOrigin, send } from '../../support/send.ts';
import { servedBy } from '../../support/served.ts';
import { majorOf } from '../../truth/runner.ts';
import type { Driver } from '../driver.ts';

type Extensions = Record<string, (module: { _compile(code: string, file: string): void }, file: string) => void>;

const require = createRequire(import.meta.url);
const patience = 1500;

/** Its routes are written as decorators, from which a library makes those of Express. */
export function isDecorated(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"reflect-metadata"');
}

const isApp = (value: unknown): value is App =>
  typeof value === 'function' && typeof (value as { use?: unknown }).use === 'function';

let listened: App | null = null;

/** The app that a program exports, or lets listen, is asked on this machine. */
export const express: Driver = {
  redirect(specifier, folder) {
    const isOlder = majorOf(folder) === 4 && (specifier === 'express' || specifier.startsWith('express/'));
    return isOlder ? specifier.replace('express', 'express4') : null;
  },
  async prepare() {
    for (const major of [4, 5] as const) {
      const { application } = loadExpress(major, require) as unknown as { application: { listen: StepFunction } };
      application.listen = function listen(this: App) {
        listened = this;
        return new Server();
      };
    }
    const { _extensions: extensions } = Module as unknown as { _extensions: Extensions };
    const load = extensions['.ts']!;
    extensions['.ts'] = (module, file) => {
      if (!file.includes('/fixtures/')) load(module, file);
      else module._compile(compile(readFileSync(file, 'utf8'), file), file);
    };
  },
  forget() {
    listened = null;
  },
  hasServer: () => listened !== null,
  async running(loaded) {
    const app = listened ?? [loaded['default'], loaded['app']].find(isApp);
    if (!app) return null;
    const server = createServer((request, response) => void app(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      async ask(ask) {
        const sent = await send(port, ask, '', patience);
        return { status: sent.status, cors: allowsOrigin(sent) };
      },
      served: () =>
        servedBy(app).flatMap(({ method, path, step }) =>
          // What goes on serves nothing: `all('*', step)`.
          path === null || (method === 'ALL' && step.length > 2) ? [] : [{ method, path }],
        ),
      async close() {
        server.close();
        server.closeAllConnections();
      },
    };
  },
};
