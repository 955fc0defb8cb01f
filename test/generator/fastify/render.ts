import type { Item, Manner, Plugin, Quiet, Route } from './setup.ts';

/** Writes a setup as the source of a server. Every guard notes its name on the request. */
export class Renderer {
  readonly #lines: string[] = [
    "const fastify = require('fastify');",
    "const fp = require('fastify-plugin');",
    'const trail = (request, name) => { (request.raw.trail ??= []).push(name); };',
    "const isKnown = (request) => request.headers['x-api-key'] === 'right-key';",
    'const handler = async (request) => {',
    '  if (!isKnown(request)) reached.add(request.url);',
    '  return { trail: request.raw.trail ?? [] };',
    '};',
    'async function build() {',
    '  const app = fastify({ pluginTimeout: 250 });',
  ];
  #count = 0;
  #decorations = 0;
  readonly #decorated: string[] = [];

  render(items: readonly Item[]): string {
    this.#items(items, 'app', '  ', true);
    return [...this.#lines, '  return app;', '}', 'module.exports = build();', ''].join('\n');
  }

  #items(items: readonly Item[], on: string, indent: string, mayWait: boolean): void {
    for (const item of items) this.#item(item, on, indent, mayWait);
  }

  #item(item: Item, on: string, indent: string, mayWait: boolean): void {
    const write = (line: string) => this.#lines.push(indent + line);
    switch (item.is) {
      case 'hook':
        write(`${on}.addHook('${item.phase}', ${this.#guard(item.manner, item.phase)});`);
        return;
      case 'decoration': {
        const name = `d${this.#decorations++}`;
        this.#decorated.push(name);
        write(`${on}.decorate('${name}', ${this.#guard(item.manner, 'onRequest', name)});`);
        return;
      }
      case 'route':
        write(`${on}.get('/r${this.#count++}', ${this.#options(item, on)}handler);`);
        return;
      case 'on-route':
        write(`${on}.addHook('onRoute', (route) => {`);
        write(`  route.${item.phase} ??= ${this.#guard(item.manner, item.phase)};`);
        write('});');
        return;
      case 'quiet':
        this.#quiet(item.what, on, write);
        return;
      case 'wait':
        if (mayWait) write(`await ${on}.after();`);
        return;
      case 'after':
        write(`${on}.after(() => {`);
        this.#items(item.items, on, `${indent}  `, false);
        write('});');
        return;
      case 'plugin':
        this.#plugin(item, on, indent, mayWait);
    }
  }

  #quiet(what: Quiet['what'], on: string, write: (line: string) => void): void {
    if (what === 'onSend') write(`${on}.addHook('onSend', async (request, reply, payload) => payload);`);
    else if (what === 'request-member') write(`${on}.decorateRequest('m${this.#count++}', null);`);
    else
      write(
        `${on}.setErrorHandler((error, request, reply) => reply.code(error.statusCode ?? 500).send({ no: true }));`,
      );
  }

  #plugin({ kind, prefix, awaited, callback, items }: Plugin, on: string, indent: string, mayWait: boolean): void {
    const name = `p${this.#count++}`;
    const inner = `i${this.#count++}`;
    this.#lines.push(
      `${indent}${callback ? `function ${name}(${inner}, options, done)` : `async function ${name}(${inner})`} {`,
    );
    this.#items(items, inner, `${indent}  `, !callback);
    if (callback) this.#lines.push(`${indent}  done();`);
    this.#lines.push(`${indent}}`);
    if (kind === 'symbol') this.#lines.push(`${indent}${name}[Symbol.for('skip-override')] = true;`);
    const given = kind === 'fastify-plugin' ? `fp(${name})` : name;
    const options = prefix ? `, { prefix: '/${name}' }` : '';
    this.#lines.push(`${indent}${awaited && mayWait ? 'await ' : ''}${on}.register(${given}${options});`);
  }

  #options({ own }: Route, on: string): string {
    if (!own) return '';
    const known = this.#decorated.at(-1) ?? 'missing';
    const hook =
      own.by === 'decorated'
        ? `${on}.${known}`
        : own.by === 'lazy'
          ? `(request, reply) => ${on}.${known}(request, reply)`
          : own.by === 'listed'
            ? `[${this.#guard('throws', own.phase)}, ${this.#guard('passes', own.phase)}]`
            : this.#guard(own.by, own.phase);
    return `{ ${own.phase}: ${hook} }, `;
  }

  #guard(manner: Manner, phase: string, given?: string): string {
    const name = given ?? `h${this.#count++}`;
    const payload = phase === 'preParsing' ? ', payload' : '';
    const body: Record<Manner, string> = {
      throws: "if (!isKnown(request)) throw Object.assign(new Error('no'), { statusCode: 401 });",
      sends: 'if (!isKnown(request)) reply.code(401).send({});',
      'done-error': "done(isKnown(request) ? null : new Error('no'));",
      'sets-status': 'if (!isKnown(request)) reply.code(401);',
      'returns-false': given ? 'isKnown(request);' : phase === 'preParsing' ? '' : 'return isKnown(request);',
      passes: '',
    };
    const isCallback = manner === 'done-error' && !given;
    const chosen = manner === 'done-error' && given ? body.throws : body[manner];
    return isCallback
      ? `function ${name}(request, reply${payload}, done) { trail(request, '${name}'); ${chosen} }`
      : `async function ${name}(request, reply) { trail(request, '${name}'); ${chosen} }`;
  }
}
