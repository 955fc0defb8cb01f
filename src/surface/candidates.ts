import { type Step, stepOf } from '#model';
import type { Place } from '#text';
import { textAt, type Version } from './guards.ts';

/** A step in front of routes of which nobody can tell whether it rejects anonymous callers. */
export interface Candidate {
  readonly name: string;
  /** How the configuration would name it (`catalog`): module and export; null when it has no such name. */
  readonly key: string | null;
  /** Installed as the result of a call. */
  readonly factory: boolean;
  /** How many routes it stands in front of. */
  readonly routes: number;
  readonly at: Place;
}

/** The steps worth asking a person about, those in front of most routes first. */
export function candidatesIn(version: Version): Candidate[] {
  const found = new Map<string, { readonly step: Step; readonly routes: Set<number> }>();
  for (const route of version.model.routes) {
    for (const link of route.chain.slice(0, -1)) {
      const step = stepOf(version.model, link.step);
      if (link.outcome.none !== 'unknown' || step.role === 'handler' || step.handlesErrors) continue;
      const name = keyOf(version, step) ?? step.name;
      const known = found.get(name) ?? { step, routes: new Set() };
      known.routes.add(route.id);
      found.set(name, known);
    }
  }
  return [...found.values()]
    .map(({ step, routes }) => ({
      name: step.name,
      key: keyOf(version, step),
      factory: /\)\s*$/.test(textAt(version, step.at) ?? ''),
      routes: routes.size,
      at: step.at,
    }))
    .sort((a, b) => b.routes - a.routes || (a.name < b.name ? -1 : 1));
}

function keyOf(version: Version, step: Step): string | null {
  if (step.library) {
    const { package: name, export: member } = step.library;
    return member.startsWith('.') ? null : `${name}#${member}`;
  }
  const name = /([A-Za-z_$][\w$]*)(?:\(.*\))?$/s.exec(step.name)?.[1];
  const file = step.definedAt?.file;
  if (name === undefined || file === undefined || file.startsWith('..')) return null;
  return exports(version.textOf(file) ?? '', name) ? `./${file}#${name}` : null;
}

/** Whether a file gives something out under this name; a wrong guess names nothing, and teaches nothing. */
function exports(text: string, name: string): boolean {
  const word = name.replaceAll('$', '\\$');
  return [
    `export\\s+(?:async\\s+)?(?:function\\*?|const|let|class)\\s+${word}\\b`,
    `export\\s*\\{[^}]*\\b${word}\\b[^}]*\\}`,
    `exports\\.${word}\\s*=`,
    `module\\.exports\\s*=\\s*\\{[^}]*\\b${word}\\b`,
  ].some((pattern) => new RegExp(pattern).test(text));
}
