import { arrayValue, objectValue } from '../plain-values.ts';
import type { ClassValue, Value } from '../values.ts';
import type { Workbench } from '../workbench.ts';
import { ModuleGraph } from './modules.ts';

/**
 * The root modules of a program without `NestFactory.create`: those that no other module imports. Controllers that stand
 * alone belong to a module that is not seen.
 */
export function unstarted(
  classes: readonly ClassValue[],
  workbench: Workbench,
): readonly { readonly root: Value; readonly isWhole: boolean }[] {
  const marked = (key: string) => classes.filter((one) => workbench.metadata(key, one) !== null);
  const modules = marked('__module__');
  if (modules.length > 0) return rootsAmong(modules, workbench).map((root) => ({ root, isWhole: true }));
  const controllers = marked('__controller__');
  if (controllers.length === 0) return [];
  const root = objectValue([
    ['module', controllers[0]!],
    ['controllers', arrayValue([...controllers])],
  ]);
  return [{ root, isWhole: false }];
}

function rootsAmong(modules: readonly ClassValue[], workbench: Workbench): ClassValue[] {
  const imported = new Set<object>();
  for (const one of modules) {
    if (imported.has(one.env)) continue;
    const { nodes } = new ModuleGraph(one, workbench, () => {}, workbench.placeOf(one));
    for (const { home } of nodes) if (home.env !== one.env) imported.add(home.env);
  }
  const roots = modules.filter((one) => !imported.has(one.env));
  // Modules that import each other have no first one.
  return roots.length > 0 ? roots : modules.slice(0, 1);
}
