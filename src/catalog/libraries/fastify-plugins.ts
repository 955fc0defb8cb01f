import { defineLibrary, type Library, type Plugin } from '../vocabulary.ts';

/** Plugins that decide nothing about who may enter, with what they put on the app. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  '@fastify/accepts': [],
  '@fastify/accepts-serializer': [],
  '@fastify/awilix': ['diContainer'],
  '@fastify/caching': ['cache'],
  '@fastify/circuit-breaker': ['circuitBreaker'],
  '@fastify/compress': [],
  '@fastify/elasticsearch': ['elastic'],
  '@fastify/env': ['config', 'getEnvs'],
  '@fastify/etag': [],
  '@fastify/express': ['express'],
  '@fastify/flash': [],
  '@fastify/formbody': [],
  '@fastify/funky': [],
  '@fastify/hotwire': [],
  '@fastify/kafka': ['kafka'],
  '@fastify/leveldb': ['level'],
  '@fastify/middie': [],
  '@fastify/mongodb': ['mongo'],
  '@fastify/mysql': ['mysql'],
  '@fastify/multipart': ['multipartErrors'],
  '@fastify/nextjs': ['next'],
  '@fastify/otel': ['opentelemetry'],
  '@fastify/postgres': ['pg'],
  '@fastify/redis': ['redis'],
  '@fastify/reply-from': [],
  '@fastify/request-context': ['requestContext'],
  '@fastify/response-validation': [],
  '@fastify/routes': ['routes'],
  '@fastify/schedule': ['scheduler'],
  '@fastify/sensible': ['httpErrors', 'assert', 'to', 'memo'],
  '@fastify/sse': [],
  '@fastify/swagger': ['swagger', 'swaggerCSP'],
  '@fastify/throttle': [],
  '@fastify/url-data': [],
  '@fastify/view': ['view', 'viewClearCache'],
  '@fastify/vite': ['vite'],
  '@fastify/websocket': ['websocketServer', 'injectWS'],
  '@fastify/zipkin': [],
  'fastify-graceful-shutdown': ['gracefulShutdown'],
  'fastify-raw-body': [],
  'fastify-socket.io': ['io'],
  '@fastify/one-line-logger': [],
};

/** The older name of a package of the organisation. */
function olderName(name: string): string[] {
  return name.startsWith('@fastify/') ? [name.replace('@fastify/', 'fastify-')] : [];
}

export default Object.entries(harmless).map(([name, members]): Library => {
  const plugin: Plugin = { is: 'plugin', members: {}, puts: members.map((member) => ({ on: 'app', name: member })) };
  return defineLibrary({
    package: name,
    aliases: olderName(name),
    docs: name.startsWith('@fastify/') ? 'https://fastify.dev/ecosystem/' : `https://www.npmjs.com/package/${name}`,
    exports: { '': plugin },
  });
});
