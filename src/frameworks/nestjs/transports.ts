import type { PathPattern } from '#model';
import type { Place } from '#text';
import type { Reach, Site, SiteArgument } from '../adapter.ts';
import { everything } from '../express/paths.ts';
import { isUndefined, primitive, propertyOf, stringOf, unknown } from '../plain-values.ts';
import type { ClassValue, FunctionValue, Value } from '../values.ts';
import { majorOf } from '../version.ts';
import type { Workbench } from '../workbench.ts';
import { givenTo } from './handler.ts';
import type { Injector } from './injector.ts';
import type { ModuleGraph, ModuleNode } from './modules.ts';
import { onFastify } from './platform.ts';
import { contextOf, contextOfDriver, contextPhase } from './request.ts';
import { type Around, pipingOf } from './routes.ts';

/** What a class answers besides HTTP: by which metadata its methods are found, and what stands for the route's method. */
interface Transport {
  readonly name: string;
  readonly marker: string;
  readonly key: string;
  /** Metadata with the route's method, or the method itself. */
  readonly method: { readonly key: string } | string;
  /** Where its requests arrive over HTTP, for the middleware that they pass; none for other protocols. */
  readonly endpoint: string | null;
}

const graphql: Transport = {
  name: 'graphql',
  marker: '__resolver__',
  key: 'graphql:name',
  method: { key: 'graphql:operation' },
  endpoint: '/graphql',
};
const sockets: Transport = {
  name: 'ws',
  marker: '__gateway__',
  key: 'message:name',
  method: 'WS',
  endpoint: null,
};
const messages: Transport = {
  name: 'rpc',
  marker: '__controller__',
  key: 'pattern:name',
  method: { key: 'pattern:kind' },
  endpoint: null,
};

/**
 * Resolvers, gateways and message handlers as routes of their transport. Which guards reach them is `reaches`; guards never
 * run for the connection of a socket (N16).
 */
export class Transports {
  readonly #site: Site;
  readonly #injector: Injector;
  readonly #around: Around;

  /** `inherited`: what holds for all messages of microservices; null where there are none. */
  constructor(
    site: Site,
    injector: Injector,
    around: Around,
    graph: ModuleGraph,
    inherited: readonly SiteArgument[] | null,
  ) {
    this.#site = site;
    this.#injector = injector;
    this.#around = around;
    const classes = graph.nodes.flatMap((node) =>
      node.providers.flatMap(({ value }) => (value.t === 'class' ? [{ node, home: value }] : [])),
    );
    const hooks = classes.flatMap(({ node, home }) =>
      site.workbench.metadata(sockets.marker, home) ? hooksOf(site.workbench, injector.injectable(node, home)) : [],
    );
    for (const { node, home } of classes) {
      this.#class(node, home, graphql);
      this.#class(node, home, sockets, hooks);
    }
    for (const node of graph.nodes) {
      if (inherited) for (const { home } of node.controllers) this.#class(node, home, messages, inherited);
    }
  }

  #class(node: ModuleNode, home: ClassValue, transport: Transport, inherited: readonly SiteArgument[] = []): void {
    const { workbench } = this.#site;
    if (!workbench.metadata(transport.marker, home)) return;
    const at = workbench.placeOf(home);
    workbench.bounded(`the class ${home.name}`, at, () => {
      const self = this.#injector.injectable(node, home);
      const found = workbench.methods(home).flatMap((name) => {
        const handler = workbench.method(self, name);
        const entry = workbench.metadata(transport.key, handler);
        return entry ? [{ name, handler, entry }] : [];
      });
      if (transport === graphql) this.#fields(node, home, self, found.length > 0);
      if (found.length === 0) return;
      const scope = this.#site.child(at);
      this.#site.mount(everything(at), scope, true);
      const site = this.#site.on(scope);
      const { guards, interceptors, filters } = this.#around;
      // What filters answer to sockets is an event of its own.
      const catches = transport !== sockets;
      const around = (target: Value) => [...guards.on(node, target), ...interceptors.on(node, target)];
      const maker = transport === graphql ? this.#contextMaker(node) : null;
      const makes = maker ? [contextStep(maker)] : [];
      for (const one of [...makes, ...inherited, ...around(home)]) site.step(everything(one.at), ['ALL'], [one]);
      if (catches) for (const { filter, at: place } of filters.of(home)) filters.on(site, node, filter, place);
      for (const { name, handler, entry } of found) {
        const caught = catches ? filters.ofRoute(node, handler) : [];
        const step = {
          value: handler,
          at: workbench.placeOfMethod(handler) ?? entry.at,
          label: name,
          given: this.#injector.renewals.for(
            handler,
            givenTo(workbench, home, name, pipingOf(this.#around, node, home, handler)),
          ),
        };
        const { method } = transport;
        const verb = typeof method === 'string' ? method : stringOf(workbench.metadata(method.key, handler)?.value);
        const makesContext = maker && { makesContext: maker };
        const target = { handler, owner: home, transport: transport.name, ...makesContext };
        const pattern = patternOf(entry.value, entry.at, transport.endpoint);
        site.route(pattern, [verb ?? 'RPC'], [...around(handler), ...caught, step], entry.at, target);
      }
    });
  }

  /** `GraphQLModule.forRoot({ context: ({ req }) => … })` */
  #contextMaker(node: ModuleNode): FunctionValue | null {
    const options = this.#injector.resolve(node, primitive('graphql:options'));
    const made = propertyOf(options ?? undefined, 'context');
    return made?.t === 'function' ? made : null;
  }

  /** Fields are asked for within operations. `hasOperations`: what guards the class guards these. */
  #fields(node: ModuleNode, home: ClassValue, self: Value, hasOperations: boolean): void {
    const { workbench } = this.#site;
    const options = this.#injector.resolve(node, primitive('graphql:options'));
    if (asksFields(options)) return;
    const { guards } = this.#around;
    const fields = workbench
      .methods(home)
      .map((name) => workbench.method(self, name))
      .filter((field) => workbench.metadata('graphql:field', field));
    const own = fields.flatMap((field) => guards.on(node, field).map((step) => ({ step, field })));
    const [field] = fields;
    const around = field && !hasOperations ? guards.on(node, home).map((step) => ({ step, field })) : [];
    for (const { step, field: handler } of [...around, ...own]) {
      const given = contextOf({ handler, owner: home, transport: 'graphql' });
      const scope = this.#site.child(step.at);
      this.#site.mount(everything(step.at), scope, true);
      this.#site.on(scope).step(everything(step.at), ['ALL'], [{ ...step, given, unasked }]);
    }
  }
}

/** Nobody gets further for whom it throws. */
function contextStep(value: FunctionValue): SiteArgument {
  const at = { file: value.file, start: value.code.at, end: value.code.to };
  return { value, at, label: 'context', phase: contextPhase, given: () => [contextOfDriver()] };
}

const unasked = "guards of fields are asked only where `fieldResolverEnhancers` has 'guards'";

/**
 * Who is let in is often decided where a socket connects, by ending the connection, and gateways share their server:
 * https://docs.nestjs.com/websockets/gateways#lifecycle-hooks
 */
function hooksOf(workbench: Workbench, gateway: Value): SiteArgument[] {
  return ['afterInit', 'handleConnection'].flatMap((label) => {
    const at = workbench.placeOfMethod(workbench.method(gateway, label));
    return at ? [{ value: unknown(`whom ${label} lets connect`, at), at, label }] : [];
  });
}

/**
 * Guards of fields are asked only where the module of GraphQL is told so (N15).
 * https://docs.nestjs.com/graphql/other-features#execute-enhancers-at-the-field-resolver-level
 */
function asksFields(options: Value | null): boolean {
  if (options?.t !== 'object' || options.open) return true;
  const list = options.properties.get('fieldResolverEnhancers');
  if (list === undefined || isUndefined(list)) return false;
  return list.t !== 'array' || list.open || list.items.some((item) => (stringOf(item) ?? 'guards') === 'guards');
}

function patternOf(name: Value, at: Place, endpoint: string | null): PathPattern {
  const text = textOf(name);
  const regex = { source: `^${endpoint ?? '(?!)'}$`, flags: '' };
  return { text, kind: 'exact', regex, defect: null, samples: endpoint ? [endpoint] : [], at };
}

function textOf(value: Value): string {
  if (value.t === 'primitive') return String(value.value);
  if (value.t !== 'object') return '<unknown>';
  return `{ ${[...value.properties].map(([name, item]) => `${name}: ${textOf(item)}`).join(', ')} }`;
}

/** Whether a step of the whole application runs for what arrives by a transport (N15, N16, N17). */
export function reaches({ transport, phase, isAbove, options, version }: Reach): boolean {
  if (transport === 'http' || transport === 'graphql') return true;
  // What the server itself serves meets no guard; of Express' own stack it meets what stands above (N9).
  if (transport === 'server') return phase !== 'guard' && phase !== 'interceptor' && (isAbove || onFastify(options));
  if (phase !== 'guard' && phase !== 'interceptor') return false;
  return transport === 'ws' ? (majorOf(version) ?? 0) >= 12 : options.has('inheritAppConfig');
}
