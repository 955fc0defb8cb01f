import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { bootsJobs, isolate } from '../support/boots.ts';
import type { Ask } from '../support/inject.ts';
import { allowsOrigin, askHeader, send } from '../support/send.ts';
import { serveFrom } from './loader.ts';
import type { Job, Report, Served, Told } from './protocol.ts';
import { askField, isOverSocket, isTransport, tell, type Ways } from './transports.ts';

/** A process of its own, because a program may exit, leave rejections unhandled or change globals. */
const require = createRequire(import.meta.url);
const patience = 2000;

/** What a program that does not start says. */
let failure = 'no application listens';

isolate((error) => {
  failure = String(error);
});

bootsJobs(answer);

interface NestApp {
  close(): Promise<void>;
  getUrl(): Promise<string>;
  getHttpServer(): { closeAllConnections(): void };
  useLogger(logger: object): void;
}

const tellsItself = (method: string) => !isTransport(method) || isOverSocket(method);

/** The question that is put now, where neither a header nor the message tells it. */
let current = '';
/** The port of microservices: this process has one application at a time. */
const microservice = 20_000 + (process.pid % 20_000);

type Passed = Map<string, { reached: boolean; guards: string[]; interceptors: string[] }>;

async function answer(job: Job): Promise<Report> {
  const { require: own, undo } = serveFrom(job.folder, job.major);
  const served: Served[] = [];
  const passed: Passed = new Map();
  const apps: NestApp[] = [];
  const restore = instrument(own, job, apps, served, passed);
  try {
    await run(job, () => apps.length > 0);
    const app = apps.at(-1);
    if (!app) return { booted: false, reason: failure };
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    const ways: Ways = { own, url, port: microservice };
    const answers: Told[] = [];
    // What tells itself apart may hang. All at once would outlast the patience for one.
    const apart = [...job.asks.entries()].filter(([, { method }]) => tellsItself(method)).values();
    const askOn = async () => {
      for (const [index, ask] of apart) answers[index] = await put(ways, ask, String(index), passed);
    };
    await Promise.all(Array.from({ length: 24 }, askOn));
    for (const [index, ask] of job.asks.entries()) {
      if (!tellsItself(ask.method)) answers[index] = await put(ways, ask, String(index), passed);
    }
    // What is never answered would keep the application from closing.
    app.getHttpServer().closeAllConnections();
    await app.close();
    return { booted: true, served, answers };
  } finally {
    restore();
    undo();
  }
}

async function run(job: Job, isUp: () => boolean): Promise<void> {
  for (const file of Object.keys(require.cache)) if (file.startsWith(job.folder)) delete require.cache[file];
  const passport = Object.keys(require.cache).filter((file) => file.includes('/node_modules/passport/'));
  for (const file of passport) delete require.cache[file];
  failure = 'no application listens';
  require(job.entry);
  const until = Date.now() + 20_000;
  while (!isUp() && failure === 'no application listens' && Date.now() < until) await wait(5);
}

/** Applications listen on a free port, on the adapter that is asked for, and tell what their requests meet. */
function instrument(own: NodeJS.Require, job: Job, apps: NestApp[], served: Served[], passed: Passed): () => void {
  const { NestFactory } = own('@nestjs/core');
  const { GuardsConsumer } = own('@nestjs/core/guards/guards-consumer.js');
  const factory = Object.getPrototypeOf(NestFactory);
  const { create, createMicroservice } = factory;
  const { InterceptorsConsumer } = own('@nestjs/core/interceptors/interceptors-consumer.js');
  const { NestApplication } = own('@nestjs/core/nest-application.js');
  const { tryActivate } = GuardsConsumer.prototype;
  const { intercept } = InterceptorsConsumer.prototype;
  const { listen, connectMicroservice } = NestApplication.prototype;
  NestApplication.prototype.connectMicroservice = function connects(this: NestApp, options: object, ...rest: object[]) {
    return connectMicroservice.call(this, { ...options, options: { host: '127.0.0.1', port: microservice } }, ...rest);
  };
  factory.create = async function made(this: unknown, root: unknown, ...rest: object[]) {
    const options = rest.find((one) => !('getHttpServer' in one)) ?? {};
    const adapter = job.platform === 'fastify' ? [new (own('@nestjs/platform-fastify').FastifyAdapter)()] : [];
    return create.call(this, root, ...adapter, { ...options, logger: false, abortOnError: false });
  };
  factory.createMicroservice = async function alone(this: unknown, root: unknown, options: object) {
    const own = { ...options, options: { host: '127.0.0.1', port: microservice }, logger: false, abortOnError: false };
    const made = await createMicroservice.call(this, root, own);
    const kind = Object.getPrototypeOf(made);
    const { listen: start } = kind;
    kind.listen = async function starts(this: NestApp) {
      await start.call(this);
      kind.listen = start;
      const getHttpServer = () => ({ closeAllConnections: () => {} });
      const getUrl = async () => 'http://127.0.0.1';
      apps.push({ close: () => this.close(), getUrl, getHttpServer, useLogger: () => {} });
    };
    return made;
  };
  NestApplication.prototype.listen = async function listens(this: NestApp) {
    this.useLogger(listener(served));
    const server = await listen.call(this, 0, '127.0.0.1');
    apps.push(this);
    return server;
  };
  GuardsConsumer.prototype.tryActivate = function tried(guards: object[], args: unknown[], ...rest: unknown[]) {
    noteOf(passed, args).guards.push(...guards.map((guard) => guard.constructor.name));
    return tryActivate.call(this, guards, args, ...rest);
  };
  InterceptorsConsumer.prototype.intercept = function intercepts(
    interceptors: object[],
    args: unknown[],
    instance: object,
    callback: unknown,
    next: () => unknown,
    ...rest: unknown[]
  ) {
    const note = noteOf(passed, args);
    note.interceptors.push(...interceptors.map((one) => one.constructor.name));
    const reach = () => {
      note.reached = true;
      return next();
    };
    return intercept.call(this, interceptors, args, instance, callback, reach, ...rest);
  };
  return () => {
    factory.create = create;
    factory.createMicroservice = createMicroservice;
    NestApplication.prototype.listen = listen;
    NestApplication.prototype.connectMicroservice = connectMicroservice;
    GuardsConsumer.prototype.tryActivate = tryActivate;
    InterceptorsConsumer.prototype.intercept = intercept;
  };
}

interface Incoming {
  readonly headers?: Readonly<Record<string, string>>;
}

interface Message {
  readonly [askField]?: string;
}

function noteOf(passed: Passed, [request, data]: readonly unknown[]) {
  const id =
    (request as Incoming | undefined)?.headers?.[askHeader] ?? (data as Message | undefined)?.[askField] ?? current;
  const note = passed.get(id) ?? unasked();
  passed.set(id, note);
  return note;
}

function unasked() {
  return { reached: false, guards: [] as string[], interceptors: [] as string[] };
}

/** Nest says of every route that it maps it. */
function listener(served: Served[]) {
  const log = (text: unknown) => {
    const found = /^Mapped \{(.*?), (\w+)\}( \(version)?/.exec(String(text));
    if (found) served.push({ method: found[2]!, path: found[1]!, isVersioned: found[3] !== undefined });
  };
  const ignore = () => {};
  return { log, error: ignore, warn: ignore, debug: ignore, verbose: ignore, fatal: ignore };
}

async function put(ways: Ways, ask: Ask, id: string, passed: Passed): Promise<Told> {
  if (isTransport(ask.method)) {
    current = id;
    const { status, isServed } = await tell(ways, ask, id);
    return { ...(passed.get(id) ?? unasked()), status, cors: false, reached: isServed };
  }
  const sent = await send(Number(new URL(ways.url).port), ask, id, patience);
  const note = passed.get(id) ?? unasked();
  return { status: sent.status, cors: allowsOrigin(sent), ...note };
}
