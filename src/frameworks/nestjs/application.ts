import type { PathPattern } from '#model';
import type { Site, SiteArgument } from '../adapter.ts';
import { everything, placed } from '../express/paths.ts';
import { primitive, undefinedValue } from '../plain-values.ts';
import type { ScopeValue, Value } from '../values.ts';
import { schemesDescribed, serveDocument } from './documentation.ts';
import { Enhancers, interceptors, pipes } from './enhancers.ts';
import { Filters } from './filters.ts';
import { Guards } from './guards.ts';
import { Injector } from './injector.ts';
import { Microservices } from './microservices.ts';
import { Consumers } from './middleware.ts';
import { ModuleGraph } from './modules.ts';
import { isUnread, mountPattern, type Platform } from './paths.ts';
import { corsOf, fastifyPlatform, isMicroservice, ownServer, platformOf } from './platform.ts';
import { noPrefixes, withPrefix, withVersions } from './prefixes.ts';
import { Controllers } from './routes.ts';
import { adapterOf, callServer, isBeneath } from './server.ts';
import { Transports } from './transports.ts';

/** One `NestFactory.create(AppModule, adapter?, options?)`: what is known of it until its routes are laid out. */
export class Application {
  readonly #site: Site;
  readonly #graph: ModuleGraph;
  readonly #injector: Injector;
  readonly #adapter: Value;
  readonly #guards: Guards;
  readonly #interceptors: Enhancers;
  readonly #pipes: Enhancers;
  /** Pipes of the whole application. */
  readonly #everywhere: SiteArgument[] = [];
  readonly #filters: Filters;
  readonly #late: SiteArgument[] = [];
  readonly #platform: Platform;
  #prefixes = noPrefixes;
  #isInitialised = false;
  /** How much was said about it. */
  #settings = 0;
  readonly #microservices: Microservices;
  /** Guards and interceptors for everything, as far as they are there. */
  readonly #globals: SiteArgument[] = [];

  constructor(site: Site) {
    const { workbench } = site;
    this.#site = site;
    this.#platform = platformOf(site);
    this.#microservices = new Microservices(this.#platform);
    if (isMicroservice(site)) site.options.set('inheritAppConfig', primitive(true));
    if (this.#platform.kind === 'fastify') site.options.set(fastifyPlatform, primitive(true));
    if (site.args.some(({ value }) => value.t === 'made')) site.options.set(ownServer, primitive(true));
    this.#graph = new ModuleGraph(
      site.args[0]?.value ?? undefinedValue,
      workbench,
      (reason, at) => site.gap(reason, at),
      site.at,
    );
    this.#adapter = adapterOf(site);
    this.#injector = new Injector(workbench, this.#graph, this.#adapter);
    this.#guards = new Guards(workbench, this.#injector, site.version);
    this.#interceptors = new Enhancers(workbench, this.#injector, interceptors);
    this.#pipes = new Enhancers(workbench, this.#injector, pipes);
    this.#filters = new Filters(workbench, this.#injector);
    this.#injector.makeAll();
    const options = site.args.map((arg) => arg.value).find((value) => value.t === 'object' && !value.class);
    if (options?.t === 'object' && options.properties.has('cors')) this.#cors(site, options.properties.get('cors'));
    for (const kind of [this.#guards, this.#interceptors]) {
      for (const { step, late } of kind.ofModules(this.#graph)) {
        if (late) this.#late.push(step);
        else this.#forAll(step);
      }
    }
    this.#everywhere.push(...this.#pipes.ofModules(this.#graph).map(({ step }) => step));
    this.#filters.install(site, this.#graph);
    site.atEnd(() => {
      if (!this.#isAuxiliary()) this.initialise();
    });
    const [root] = this.#graph.nodes;
    if (root) byRoot.set(root.home.env, [...(byRoot.get(root.home.env) ?? []), this]);
  }

  #forAll(step: SiteArgument): void {
    this.#globals.push(step);
    this.#site.step(everything(step.at), ['ALL'], [step]);
  }

  /** One that only serves to ask for a provider, in a script or before the real one is made, is never set up. */
  #isAuxiliary(): boolean {
    const [root] = this.#graph.nodes;
    const others = (byRoot.get(root?.home.env ?? this) ?? []).filter((one) => one !== this);
    return others.some((one) => one.#isInitialised || one.#settings > this.#settings);
  }

  /** Lays out middleware and controllers: when the application is told to, or in the end. */
  initialise(): void {
    if (this.#isInitialised) return;
    this.#isInitialised = true;
    const site = this.#site;
    for (const step of this.#late) this.#forAll(step);
    this.#filters.complete();
    const consumers = new Consumers(site, this.#injector, this.#graph);
    const enhancers = {
      guards: this.#guards,
      interceptors: this.#interceptors,
      filters: this.#filters,
      pipes: this.#pipes,
      everywhere: this.#everywhere,
    };
    const isAlone = isMicroservice(site);
    const inherited = this.#microservices.areThere ? this.#microservices.around(this.#globals) : isAlone ? [] : null;
    new Transports(site, this.#injector, enhancers, this.#graph, inherited);
    // A microservice alone serves no HTTP.
    if (isAlone) return;
    const { routes } = new Controllers(site, this.#injector, enhancers, this.#platform, this.#prefixes, this.#graph);
    consumers.install(routes, this.#platform, this.#prefixes);
  }

  /** A member of the application is called. */
  call(site: Site): Value {
    const [first, second] = site.args;
    if (/^(use|enable|set)/.test(site.method)) this.#settings++;
    if (isBeneath(site, this.#platform)) {
      const enter = ({ properties }: ScopeValue) => applications.set(properties, this);
      return callServer(site, this.#platform, () => this.#use(site), enter);
    }
    switch (site.method) {
      case 'useGlobalGuards':
        for (const arg of site.args) this.#global(site, this.#guards, arg);
        return site.scope;
      case 'useGlobalInterceptors':
        for (const arg of site.args) this.#global(site, this.#interceptors, arg);
        return site.scope;
      case 'useGlobalPipes':
        if (!this.#isInitialised) this.#everywhere.push(...site.args.flatMap((arg) => this.#made(this.#pipes, arg)));
        return site.scope;
      case 'useGlobalFilters':
        this.#globalFilters(site);
        return site.scope;
      case 'use':
        this.#use(site);
        return site.scope;
      case 'enableCors':
        this.#cors(site, first?.value);
        return site.scope;
      case 'setGlobalPrefix':
        this.#prefixes = withPrefix(this.#prefixes, first?.value, second?.value, this.#platform);
        if (isUnread(this.#prefixes.prefix)) site.gap('the global prefix could not be read', first?.at);
        return site.scope;
      case 'enableVersioning':
        this.#prefixes = withVersions(this.#prefixes, first?.value);
        return site.scope;
      case 'get':
      case 'resolve':
      case 'select':
        return this.#get(site);
      case 'getHttpAdapter':
        return this.#adapter;
      case 'describe':
        site.describe(schemesDescribed(first?.value));
        return undefinedValue;
      case 'serveDocument':
        serveDocument(site, first, this.#platform);
        return undefinedValue;
      case 'connectMicroservice':
        return this.#connect(site, second?.value);
      case 'init':
      case 'listen':
      case 'listenAsync':
        this.initialise();
        return site.scope;
      default:
        return /^(use|enable|set|start|flush)/.test(site.method) ? site.scope : site.unknown(`app.${site.method}`);
    }
  }

  #connect(site: Site, options: Value | undefined): Value {
    return this.#microservices.connect(options, [...this.#globals, ...this.#late], (method, value, own) => {
      const kind = method === 'useGlobalGuards' ? this.#guards : this.#interceptors;
      const arg = { value, at: site.at, label: '' };
      if (own) own.push(...this.#made(kind, arg));
      else this.#global(site, kind, arg);
    });
  }

  #get(site: Site): Value {
    const [token] = site.args;
    const [root] = this.#graph.nodes;
    return (token && root && this.#injector.resolve(root, token.value)) ?? site.unknown('an injected value');
  }

  #global(site: Site, kind: Enhancers, arg: SiteArgument): void {
    const steps = this.#made(kind, arg);
    if (steps.length === 0) return;
    // N7: routes that are laid out never hear of what comes after.
    if (this.#isInitialised) site.late(everything(arg.at), ['ALL'], steps);
    else for (const step of steps) this.#forAll(step);
  }

  #made(kind: Enhancers, arg: SiteArgument): SiteArgument[] {
    const [root] = this.#graph.nodes;
    return root ? kind.global(root, arg.value, arg.at, '') : [];
  }

  #globalFilters(site: Site): void {
    const [root] = this.#graph.nodes;
    if (root) for (const { value, at } of site.args) this.#filters.on(site, root, value, at, this.#isInitialised);
  }

  #use(site: Site): void {
    const patternOf = (path: SiteArgument) => mountPattern(path, this.#platform);
    for (const { at, steps } of placed(site, site.args, patternOf)) this.#middleware(site, at, steps);
  }

  /** What comes after the routes no request meets; and filters answer errors before handlers of Express get to see them. */
  #middleware(site: Site, pattern: PathPattern, args: readonly SiteArgument[]): void {
    for (const arg of args) {
      const step = { ...arg, phase: 'middleware' };
      const isForErrors =
        this.#platform.kind === 'express' && arg.value.t === 'function' && arg.value.code.length === 4;
      if (this.#isInitialised || isForErrors) site.late(pattern, ['ALL'], [step]);
      else site.step(pattern, ['ALL'], [step]);
    }
  }

  #cors(site: Site, options: Value | undefined): void {
    if (options?.t === 'primitive' && options.value === false) return;
    const cors = corsOf(site, options);
    // Middleware of older releases runs before the hook that answers preflights there (N19).
    if (this.#platform.kind === 'fastify' && (this.#platform.major ?? 11) < 11)
      site.atEnd(() => site.step(everything(site.at), ['ALL'], [{ ...cors, phase: 'middleware' }]));
    else this.#middleware(site, everything(site.at), [cors]);
  }
}

/** The applications that were made of one root module. */
const byRoot = new WeakMap<object, readonly Application[]>();
/** By what all values of its scope share. */
const applications = new WeakMap<ScopeValue['properties'], Application>();

export function create(site: Site): Value {
  applications.set(site.scope.properties, new Application(site));
  return { t: 'promise', rejected: false, value: site.scope, verification: null };
}

export function applicationOf(scope: ScopeValue): Application | undefined {
  return applications.get(scope.properties);
}
