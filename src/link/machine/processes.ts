import type { Machine } from './machine.ts';

/**
 * Several processes of one repository are set up on one heap here: what all classes are noted in is a table of each process
 * in truth. Tells whether a file is loaded by the process that runs now: it is reached from its root, or was first
 * loaded there. What no other file names is loaded by nobody knows whom, and counts everywhere.
 */
export function reachedFrom(machine: Machine): (file: string) => boolean {
  const { root, program } = machine;
  if (root === null) return () => true;
  let reached: Set<string> | null = null;
  return (file) => {
    const loader = machine.loadedBy.get(file);
    if (loader === undefined || loader === root || loader === file) return true;
    if (!reached) {
      reached = new Set([root]);
      for (const one of reached) for (const target of program.imports(one)) reached.add(target);
    }
    return reached.has(file);
  };
}
