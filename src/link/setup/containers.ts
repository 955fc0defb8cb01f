import type { ClassValue, LibraryValue, Value } from '#frameworks';
import { unknown } from '#frameworks';
import type { Place } from '#text';
import { instantiate } from '../machine/classes.ts';
import type { Machine } from '../machine/machine.ts';
import { SetupWorkbench } from './workbench.ts';

const deepest = 5;

/** Dependency injection by class: `Container.get(Class)`. */
export function isContainer(library: LibraryValue): boolean {
  return /^(typedi|tsyringe|inversify)$/.test(library.package) && /(^|\.)(get|resolve)$/.test(library.path);
}

/** What a container makes of a class: an instance whose dependencies are made by their written types. */
export function contained(machine: Machine, home: ClassValue, at: Place, depth = 0): Value {
  const given = new SetupWorkbench(machine)
    .dependencies(home)
    .map((type) =>
      type?.t === 'class' && depth < deepest
        ? contained(machine, type, at, depth + 1)
        : unknown('what a container gives', at, 'server', true),
    );
  return instantiate(machine, home, given, at);
}
