import type { Value } from '#frameworks';
import type { Machine } from './machine.ts';
import type { Module } from './modules.ts';

/** Exports whose meaning the user has taught stand for that meaning, whatever their body says. */
export function replaceTaught(machine: Machine, module: Module): void {
  for (const name of machine.knowledge.taughtExports(module.file)) {
    const value: Value = {
      t: 'library',
      package: `./${module.file}`,
      path: name === 'default' ? '' : name,
      version: null,
      from: module.file,
    };
    const fact = module.facts.exports.find((one) => one.kind === 'local' && one.name === name);
    const cell = fact?.kind === 'local' ? module.env.names.get(fact.local) : undefined;
    if (cell) cell.value = value;
    const exports = module.cjsExports;
    if (module.isCommonJs && exports.t === 'object' && exports.properties.has(name))
      exports.properties.set(name, value);
    else if (module.isCommonJs && name === 'default') module.object.properties.set('exports', value);
  }
}
