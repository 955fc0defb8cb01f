import { openCache } from '../contents/cache.ts';
import { Contents } from '../contents/contents.ts';
import { KeptFacts } from '../contents/kept-facts.ts';
import { onDisk } from '../files/files.ts';
import { list } from '../files/list.ts';
import { absolute, isWithin, join, relative } from '../files/paths.ts';
import { WriteError } from '../files/write.ts';
import { openProject } from '../project/open-project.ts';
import type { Project } from '../project/project.ts';
import { workspacesIn } from './apps.ts';
import type { LoadOptions } from './load.ts';
import { projectOptions } from './load.ts';
import { allRules } from './registry.ts';
import { findSettings } from './settings.ts';

export interface HandedFacts {
  readonly files: number;
  readonly bytes: number;
  /** Paths that were asked for and do not exist. */
  readonly missing: readonly string[];
}

/**
 * Writes what the sources below some paths say into a folder, as one file, for a build cache to hand on: of all that are
 * analysed and of what they import below the same paths, since what is worth a look is decided where everything is seen.
 * Throws `WriteError`, or `ConfigError` when the configuration cannot be understood.
 */
export function handFacts(
  { cwd: at, paths = [], config, onProgress }: Pick<LoadOptions, 'cwd' | 'paths' | 'config' | 'onProgress'>,
  folder: string,
): HandedFacts {
  const cwd = absolute(at ?? process.cwd(), '.');
  const cache = openCache(cwd, folder);
  if (!cache)
    throw new WriteError(`cannot write ${folder}: files in it are committed, so that it would not be believed`);
  const { vault, files: from } = cache;
  const { settings } = findSettings(cwd, config, allRules, from);
  const asked = projectOptions(cwd, settings, paths, from);
  const missing = paths.filter((path) => !from.kind(absolute(cwd, path)));
  const facts = new KeptFacts(null, asked.needles);
  const listing = list(asked);
  const project = openProject({ ...asked, contents: new Contents(from, facts) }, listing);
  const files = below(listing.bases, cwd, project);
  for (const [done, file] of files.entries()) {
    project.facts(file);
    onProgress?.(done);
  }
  return { files: files.length, bytes: facts.hand(vault, folder), missing };
}

/** The files of a project below some folders, with what they import there. */
function below(bases: readonly string[], cwd: string, project: Project): readonly string[] {
  const found = new Set(project.files);
  for (const file of found) {
    for (const one of project.imports(file)) {
      if (bases.some((base) => isWithin(base, absolute(cwd, one)))) found.add(one);
    }
  }
  return [...found].sort();
}

/** Where facts may have been handed to: the folder, those in it, and the one of that name in every package. */
export function handedTo(cwd: string, folder: string): readonly string[] {
  const top = absolute(cwd, folder);
  const packages = folder.startsWith('/') ? [] : workspacesIn(onDisk, cwd).map((one) => absolute(cwd, one.folder));
  const places = [
    top,
    ...onDisk.folders(top).map((name) => join(top, name)),
    ...packages.map((at) => join(at, folder)),
  ];
  return places.filter((path) => onDisk.kind(path) === 'folder').map((path) => relative(absolute(cwd, '.'), path));
}
