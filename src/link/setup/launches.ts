import { undefinedValue } from '#frameworks';
import type { Command } from '../known/program.ts';
import { frameworkVersion } from '../known/program.ts';
import type { Machine } from '../machine/machine.ts';
import { announce, siteOf } from './scopes.ts';
import { exportsOf } from './source-files.ts';

/** Makes the apps of modules that a framework's own command starts, each once, whatever scripts name it. */
export function launch(machine: Machine, { line, from }: Command, launched: Set<string>): void {
  for (const adapter of machine.adapters) {
    const found = adapter.launches?.(line);
    if (!found) continue;
    const target = machine.program.resolve(from, found.file);
    if (target.kind !== 'file' || launched.has(target.file)) continue;
    const start = { file: target.file, start: 0, end: 0 };
    const module = exportsOf(machine, target.file, start);
    const plugin = module?.properties.get('default');
    if (!module || !plugin) continue;
    launched.add(target.file);
    const at = plugin.t === 'function' ? { file: plugin.file, start: plugin.code.at, end: plugin.code.to } : start;
    const options = found.hasOptions ? (module.properties.get('options') ?? undefinedValue) : undefinedValue;
    const version = frameworkVersion(machine.program, adapter, target.file);
    const app = machine.installation.scope('app', adapter, version, at, options);
    announce(machine, app, '', [options], at);
    const { [app.id]: record } = machine.installation.scopes;
    adapter.launch?.(siteOf(machine, record!, app, '', [], at), plugin, found);
  }
}
