import { posix } from 'node:path';
import type { Value } from '#frameworks';
import { arrayValue, type LibraryValue, native, objectValue, primitive, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import { requireModule } from '../machine/loading.ts';
import type { Machine } from '../machine/machine.ts';
import { fulfilled, isLeftPending, pending } from '../machine/promises.ts';
import { testsOf, unlessEntries } from '../request/called/exempt.ts';
import { operation } from '../request/called/operations.ts';
import { type Trial, trialIn } from '../request/paths/trial.ts';
import { globbed } from './globs.ts';
import { requiredFolder } from './required-folders.ts';
import { modulesIn } from './source-files.ts';

/** Functions of Node's own modules, and of small packages, that return a function of what they are given. */
export function callBuiltIn(machine: Machine, library: LibraryValue, args: readonly Value[], at: Place): Value | null {
  const name = `${library.package}#${library.path}`;
  if (name === 'node:util#promisify' && args[0]) return promisified(machine, args[0]);
  if (/^node:path#(posix\.)?(join|resolve|normalize)$/.test(name)) return joined(args, at);
  if (/^node:path#(posix\.)?dirname$/.test(name)) return folderOf(args[0], at);
  if (/^node:path#(posix\.)?(basename|extname|parse)$/.test(name)) return partOf(library.path, args, at);
  if (name === 'node:url#fileURLToPath' && args[0]) return args[0];
  // https://nodejs.org/api/module.html#modulecreaterequirefilename
  const from = name === 'node:module#createRequire' && args[0] ? stringOf(args[0]) : null;
  // What a module calls itself is told from its folder.
  if (from?.startsWith('./')) return requiring(machine, posix.join(posix.dirname(at.file), from));
  if (name === 'node:fs#readdirSync') return listed(machine, args, at);
  if (/^node:fs(\/promises#|#promises\.)readdir$/.test(name)) return delivered(listed(machine, args, at));
  // `join(import.meta.url, 'plugins')` of desm: relative to the folder of that file.
  if (name === 'desm#join') return joined([folderOf(args[0], at) ?? undefinedValue, ...args.slice(1)], at);
  if (name === 'require-directory#') return requiredFolder(machine, args, at);
  return globbed(machine, library, args, at);
}

function requiring(machine: Machine, from: string): Value {
  return native('require', ([specifier = undefinedValue], at) => requireModule(machine, from, specifier, at));
}

/** `promisify(jwt.verify)` is that verification, delivering a promise. */
function promisified(machine: Machine, target: Value): Value {
  return native(target.t === 'library' ? target.path : 'promisified', (args, at) => {
    const trial = trialIn(machine);
    if (target.t === 'library' && trial) {
      const meaning = machine.knowledge.meaning(target);
      if (meaning && 'delivers' in meaning)
        return operation(trial, { ...meaning, delivers: 'promise' }, target, args, at, false);
    }
    const maker = target.t === 'made' ? machine.knowledge.meaning(target.by) : null;
    return target.t === 'function' || (maker && 'step' in maker)
      ? settledBy(machine, target, args, at)
      : callValue(machine, target, args, null, at);
  });
}

/** Calls a function that takes a Node callback and gives the promise of what the callback gets. */
function settledBy(machine: Machine, target: Value, args: readonly Value[], at: Place): Value {
  let settled: Value | null = null;
  const callback: Value = native('callback', ([error, value]) => {
    const failed = error !== undefined && !(error.t === 'primitive' && !error.value) && error.t !== 'missing';
    const trial = trialIn(machine);
    if (trial) trial.aside++;
    settled = {
      t: 'promise',
      rejected: failed,
      value: (failed ? error : value) ?? undefinedValue,
      verification: null,
    };
    return undefinedValue;
  });
  const run = () => void callValue(machine, target, [...args, callback], null, at);
  return isLeftPending(machine, run, () => settled !== null) ? pending : (settled ?? fulfilled(undefinedValue));
}

function delivered(value: Value | null): Value | null {
  return value && { t: 'promise', rejected: false, value, verification: null };
}

/** What lies in a folder of the program: its source files, and folders with such. */
function listed(machine: Machine, [folder, options]: readonly Value[], at: Place): Value | null {
  const files = folder && !machine.trial ? modulesIn(machine, folder, at) : null;
  if (!files || files.length === 0) return null;
  const names = [...new Set(files.map(({ path }) => path.split('/')[0]!))];
  const withTypes = options?.t === 'object' ? options.properties.get('withFileTypes') : undefined;
  if (withTypes?.t !== 'primitive' || withTypes.value !== true) return arrayValue(names.map((name) => primitive(name)));
  return arrayValue(
    names.map((name) => {
      const isFile = files.some(({ path }) => path === name);
      return objectValue([
        ['name', primitive(name)],
        ['isFile', native('isFile', () => primitive(isFile))],
        ['isDirectory', native('isDirectory', () => primitive(!isFile))],
      ]);
    }),
  );
}

/** `dirname('./server.js')` is the folder of that file. */
function folderOf(path: Value | undefined, at: Place): Value | null {
  const text = stringOf(path);
  if (text === null) return null;
  const folder = text.replace(/\/*[^/]*$/, '');
  return primitive(folder === '' ? (text.startsWith('/') ? '/' : '.') : folder, path?.t === 'primitive' ? path.at : at);
}

/** What the name of a file is made of. */
function partOf(called: string, args: readonly Value[], at: Place): Value | null {
  const [path, ending] = args.map((arg) => stringOf(arg));
  if (typeof path !== 'string' || ending === null) return null;
  if (called.endsWith('extname')) return primitive(posix.extname(path), at);
  if (called.endsWith('basename')) return primitive(posix.basename(path, ending), at);
  return objectValue(Object.entries(posix.parse(path)).map(([name, value]) => [name, primitive(value, at)]));
}

/** Paths are kept relative to the file that names them. */
function joined(args: readonly Value[], at: Place): Value {
  const parts = args.flatMap((arg, index): (string | Value)[] => {
    const text = stringOf(arg);
    const separator = index > 0 ? '/' : '';
    if (text !== null) return [separator + text.replace(/^\/(?=.)/, index > 0 ? '' : '/').replace(/\/$/, '')];
    return arg.t === 'text' ? [separator, ...arg.parts] : [separator, arg];
  });
  if (parts.every((part) => typeof part === 'string')) return primitive(parts.join(''), at);
  return { t: 'text', parts, at };
}

/** `step.unless = unless` of express-unless or koa-unless on a step of one's own: the step, with holes. */
export function withUnless(machine: Machine, self: Value, unless: readonly Value[], at: Place): Value {
  const exempt = { modifiers: [{ method: 'unless', args: unless, at }] };
  return native(self.t === 'function' ? self.name : 'unless', (args, callAt) => {
    const trial = trialIn(machine);
    const next = args.at(-1);
    if (trial && next && isFree(trial, unlessEntries(exempt))) return callValue(machine, next, [], null, callAt);
    return callValue(machine, self, args, null, callAt);
  });
}

function isFree(trial: Trial, entries: ReturnType<typeof unlessEntries>): boolean {
  trial.uses.location = true;
  trial.uses.method = true;
  if (trial.situation.anyPath) return trial.choose(2, 'server') === 1;
  let free = false;
  for (const entry of entries) {
    const answer = entry.frees(trial.situation);
    const holds = answer ?? trial.choose(2, 'server') === 1;
    trial.uses.pathTests.push(...testsOf(entry, holds));
    free ||= holds;
  }
  return free;
}
