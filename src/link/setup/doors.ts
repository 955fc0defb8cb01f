import type { FunctionValue } from '#frameworks';
import type { Machine } from '../machine/machine.ts';
import { anyRequest } from '../request/brought/situation.ts';
import { judgeCaller } from '../request/judged/judge.ts';
import { noSet } from '../request/paths/nothing.ts';
import { exportsOf } from './source-files.ts';
import { laidOut } from './step-records.ts';

/** The slot of what stands in front of an app and hands requests on to it. */
export const door = 'door';

/**
 * `export default { fetch(request, env) { …; return app.fetch(request, env) } }`: where it rejects requests, it is the first step
 * of the app. https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/
 */
export function installDoors(machine: Machine): void {
  for (const file of [...machine.modules.keys()]) {
    const at = { file, start: 0, end: 0 };
    const whole = exportsOf(machine, file, at)?.properties.get('default');
    const fetch = whole?.t === 'object' ? whole.properties.get('fetch') : undefined;
    if (fetch?.t === 'function') installDoor(machine, fetch);
  }
}

function installDoor(machine: Machine, fetch: FunctionValue): void {
  const at = { file: fetch.file, start: fetch.code.at, end: fetch.code.to };
  const { scopes } = machine.installation;
  const situation = { ...anyRequest, principals: noSet, isHandler: false, inRoute: false };
  const entered = new Set<number>();
  const adapters = new Set(scopes.flatMap(({ adapter }) => (adapter.entrances ? [adapter] : [])));
  for (const adapter of adapters) {
    const use = { phase: door, isParameter: false };
    const subject = { value: fetch, adapter, version: null, use, at, scope: null };
    const { paths } = judgeCaller(machine, subject, situation, 'none').exploration;
    if (!paths.some(({ end }) => end === 'rejects')) continue;
    for (const { trial } of paths) for (const id of trial.entered) entered.add(id);
  }
  for (const id of entered) {
    const [step] = laidOut(machine, { value: fetch, at, label: '', phase: door }, false, id);
    const pattern = { text: '/', kind: 'all', regex: null, defect: null, samples: ['/'], at } as const;
    const entry = { kind: 'step', at, pattern, methods: ['ALL'], conditions: [], from: at.file, step: step! } as const;
    scopes[id]!.entries.unshift({ ...entry, order: machine.nextOrder() });
  }
}
