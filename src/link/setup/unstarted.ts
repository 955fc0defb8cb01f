import type { Adapter, ClassValue } from '#frameworks';
import { frameworkVersion } from '../known/program.ts';
import type { Machine } from '../machine/machine.ts';
import { announce } from './scopes.ts';
import { SetupWorkbench } from './workbench.ts';

/** Frameworks that build the program of its classes: where nothing that was seen starts an app, the classes say what it would be. */
export function startUnstarted(machine: Machine): void {
  for (const adapter of machine.adapters) {
    if (!adapter.unstarted || machine.installation.scopes.some((scope) => scope.adapter === adapter)) continue;
    const classes = [...machine.modules.keys()].sort().flatMap((file) => decorated(machine, file));
    if (classes.length > 0) start(machine, adapter, classes);
  }
}

function start(machine: Machine, adapter: Adapter, classes: readonly ClassValue[]): void {
  const workbench = new SetupWorkbench(machine);
  for (const { root, isWhole } of adapter.unstarted!(classes, workbench)) {
    const at = workbench.placeOf(classes[0]!);
    const home = root.t === 'class' ? workbench.placeOf(root) : at;
    const version = frameworkVersion(machine.program, adapter, home.file);
    const scope = machine.installation.scope('app', adapter, version, home, undefined, { placeholder: !isWhole });
    if (isWhole) machine.gap('nothing that was seen starts the application of this module', home);
    announce(machine, scope, '', [root], home);
  }
  machine.runDeferred();
}

/** Classes with decorators at the top of a module. */
function decorated(machine: Machine, file: string): ClassValue[] {
  const names = machine.modules.get(file)?.env.names.values() ?? [];
  return [...names].flatMap(({ value }) =>
    value?.t === 'class' && value.file === file && value.code.decorators.length > 0 ? [value] : [],
  );
}
