import type {
  AnswerManner,
  Auth,
  Extension,
  Item,
  Major,
  Plugin,
  Route,
  SchemeManner,
  Setup,
  StepManner,
} from './setup.ts';

/** Writes a setup as the source of a server. Every function that a request passes notes its name on the request. */
export class Renderer {
  readonly #lines: string[] = [
    "const Boom = require('@hapi/boom');",
    'const trail = (request, name) => { (request.app.trail ??= []).push(name); };',
    "const isKnown = (request) => request.headers['x-api-key'] === process.env.API_KEY;",
    "const ada = { user: { name: 'ada' }, scope: ['read'] };",
  ];
  #count = 0;
  #schemes: readonly SchemeManner[] = [];
  #hasDefault = false;
  /** hapi 17 and 18 throw where a route completes a default that demands something. */
  #takesDemands = true;

  render({ major, schemes: drawn, server, items }: Setup): string {
    const schemes = drawn.map((manner) => (major < 20 ? (before20[manner] ?? manner) : manner));
    this.#lines.unshift(`const Hapi = require('${packageOf(major)}');`);
    this.#schemes = schemes;
    this.#takesDemands = major >= 20;
    const own = schemes.filter((manner) => !Object.hasOwn(plugins, manner));
    for (const manner of new Set(own)) this.#scheme(manner);
    this.#lines.push('async function build() {');
    const routes = [
      ...(server.auth ? [`auth: ${this.#auth(server.auth)}`] : []),
      ...(server.cors ? [`cors: ${server.cors}`] : []),
    ];
    this.#write(`const server = Hapi.server({ debug: false, routes: { ${routes.join(', ')} } });`);
    for (const library of new Set(schemes.flatMap((manner) => plugins[manner]?.register ?? [])))
      this.#write(`await server.register(${library});`);
    for (const manner of new Set(own)) this.#write(`server.auth.scheme('${manner}', ${schemeName(manner)});`);
    schemes.forEach((manner, index) => {
      const { scheme, options } = plugins[manner] ?? { scheme: manner, options: '' };
      this.#write(`server.auth.strategy('s${index}', '${scheme}'${options});`);
    });
    this.#items(items, 'server', '  ');
    return [...this.#lines, '  return server;', '}', 'module.exports = build();', ''].join('\n');
  }

  #write(line: string): void {
    this.#lines.push(`  ${line}`);
  }

  #items(items: readonly Item[], on: string, indent: string): void {
    for (const item of items) {
      const write = (line: string) => this.#lines.push(indent + line);
      if (item.is === 'route') write(`${on}.route(${this.#route(item)});`);
      else if (item.is === 'table') write(`${on}.route([${item.routes.map((one) => this.#route(one)).join(', ')}]);`);
      else if (item.is === 'default') {
        // hapi takes one.
        if (!this.#hasDefault)
          write(`${on}.auth.default(${this.#auth(this.#takesDemands ? item.auth : plain(item.auth))});`);
        this.#hasDefault = true;
      } else if (item.is === 'on-answer')
        write(
          `${on}.ext('onPreResponse', ${onAnswer(item.manner)}${item.sandboxed && on !== 'server' ? ", { sandbox: 'plugin' }" : ''});`,
        );
      else if (item.is === 'extension') write(this.#extension(item, on));
      else this.#plugin(item, on, indent);
    }
  }

  #plugin({ prefix, awaited, form, items }: Plugin, on: string, indent: string): void {
    const name = `p${this.#count++}`;
    this.#lines.push(`${indent}const ${name} = { name: '${name}', async register(${name}s) {`);
    this.#items(items, `${name}s`, `${indent}  `);
    this.#lines.push(`${indent}} };`);
    const options = `{ routes: { prefix: '/${name}' } }`;
    const given = {
      object: prefix ? `${name}, ${options}` : name,
      wrapped: prefix ? `{ plugin: ${name}, ${options.slice(2, -2)} }` : `{ plugin: ${name} }`,
      listed: prefix ? `[${name}], ${options}` : `[${name}]`,
    }[form];
    this.#lines.push(`${indent}${awaited ? 'await ' : ''}${on}.register(${given});`);
  }

  #extension({ point, manner, form }: Extension, on: string): string {
    const method = this.#step(manner);
    if (form === 'object') return `${on}.ext({ type: '${point}', method: ${method} });`;
    if (form === 'list') return `${on}.ext([{ type: '${point}', method: ${method} }]);`;
    return `${on}.ext('${point}', ${method}${form === 'sandboxed' && point !== 'onRequest' ? ", { sandbox: 'plugin' }" : ''});`;
  }

  #route({ method, path, auth, cors, pre, preFails, extension, onAnswer: answers, handler, under }: Route): string {
    const options = [
      ...(auth ? [`auth: ${this.#auth(auth)}`] : []),
      ...(cors ? [`cors: ${cors}`] : []),
      ...(pre ? [`pre: [${this.#prerequisite(pre, preFails)}]`] : []),
      ...(extension || answers
        ? [
            `ext: { ${[
              ...(extension ? [`${extension.point}: { method: ${this.#step(extension.manner)} }`] : []),
              ...(answers ? [`onPreResponse: { method: ${onAnswer(answers)} }`] : []),
            ].join(', ')} }`,
          ]
        : []),
    ].join(', ');
    const name = `h${this.#count++}`;
    const body = {
      plain: '',
      looks: 'if (!request.auth.isAuthenticated) throw Boom.unauthorized();',
      uses: 'if (!request.auth.credentials) throw Boom.unauthorized();',
    }[handler];
    const written = under === 'options' ? `options: { ${options} }` : `options: () => ({ ${options} })`;
    return `{ method: ${method}, path: '/r${this.#count++}${path}', ${written}, handler: function ${name}(request) { trail(request, '${name}'); ${body} return 'served'; } }`;
  }

  #prerequisite(manner: StepManner, fails: Route['preFails']): string {
    const step = this.#step(manner);
    return fails ? `{ method: ${step}, failAction: '${fails}' }` : step;
  }

  #auth(auth: Auth): string {
    const name = (of: number) => `'s${of % this.#schemes.length}'`;
    if (auth.is === 'name') return name(auth.of);
    if (auth.is !== 'object') return auth.is;
    const { of, mode, scope, entity, asAccess, payload } = auth;
    const demands = [...(scope ? [`scope: ['${scope}']`] : []), ...(entity ? [`entity: '${entity}'`] : [])];
    // Without a default there is nothing to complete.
    const strategies = [...new Set((of.length > 0 || this.#hasDefault ? of : [0]).map(name))];
    const parts = [
      ...(strategies.length === 1 ? [`strategy: ${strategies[0]}`] : []),
      ...(strategies.length > 1 ? [`strategies: [${strategies.join(', ')}]`] : []),
      ...(mode ? [`mode: '${mode}'`] : []),
      ...(payload && this.#offerPayload(strategies)
        ? [`payload: ${payload === 'false' ? 'false' : `'${payload}'`}`]
        : []),
      ...(asAccess && demands.length > 0 ? [`access: [{ ${demands.join(', ')} }]`] : demands),
    ];
    return `{ ${parts.join(', ')} }`;
  }

  /** hapi takes a demand only where each strategy leaves the choice. */
  #offerPayload(strategies: readonly string[]): boolean {
    const offers = (name: string) => this.#schemes[Number(name.slice(2, -1))] === 'payload-offered';
    return strategies.length > 0 && strategies.every(offers);
  }

  #step(manner: StepManner): string {
    const name = `e${this.#count++}`;
    const body: Record<StepManner, string> = {
      throws: 'if (!isKnown(request)) throw Boom.unauthorized(); return h.continue;',
      'returns-error': 'if (!isKnown(request)) return Boom.forbidden(); return h.continue;',
      'takes-over': "if (!isKnown(request)) return h.response('no').code(401).takeover(); return h.continue;",
      'takes-over-from-all': "return h.response('nobody').takeover();",
      nothing: 'if (isKnown(request)) return h.continue;',
      passes: 'return h.continue;',
    };
    return `function ${name}(request, h) { trail(request, '${name}'); ${body[manner]} }`;
  }

  #scheme(manner: SchemeManner): void {
    const accepted = 'return h.authenticated({ credentials: ada });';
    const body: Partial<Record<SchemeManner, string>> = {
      throws: `if (!isKnown(request)) throw Boom.unauthorized('no'); ${accepted}`,
      'returns-error': `if (!isKnown(request)) return Boom.unauthorized('no'); ${accepted}`,
      unauthenticated: `if (!isKnown(request)) return h.unauthenticated(Boom.unauthorized('no'), { credentials: {} }); ${accepted}`,
      'missing-or-throws': `if (!request.headers['x-api-key']) throw Boom.unauthorized(null, 'Key'); if (!isKnown(request)) throw Boom.unauthorized('no', 'Key'); ${accepted}`,
      'plain-error': `if (!isKnown(request)) throw new Error('no'); ${accepted}`,
      continues: `if (!isKnown(request)) return h.continue; ${accepted}`,
      nothing: `if (isKnown(request)) { ${accepted} }`,
      'accepts-all': accepted,
      'refuses-all': "throw Boom.unauthorized('no');",
      payload: accepted,
      'payload-offered': accepted,
    };
    const looks = "payload(request, h) { if (!isKnown(request)) throw Boom.unauthorized('no'); return h.continue; }";
    const more = { payload: `, ${looks}, options: { payload: true }`, 'payload-offered': `, ${looks}` };
    this.#lines.push(
      `const ${schemeName(manner)} = () => ({ authenticate(request, h) { ${body[manner]} }${more[manner as keyof typeof more] ?? ''} });`,
    );
  }
}

/** It leaves no trace: it runs whatever the chain has come to. */
function onAnswer(manner: AnswerManner): string {
  const body: Record<AnswerManner, string> = {
    continues: '',
    'data-for-errors': "if (response.isBoom) return h.response('replaced');",
    'data-for-challenges': "if (response.isBoom && response.output.statusCode === 401) return 'replaced';",
    'error-for-errors': "if (response.isBoom) return Boom.badRequest('no');",
    'error-for-data': 'if (!response.isBoom) throw Boom.forbidden();',
    'error-for-unknown': 'if (!response.isBoom && !isKnown(request)) throw Boom.unauthorized();',
  };
  return `function (request, h) { const { response } = request; ${body[manner]} return h.continue; }`;
}

/** What is drawn for majors that the plugins of today refuse. */
const before20: Partial<Record<SchemeManner, SchemeManner>> = {
  basic: 'throws',
  'basic-accepts': 'accepts-all',
  'basic-refuses': 'refuses-all',
  'basic-throws': 'plain-error',
  jwt: 'jwt2',
  'jwt-refuses': 'jwt2-refuses',
  'jwt-throws': 'jwt2',
};

/** Its name up to 17. */
export function packageOf(major: Major): string {
  return major === 17 ? 'hapi' : '@hapi/hapi';
}

function plain(auth: Auth): Auth {
  return auth.is === 'object' ? { ...auth, scope: null, entity: null } : auth;
}

function schemeName(manner: SchemeManner): string {
  return `scheme_${manner.replaceAll('-', '_')}`;
}

interface Brought {
  readonly register: string;
  readonly scheme: string;
  readonly options: string;
}

const basic = (validate: string): Brought => ({
  register: "require('@hapi/basic')",
  scheme: 'basic',
  options: `, { validate: async (request, user, password) => { ${validate} } }`,
});
const jwt = (validate: string): Brought => ({
  register: "require('@hapi/jwt')",
  scheme: 'jwt',
  options: `, { keys: 'test-secret', verify: { aud: false, iss: false, sub: false }, validate: (artifacts) => { ${validate} } }`,
});
const jwt2 = (validate: string): Brought => ({
  register: "require('hapi-auth-jwt2')",
  scheme: 'jwt',
  options: `, { key: 'test-secret', verifyOptions: { algorithms: ['HS256'] }, validate: async (decoded) => { ${validate} } }`,
});

/** Schemes that plugins bring, with validators that accept, refuse or throw. */
const plugins: Partial<Record<SchemeManner, Brought>> = {
  basic: basic(
    'return { isValid: user === process.env.ADMIN_USER && password === process.env.ADMIN_PASSWORD, credentials: ada };',
  ),
  'basic-accepts': basic('return { isValid: true, credentials: ada };'),
  'basic-refuses': basic('return { isValid: false, credentials: null };'),
  'basic-throws': basic("throw new Error('no');"),
  jwt: jwt('return { isValid: true, credentials: ada };'),
  'jwt-refuses': jwt('return { isValid: false };'),
  'jwt-throws': jwt("throw new Error('no');"),
  jwt2: jwt2('return { isValid: true, credentials: ada };'),
  'jwt2-refuses': jwt2('return { isValid: false };'),
};
