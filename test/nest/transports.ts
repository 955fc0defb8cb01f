import type { Ask } from '../support/inject.ts';
import { answered } from '../support/patience.ts';

/** Requests that arrive otherwise than by HTTP. */
export interface Ways {
  readonly own: NodeJS.Require;
  readonly url: string;
  /** Where the microservice listens. */
  readonly port: number;
}

export interface Answer {
  readonly status: number;
  /** What the handlers of such fixtures answer. */
  readonly isServed: boolean;
}

const patience = 1000;

export const isTransport = (method: string): boolean => /^(?:QUERY|MUTATION|WS|RPC)$/.test(method);

/** A message by socket tells itself apart: several may wait for an answer, and a refused one gets none. */
export const isOverSocket = (method: string): boolean => method === 'WS';

export async function tell(ways: Ways, ask: Ask, id: string): Promise<Answer> {
  const text = await answerTo(ways, ask, id).catch(() => null);
  const isServed = text?.includes('served') ?? false;
  return { status: isServed ? 200 : 403, isServed };
}

/** Null when nothing came. */
function answerTo(ways: Ways, ask: Ask, id: string): Promise<string | null> {
  if (isOverSocket(ask.method)) return overSocket(ways, ask, id);
  return ask.method === 'RPC' ? overTcp(ways, ask) : overGraphql(ways, ask);
}

async function overGraphql(ways: Ways, ask: Ask): Promise<string | null> {
  const text = await selected(ways, ask, ask.path);
  // Of an object, a field has to be named.
  return text?.includes('must have a selection of subfields') ? selected(ways, ask, `${ask.path} { note }`) : text;
}

async function selected({ url }: Ways, { method, headers }: Ask, selection: string): Promise<string | null> {
  const response = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: `${method.toLowerCase()} { ${selection} }` }),
  });
  const text = response.then((answer) => answer.text());
  return answered(text, patience);
}

/** What HTTP callers bring in headers stands in the message. */
function messageOf({ headers }: Ask) {
  return { key: headers['x-api-key'] ?? null };
}

/** Where a message says which question it puts. */
export const askField = 'ask';

async function overSocket({ own, url }: Ways, ask: Ask, id: string): Promise<string | null> {
  const { WebSocket } = own('ws');
  const socket = new WebSocket(url.replace('http', 'ws'));
  const message = new Promise<string>((resolve) => {
    socket.on('message', (data: Buffer) => resolve(String(data)));
    socket.on('error', () => resolve(''));
    socket.on('open', () =>
      socket.send(JSON.stringify({ event: ask.path, data: { ...messageOf(ask), [askField]: id } })),
    );
  });
  const text = await answered(message, patience);
  socket.terminate();
  return text;
}

async function overTcp({ own, port }: Ways, ask: Ask): Promise<string | null> {
  const { ClientProxyFactory, Transport } = own('@nestjs/microservices');
  const { firstValueFrom } = own('rxjs');
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  const parts = [...ask.path.matchAll(/(\w+): (\w+)/g)].map(([, name, value]) => [name, value]);
  const pattern = parts.length > 0 ? Object.fromEntries(parts) : ask.path;
  try {
    return await answered(firstValueFrom(client.send(pattern, messageOf(ask))).then(String), patience);
  } finally {
    client.close();
  }
}
