import type { Facts, SuppressionFact } from '#facts';
import type { Access, Model } from '#model';
import type { Note } from '../files/list.ts';
import { absolute, relative } from '../files/paths.ts';
import type { Problem, Project } from './project.ts';

/** All that linking a whole project gives. */
export interface Analysis {
  readonly model: Model;
  readonly notes: readonly Note[];
  readonly problems: readonly Problem[];
  readonly summary: Summary;
  /** Files that took part though nobody listed them. */
  readonly beyond: readonly string[];
  /** Of the files that took part. */
  readonly suppressions: readonly { readonly file: string; readonly suppressions: readonly SuppressionFact[] }[];
}

export interface Summary {
  /** Source files found. */
  readonly files: number;
  /** Those of them that could be read and understood. */
  readonly analysed: number;
  readonly apps: number;
  readonly routes: number;
  readonly access: Readonly<Record<Access, number>>;
}

/** `read`: the facts that the model was made of. `missing`: paths that were asked for and do not exist. */
export function analysisOf(
  model: Model,
  project: Project,
  read: ReadonlyMap<string, Facts | null>,
  missing: readonly string[],
  cwd: string,
): Analysis {
  const files = new Set(project.files);
  const used = [...read].flatMap(([file, facts]) => (facts ? [{ file, facts }] : []));
  return {
    model,
    notes: project.notes,
    problems: project.problems,
    summary: summarise(model, project, missing, cwd),
    beyond: used.flatMap(({ file }) => (files.has(file) ? [] : [file])),
    suppressions: sorted(used.map(({ file, facts: { suppressions } }) => ({ file, suppressions }))),
  };
}

/** By file, without those that have none: the order in which files are read is nobody's business. */
export function sorted(all: Analysis['suppressions']): Analysis['suppressions'] {
  return all.filter(({ suppressions }) => suppressions.length > 0).sort((a, b) => (a.file < b.file ? -1 : 1));
}

function summarise(model: Model, project: Project, missing: readonly string[], cwd: string): Summary {
  const access: Record<Access, number> = { authenticated: 0, optional: 0, anonymous: 0, unknown: 0 };
  for (const route of model.routes) access[route.access]++;
  const lost = new Set(project.problems.map((problem) => problem.file));
  const seen = new Set([...project.files, ...project.notes.map((note) => note.file)]);
  for (const path of missing) seen.delete(relative(cwd, absolute(cwd, path)));
  return {
    files: seen.size,
    analysed: project.files.filter((file) => !lost.has(file)).length,
    apps: model.apps.length,
    routes: model.routes.length,
    access,
  };
}
