import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { StepFunction, Visit } from './express.ts';
import { trailOf } from './express.ts';

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  /** null when nothing came: the request hangs. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly trail: readonly Visit[];
}

/** Turns of the event loop after which a request without an answer counts as hanging. */
const patience = 40;

/** Asks an app in this process: real request and response objects, without a socket. */
export async function inject(app: StepFunction, ask: Ask): Promise<Answer> {
  const req = new IncomingMessage(null as unknown as Socket);
  req.method = ask.method;
  req.url = ask.path;
  req.headers = { host: 'localhost', ...ask.headers };
  req.rawHeaders = Object.entries(req.headers).flatMap(([name, value]) => [name, String(value)]);
  // Left to itself a request without a socket reads from nowhere; the body is empty.
  req.push(null);
  const res = new ServerResponse(req);
  const parts: string[] = [];
  let ended = false;
  res.write = ((chunk: unknown) => parts.push(String(chunk)) > 0) as typeof res.write;
  res.end = ((chunk?: unknown) => {
    if (ended) return res;
    if (chunk && typeof chunk !== 'function') parts.push(String(chunk));
    if (!res.headersSent) res.writeHead(res.statusCode);
    ended = true;
    return res;
  }) as typeof res.end;
  app(req, res);
  for (let turns = 0; !ended && turns < patience; turns++) await turn();
  return {
    status: ended ? res.statusCode : null,
    headers: res.getHeaders(),
    body: parts.join(''),
    trail: trailOf(req),
  };
}
