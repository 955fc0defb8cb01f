import type { FunctionValue, LibraryValue, Value } from '#frameworks';
import type { Place } from '#text';
import { globalPackage } from '../known/program.ts';
import type { Machine } from '../machine/machine.ts';
import { anyRequest } from '../request/brought/situation.ts';
import { judgeCaller } from '../request/judged/judge.ts';
import { noSet } from '../request/noted/nothing.ts';
import { exportsOf } from './source-files.ts';
import { laidOut } from './step-records.ts';

/** The slot of what stands in front of an app and hands requests on to it. */
export const door = 'door';

/** Whether it starts a server around a function that is handed the plain request. */
function opens({ package: name, path }: LibraryValue): boolean {
  if (name === globalPackage) return path === 'Bun.serve' || path === 'Deno.serve';
  return name === '@hono/node-server' && (path === 'serve' || path === 'createAdaptorServer');
}

/**
 * `Bun.serve({ fetch(request) { …; return app.fetch(request) } })`, `Deno.serve(handler)`. https://bun.com/docs/api/http
 * https://docs.deno.com/api/deno/~/Deno.serve
 */
export function noteDoors(machine: Machine, library: LibraryValue, args: readonly Value[]): void {
  if (!opens(library)) return;
  const { endings } = machine.installation;
  for (const arg of args) {
    const given = arg.t === 'object' ? ['fetch', 'handler'].map((name) => arg.properties.get(name)) : [arg];
    for (const one of given) if (one?.t === 'function') endings.push(() => installDoor(machine, one));
  }
}

/**
 * `export default { fetch(request, env) { …; return app.fetch(request, env) } }`: where it rejects requests, it is the first step
 * of the app. https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/
 */
export function installDoors(machine: Machine): void {
  for (const file of [...machine.modules.keys()]) {
    const at = { file, start: 0, end: 0 };
    const exports = exportsOf(machine, file, at);
    noteOptions(machine, exports?.properties.get('OPTIONS'));
    const whole = exports?.properties.get('default');
    const fetch = whole?.t === 'object' ? whole.properties.get('fetch') : undefined;
    if (fetch?.t === 'function') installDoor(machine, fetch);
  }
}

/** `export const OPTIONS = handle(app)`: a method that is not exported never comes. https://nextjs.org/docs/app/api-reference/file-conventions/route */
function noteOptions(machine: Machine, handler: Value | undefined): void {
  const app = handler?.t === 'made' ? handler.args[0] : undefined;
  if (handler?.t === 'made' && app?.t === 'scope') machine.installation.takingOptions.set(app.id, handler.at);
}

function installDoor(machine: Machine, fetch: FunctionValue): void {
  const at = { file: fetch.file, start: fetch.code.at, end: fetch.code.to };
  const { scopes } = machine.installation;
  for (const id of behind(machine, fetch, at)) {
    const [step] = laidOut(machine, { value: fetch, at, label: '', phase: door }, false, id);
    const pattern = { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at } as const;
    const entry = { kind: 'step', at, pattern, methods: ['ALL'], conditions: [], from: at.file, step: step! } as const;
    scopes[id]!.entries.unshift({ ...entry, order: machine.nextOrder() });
  }
}

/** The apps to which it hands requests, but not all of those who bring nothing. */
function behind(machine: Machine, fetch: FunctionValue, at: Place): ReadonlySet<number> {
  const situation = { ...anyRequest, principals: noSet, isHandler: false, inRoute: false };
  const entered = new Set<number>();
  const adapters = new Set(machine.installation.scopes.flatMap(({ adapter }) => (adapter.entrances ? [adapter] : [])));
  for (const adapter of adapters) {
    const use = { phase: door, isParameter: false };
    const subject = { value: fetch, adapter, version: null, use, at, scope: null };
    const pathsOf = (caller: 'none' | 'good') => judgeCaller(machine, subject, situation, caller).exploration.paths;
    const paths = pathsOf('none');
    if (!paths.some(({ end }) => end === 'rejects')) continue;
    for (const { trial } of [...paths, ...pathsOf('good')]) for (const id of trial.course.entered) entered.add(id);
  }
  return entered;
}
