import type { Relocation, RouteChainValue, RouteTarget, ScopeValue, Site, SiteArgument, Value } from '#frameworks';
import { native, undefinedValue, unknown } from '#frameworks';
import type { Condition, PathPattern } from '#model';
import type { Place } from '#text';
import type { ScopeRecord, StepRecord } from '../installed/records.ts';
import { callValue } from '../machine/calls.ts';
import { propertyWords } from '../machine/collections.ts';
import type { Machine } from '../machine/machine.ts';
import { scopeProperty, setProperty } from '../machine/members.ts';
import type { Written } from '../machine/packages.ts';
import { enter } from '../request/called/entrances.ts';
import { trialIn } from '../request/paths/trial.ts';
import { door } from './doors.ts';
import { installPlugin } from './plugins.ts';
import { servicesOf } from './services.ts';
import { modulesIn } from './source-files.ts';
import { inPhase, laidOut, ofParameter } from './step-records.ts';
import { SetupWorkbench } from './workbench.ts';

const nowhere: Written = { places: [], labels: [] };

/** `app.name(...args)` or `app.route(path).name(...args)`: asks the adapter what it means. */
export function callScope(
  machine: Machine,
  target: ScopeValue | RouteChainValue,
  name: string,
  args: readonly Value[],
  at: Place,
  written: Written = nowhere,
): Value {
  const own = target.t === 'scope' ? scopeProperty(target, name) : undefined;
  if (own && own.t !== 'primitive') return callValue(machine, own, args, target, at);
  if (machine.trial && lacks(machine, target, name))
    return machine.packages.callUnseen(unknown(`app.${name}, which nothing that was seen defines`, at), name, args, at);
  return callOriginal(machine, target, name, args, at, written);
}

/** What the framework itself means by `app.name(...args)`, even when the program has put something else in its place. */
export function callOriginal(
  machine: Machine,
  target: ScopeValue | RouteChainValue,
  name: string,
  args: readonly Value[],
  at: Place,
  written: Written = nowhere,
): Value {
  if (!machine.trial) machine.witness?.installs();
  const scope = machine.installation.scopes[target.t === 'scope' ? target.id : target.scope]!;
  const trial = trialIn(machine);
  if (trial && scope.adapter.entrances?.includes(name) && trial.subject.use.phase === door)
    return enter(trial, scope.id, at);
  if (machine.trial && !scope.adapter.duringRequests?.includes(name))
    return unknown('a call on the app while a request is answered', at);
  const site = siteOf(
    machine,
    scope,
    target.t === 'scope' ? target : scope.value,
    name,
    args.map((value, index) => ({ value, at: written.places[index] ?? at, label: written.labels[index] ?? '' })),
    at,
  );
  return target.t === 'scope' ? scope.adapter.call(site) : scope.adapter.callRouteChain(site, target.path);
}

function lacks(machine: Machine, target: ScopeValue | RouteChainValue, name: string): boolean {
  return target.t === 'scope' && machine.installation.scopes[target.id]!.adapter.lacks?.(name) === true;
}

/** Tells the adapter of a new scope. */
export function announce(
  machine: Machine,
  value: ScopeValue,
  method: string,
  args: readonly Value[],
  at: Place,
  maker: readonly Value[] = [],
): Value {
  const scope = machine.installation.scopes[value.id]!;
  const given = args.map((arg) => ({ value: arg, at, label: '' }));
  return scope.adapter.created?.({ ...siteOf(machine, scope, value, method, given, at), maker }) ?? value;
}

export function siteOf(
  machine: Machine,
  scope: ScopeRecord,
  target: ScopeValue,
  method: string,
  args: readonly SiteArgument[],
  at: Place,
): Site {
  return {
    scope: target,
    method,
    args,
    at,
    version: scope.version,
    options: scope.options,
    step: (pattern, methods, steps, phase) => installSteps(machine, scope, { pattern, methods, steps, phase, at }),
    first: (pattern, step) => {
      const before = scope.entries.length;
      installSteps(machine, scope, { pattern, methods: ['ALL'], steps: [step], phase: undefined, at: step.at });
      scope.entries.unshift(...scope.entries.splice(before));
    },
    late: (pattern, methods, steps, phase) =>
      installSteps(machine, scope, { pattern, methods, steps, phase, at, isLate: true }),
    route: (pattern, methods, steps, place, target) =>
      installRoute(machine, scope, { pattern, methods, steps, target: target ?? null, at: place ?? at }),
    workbench: new SetupWorkbench(machine),
    mount: (pattern, child, live) =>
      machine.installation.add(scope.id, {
        kind: 'mount',
        at,
        pattern,
        scope: child.id,
        live,
        entries: live ? null : machine.installation.scopes[child.id]!.entries.length,
        conditions: machine.conditions,
        order: machine.nextOrder(),
        from: at.file,
      }),
    copy: (original, place) => installCopy(machine, scope, original, place, at),
    relocate: (place) => machine.installation.relocate(scope, place),
    child: (place) =>
      machine.installation.scope('router', scope.adapter, scope.version, place ?? at, undefined, {
        parent: scope.value,
      }),
    run: (fn, values, self) => {
      machine.awaitsNextCall = true;
      return callValue(machine, fn, values, self ?? null, at);
    },
    later: (body, conditions) => machine.laterOn(body, conditions),
    eventually: (body) => {
      machine.deferred.push(machine.laterOn(body));
    },
    property,
    define: (name, value) => {
      setProperty(machine, scope.value, name, value);
      scope.definitions.set(name, at);
    },
    decorate: (part, name, value, how) => {
      scope.decorations.set(`${part}.${name}`, value);
      if (how === 'applied') scope.applied.add(`${part}.${name}`);
    },
    seal: (name) => {
      scope.decorations.set(
        `cookies.${name}`,
        native('seal', () => undefinedValue),
      );
    },
    open: () => {
      scope.open = true;
    },
    plugin: (plugin, options) =>
      installPlugin(machine, scope, siteOf(machine, scope, target, method, args, at), plugin, options),
    modules: (folder) => modulesIn(machine, folder, at),
    disturb: (reason) => disturb(machine, scope, reason, at),
    parameter: (name, step) => {
      scope.parameters.push({
        name,
        step: ofParameter(machine, step, scope.id),
        order: machine.nextOrder(),
      });
    },
    on: (other, given) =>
      siteOf(machine, machine.installation.scopes[other.id]!, other, method, given ?? args, given?.[0]?.at ?? at),
    ...servicesOf(machine, scope, at),
    gap: (reason, place) => machine.gap(reason, place ?? at),
    unknown: (why) => unknown(why, at, 'server', true),
  };
}

function disturb(machine: Machine, scope: ScopeRecord, reason: string, at: Place): void {
  machine.gap(reason, at);
  for (const [index, entry] of scope.entries.entries()) {
    // Each for itself: that the route is left says nothing of its guard.
    const condition: Condition = { kind: 'unknown', text: '', at: entry.at, holds: true };
    scope.entries[index] = { ...entry, conditions: [...entry.conditions, condition] };
  }
}

/** Mounts a copy of a scope, whose entries already have the patterns that they match whole paths with. */
function installCopy(machine: Machine, scope: ScopeRecord, original: ScopeValue, place: Relocation, at: Place): void {
  const source = machine.installation.scopes[original.id]!;
  const copy = machine.installation.copy(source, place);
  machine.installation.add(scope.id, {
    kind: 'mount',
    at,
    pattern: { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at },
    scope: copy.id,
    live: false,
    entries: copy.entries.length,
    conditions: machine.conditions,
    order: machine.nextOrder(),
    from: at.file,
  });
}

function property(of: SiteArgument, name: string): SiteArgument | null {
  const value = of.value.t === 'object' ? of.value.properties.get(name) : undefined;
  if (!value || of.value.t !== 'object') return null;
  const written = propertyWords.get(of.value)?.get(name);
  return { value, at: written?.at ?? of.at, label: written?.label ?? '' };
}

interface StepCall {
  readonly pattern: PathPattern;
  readonly methods: readonly string[];
  readonly steps: readonly SiteArgument[];
  readonly phase: string | undefined;
  readonly at: Place;
  readonly isLate?: boolean;
}

function installSteps(machine: Machine, scope: ScopeRecord, call: StepCall): void {
  const { pattern, methods, steps, phase, at, isLate = false } = call;
  for (const step of steps.flatMap((arg) =>
    laidOut(machine, { ...arg, ...inPhase(phase ?? arg.phase) }, false, scope.id),
  )) {
    const base = {
      at,
      pattern,
      conditions: [...machine.conditions, ...step.conditions],
      order: step.moment?.order ?? machine.nextOrder(),
      from: at.file,
    };
    if (step.value.t === 'scope') {
      const mount = { kind: 'mount', scope: step.value.id, live: true, entries: null, ...inPhase(phase) } as const;
      machine.installation.add(scope.id, { ...base, ...mount });
    } else {
      noteForeignMount(machine, step, pattern);
      if (step.value.t === 'unknown')
        machine.gap(`what is installed here could not be read: ${step.value.why}`, step.at);
      machine.installation.add(scope.id, { ...base, kind: 'step', methods, step: { ...step, isLate, conditions: [] } });
    }
  }
}

/** What a package that is not known serves below a path of its own. */
function noteForeignMount(machine: Machine, step: StepRecord, pattern: PathPattern): void {
  const { value } = step;
  if (pattern.text === '/' || value.t !== 'made' || machine.knowledge.meaning(value.by)) return;
  machine.gap(`what ${value.by.package} serves below ${pattern.text} is not known`, step.at);
}

interface RouteCall {
  readonly pattern: PathPattern;
  readonly methods: readonly string[];
  readonly steps: readonly SiteArgument[];
  readonly target: RouteTarget | null;
  readonly at: Place;
}

function installRoute(
  machine: Machine,
  scope: ScopeRecord,
  { pattern, methods, steps: args, target, at }: RouteCall,
): (steps: readonly SiteArgument[]) => void {
  const steps: StepRecord[] = [];
  const lay = (given: readonly SiteArgument[]) => {
    steps.splice(0, steps.length, ...given.flatMap((arg) => laidOut(machine, arg, true, scope.id)));
    for (const { value, at: place } of steps)
      if (value.t === 'unknown') machine.gap(`a step or handler could not be read: ${value.why}`, place);
  };
  lay(args);
  machine.installation.add(scope.id, {
    kind: 'route',
    at,
    pattern,
    methods,
    steps,
    target,
    conditions: machine.conditions,
    order: machine.nextOrder(),
    from: at.file,
  });
  return lay;
}
