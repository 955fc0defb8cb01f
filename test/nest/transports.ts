import type { Ask } from '../support/inject.ts';

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

export async function tell(ways: Ways, ask: Ask): Promise<Answer> {
  const text = await answerTo(ways, ask).catch(() => '');
  const isServed = text.includes('served');
  return { status: isServed ? 200 : 403, isServed };
}

function answerTo(ways: Ways, ask: Ask): Promise<string> {
  if (ask.method === 'WS') return overSocket(ways, ask);
  return ask.method === 'RPC' ? overTcp(ways, ask) : overGraphql(ways, ask);
}

async function overGraphql({ url }: Ways, { method, path, headers }: Ask): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: `${method.toLowerCase()} { ${path} }` }),
    signal: AbortSignal.timeout(patience),
  });
  return response.text();
}

/** What HTTP callers bring in headers stands in the message. */
function messageOf({ headers }: Ask) {
  return { key: headers['x-api-key'] ?? null };
}

function overSocket({ own, url }: Ways, ask: Ask): Promise<string> {
  const { WebSocket } = own('ws');
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    const finish = (text: string) => {
      clearTimeout(timer);
      socket.terminate();
      resolve(text);
    };
    const timer = setTimeout(() => finish(''), patience);
    socket.on('message', (data: Buffer) => finish(String(data)));
    socket.on('error', () => finish(''));
    socket.on('open', () => socket.send(JSON.stringify({ event: ask.path, data: messageOf(ask) })));
  });
}

async function overTcp({ own, port }: Ways, ask: Ask): Promise<string> {
  const { ClientProxyFactory, Transport } = own('@nestjs/microservices');
  const { firstValueFrom, timeout } = own('rxjs');
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  const parts = [...ask.path.matchAll(/(\w+): (\w+)/g)].map(([, name, value]) => [name, value]);
  const pattern = parts.length > 0 ? Object.fromEntries(parts) : ask.path;
  try {
    return String(await firstValueFrom(client.send(pattern, messageOf(ask)).pipe(timeout(patience))));
  } finally {
    client.close();
  }
}
