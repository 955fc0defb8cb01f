import { type IncomingHttpHeaders, request } from 'node:http';
import type { Ask } from './inject.ts';
import { answered } from './patience.ts';

export interface Sent {
  /** null when nothing came. */
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
}

/** Names a question to the server that is asked, so that what it met can be told from what others met. */
export const askHeader = 'x-ask';

const nothing: Sent = { status: null, headers: {} };

/** Asks a server of this machine by a connection of its own: some questions are never answered. */
export async function send(port: number, { method, path, headers }: Ask, id: string, patience: number): Promise<Sent> {
  const all = { ...headers, [askHeader]: id, connection: 'close' };
  const asked = request({ host: '127.0.0.1', port, method, path, headers: all });
  const told = new Promise<Sent>((resolve) => {
    asked.on('response', (response) => {
      const finish = () => resolve({ status: response.statusCode ?? null, headers: response.headers });
      response.resume();
      response.on('end', finish);
      response.on('error', finish);
    });
    asked.on('error', () => resolve(nothing));
  });
  asked.end();
  const sent = await answered(told, patience);
  if (!sent) asked.destroy();
  return sent ?? nothing;
}

export function allowsOrigin({ headers }: Sent): boolean {
  return headers['access-control-allow-origin'] !== undefined;
}
