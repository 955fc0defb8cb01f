import type { Meaning } from '#catalog';
import type { ArrayValue, LibraryValue, MadeValue, Value } from '#frameworks';
import { arrayValue, isUndefined, objectValue, stringOf, undefinedValue, unknown } from '#frameworks';
import { type Place, samePlace } from '#text';
import { noteSchemeUse, registryOf } from '../installed/scheme-uses.ts';
import { stepKnowledge } from '../known/options.ts';
import { frameworkVersion, globalPackage } from '../known/program.ts';
import { callValue, deferCallbacks } from '../machine/calls.ts';
import { construct as constructed } from '../machine/construct.ts';
import { builtin } from '../machine/globals.ts';
import { type Machine, Thrown } from '../machine/machine.ts';
import { standInExport } from '../machine/modules.ts';
import { isKeyMaterial } from '../request/brought/digests.ts';
import { parsedUrl } from '../request/brought/urls.ts';
import { combined } from '../request/called/alternatives.ts';
import { combination } from '../request/called/combine.ts';
import { keeping } from '../request/called/kept.ts';
import { applyStep, instantiateLibrary } from '../request/called/library-steps.ts';
import { globalCall, unknownCall } from '../request/called/opaque.ts';
import { operation } from '../request/called/operations.ts';
import { trialIn } from '../request/paths/trial.ts';
import { callBuiltIn } from './built-ins.ts';
import { noteDoors } from './doors.ts';
import { marked } from './plugins.ts';
import { announce } from './scopes.ts';

/** `lib.export(...args)` or `new lib.Export(...args)`; `known` is what it means where options decide that. */
export function callLibrary(
  machine: Machine,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
  known: Meaning | null = null,
  maker: MadeValue | null = null,
): Value {
  if (!machine.trial) noteDoors(machine, library, args);
  if (library.package === globalPackage) return callGlobal(machine, library, args, at, construct);
  const scope = createScope(machine, library, args, at);
  if (scope) return scope;
  const meaning = known ?? machine.knowledge.meaning(library);
  // `require()` gives the package itself, which may be the function that others import by default.
  const standIn = meaning ? null : standInExport(machine, library, 'default', at);
  if (standIn?.t === 'function')
    return construct ? constructed(machine, standIn, args, at) : callValue(machine, standIn, args, null, at);
  const trial = trialIn(machine);
  if (trial) {
    if (meaning) return operation(trial, meaning, library, args, at, construct, maker);
    const made = library.package === 'node:util' ? callBuiltIn(machine, library, args, at) : null;
    return made ?? unknownCall(trial, library, null, args, at, construct);
  }
  if (!meaning) return callForeign(machine, library, args, at, construct);
  return callKnown(machine, meaning, library, args, at, construct);
}

/** What the call makes, where that is an app or router; null for all other calls. */
export function createScope(
  machine: Machine,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  maker?: MadeValue,
): Value | null {
  for (const adapter of machine.creators.get(library.package) ?? []) {
    const kind = adapter.creates[library.package]?.[library.path];
    if (!kind) continue;
    if (machine.trial) return unknown('an app made while a request is answered', at, 'server', true);
    const version = frameworkVersion(machine.program, adapter, library.from, library.package);
    const unseen = adapter.unseen[library.package];
    if (unseen) machine.gap(unseen, at);
    const scope = machine.installation.scope(kind, adapter, version, at, args[0]);
    return announce(machine, scope, library.path, args, at, maker?.args);
  }
  return null;
}

function callKnown(
  machine: Machine,
  meaning: Meaning,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
): Value {
  machine.installation.observe({ meaning, library, args, at, conditions: machine.conditions });
  switch (meaning.is) {
    case 'scheme-registration':
      registerScheme(machine, library, args, at);
      return undefinedValue;
    case 'scheme-guard':
      if (stepKnowledge(meaning, args).knowledge.role !== 'session')
        noteSchemeUse(machine.installation, meaning, library, args, at);
      break;
    case 'wrapper': {
      if (meaning.argument === 'all') return arrayValue([...args]);
      const wrapped = args[meaning.argument];
      if (wrapped && wrapped.t !== 'unknown' && wrapped.t !== 'primitive')
        return meaning.under ? objectValue([[meaning.under, wrapped]], true) : wrapped;
      break;
    }
    case 'keeping':
    case 'runner': {
      const body = args.findLast((arg) => arg.t === 'function');
      return body ? callValue(machine, body, [], null, at) : undefinedValue;
    }
    case 'combination':
      return meaning.how === 'compose' && args[0]?.t === 'array' ? args[0] : combination(machine, meaning, args);
    case 'plugin-mark':
      return args[0] ? marked(args[0], args[1]) : undefinedValue;
    case 'instance-factory':
      if (meaning.fluent && library.path.includes('()')) {
        const owner = { ...library, path: library.path.slice(0, library.path.lastIndexOf('()')) };
        return made(owner, args, at, construct, machine);
      }
      break;
    default:
  }
  return made(library, args, at, construct, machine);
}

function made(by: LibraryValue, args: readonly Value[], at: Place, construct: boolean, machine: Machine): MadeValue {
  const solid = construct || machine.knowledge.meaning(by) !== null;
  return { ...instantiateLibrary(by, args, at, construct), conditions: machine.conditions, solid };
}

function registerScheme(machine: Machine, library: LibraryValue, args: readonly Value[], at: Place): void {
  const [first, second] = args;
  const isNamed = second !== undefined && !isUndefined(second);
  const scheme = isNamed ? second : first;
  if (!scheme) return;
  const isKnown = machine.installation.schemes.some(
    (one) =>
      samePlace(one.at, at) && isNamed === (one.name !== null) && (!isNamed || stringOf(one.name!) === stringOf(first)),
  );
  // A class that several modules provide, or several applications in one program, is one scheme.
  if (isKnown) return;
  machine.installation.schemes.push({
    registry: registryOf(library),
    name: isNamed ? (first ?? null) : null,
    scheme,
    at,
    order: machine.nextOrder(),
    conditions: machine.conditions,
  });
}

/** Packages that only serve or inspect an app that is handed to them. */
const servers = new Set([
  'node:http',
  'node:https',
  'node:http2',
  'spdy',
  '@nestjs/platform-socket.io',
  '@nestjs/platform-ws',
  'serverless-http',
  '@vendia/serverless-express',
  'aws-serverless-express',
  'supertest',
  'http-terminator',
  'express-list-endpoints',
  'express-list-routes',
  '@sentry/node',
  '@godaddy/terminus',
  'stoppable',
  'blipp',
  'listhen',
  '@hono/node-server',
  'hono/vercel',
  'hono/aws-lambda',
  'hono/lambda-edge',
  'hono/netlify',
  'hono/cloudflare-pages',
  'hono/testing',
  'hono/client',
]);

/** A package that the catalog does not know. */
function callForeign(
  machine: Machine,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
): Value {
  const name = library.path ? `${library.package} (${library.path.replace(/\(\)/g, '')})` : library.package;
  const given = args.flatMap((arg) => (arg.t === 'object' ? [arg, ...arg.properties.values()] : [arg]));
  if (!servers.has(library.package) && given.some((arg) => arg.t === 'scope')) {
    machine.gap(`the app is handed to ${name}, which is not known: what it installs is not seen`, at);
  }
  if (given.some((arg) => arg.t === 'library' && machine.knowledge.meaning(arg)?.is === 'scheme-registry')) {
    for (const arg of given) if (arg.t === 'library') machine.installation.openRegistries.add(registryOf(arg));
  }
  const builtIn = callBuiltIn(machine, library, args, at);
  if (builtIn) return builtIn;
  deferCallbacks(machine, args, at);
  return made(library, args, at, construct, machine);
}

function callGlobal(
  machine: Machine,
  library: LibraryValue,
  args: readonly Value[],
  at: Place,
  construct: boolean,
): Value {
  const { path } = library;
  if (path === 'process.exit') throw new Thrown(unknown('the process ends', at));
  const known = builtin(path);
  if (known) return known(machine, args, at);
  const trial = trialIn(machine);
  if (trial) return globalCall(trial, path, args, at, construct);
  const url = path === 'URL' ? parsedUrl(null, args, at) : null;
  if (url) return url;
  if (args[0] && isKeyMaterial(path, args[0])) return args[0];
  if (/^(setTimeout|setImmediate|process\.on|setInterval)$/.test(path)) deferCallbacks(machine, args, at);
  if (/^(queueMicrotask|process\.nextTick)$/.test(path)) deferCallbacks(machine, args, at, machine.deferred);
  if (path === 'Reflect.apply' && args[0])
    return callValue(machine, args[0], args[2]?.t === 'array' ? args[2].items : [], args[1] ?? null, at);
  if (construct) return unknown(`new ${path}`, at, 'server', true);
  return unknown(path, at);
}

/** Only a list that was made by `compose()` is ever called. */
export function callList(machine: Machine, list: ArrayValue, args: readonly Value[], at: Place): Value {
  return combination(machine, { is: 'combination', how: 'compose' }, [list]).call(args, at, null);
}

/** `made.name(...args)`, or `made(...args)` when `name` is null. */
export function callMade(
  machine: Machine,
  object: MadeValue,
  name: string | null,
  args: readonly Value[],
  at: Place,
): Value {
  const own = name === null ? undefined : object.properties.get(name);
  if (own) return callValue(machine, own, args, object, at);
  const maker = object.path === '' ? machine.knowledge.meaning(object.by) : null;
  if (maker && 'step' in maker && name !== null && maker.step.unless?.method === name) {
    return { ...object, modifiers: [...object.modifiers, { method: name, args, at }] };
  }
  if (name !== null && maker?.is === 'step-factory' && maker.fluent) return object;
  if (object.path === '' && isStep(maker)) {
    if (name === 'bind' && args.length < 2) return object;
    if (name === 'call') return callMade(machine, object, null, args.slice(1), at);
    if (name === 'apply' && args[1]?.t === 'array') return callMade(machine, object, null, args[1].items, at);
  }
  const path = [object.path, name].filter((part) => part).join('.');
  const isReaction = name === 'then' || name === 'catch' || name === 'finally';
  if (isReaction && object.path === '' && !machine.trial) {
    deferCallbacks(machine, args, at);
    return object;
  }
  const trial = trialIn(machine);
  if (name === null && trial && maker?.is === 'alternatives') return combined(trial, maker, object, args, at);
  if (name === null && object.path === '' && trial && isStep(maker)) return applyStep(trial, object, args, at);
  const member: LibraryValue = { ...object.by, path: `${object.by.path}()${path ? `.${path}` : ''}` };
  const scope = createScope(machine, member, args, at, object);
  if (scope) return scope;
  const known = machine.knowledge.madeMember(object, path, member);
  if (!known && trial) return unknownCall(trial, object, name, args, at);
  if (!known && args.some((arg) => arg.t === 'scope') && !servers.has(object.by.package)) {
    machine.gap(`the app is handed to ${object.by.package}, which is not known: what it installs is not seen`, at);
  }
  if (!known) {
    deferCallbacks(machine, args, at);
    const { construct, conditions } = object;
    return { ...instantiateLibrary(member, args, at, construct), conditions, solid: false, of: object };
  }
  if (known.is === 'keeping' && trial) return keeping(trial, known, object, args, at);
  return callLibrary(machine, member, args, at, false, known, object);
}

function isStep(meaning: Meaning | null): boolean {
  return meaning !== null && 'step' in meaning;
}
