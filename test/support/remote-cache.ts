import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server that keeps what it is given: the remote caches of Turborepo (https://turborepo.com/docs/openapi) and of Nx
 * (https://nx.dev/docs/kb/self-hosted-caching) are both asked for a name and given bytes.
 */
export class RemoteCache {
  readonly kept = new Map<string, Buffer>();
  readonly #server = createServer((request, response) => {
    const name = request.url!.replace(/\?.*/, '');
    if (!/^\/v8\/artifacts\/|^\/v1\/cache\//.test(name)) return response.writeHead(404).end();
    if (request.method !== 'PUT') {
      const found = this.kept.get(name);
      return response.writeHead(found ? 200 : 404).end(request.method === 'HEAD' ? undefined : found);
    }
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    return request.on('end', () => {
      this.kept.set(name, Buffer.concat(parts));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"urls":[]}');
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): Promise<void> {
    return new Promise((done) => void this.#server.listen(0, '127.0.0.1', done));
  }

  close(): Promise<void> {
    return new Promise((done) => void this.#server.close(() => done()));
  }
}
