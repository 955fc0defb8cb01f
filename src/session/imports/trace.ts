import type { InstalledVersion } from '#link';

/** What the answers of a project about imports and versions follow from, besides the files around the sources. Paths are absolute. */
export class Trace {
  /** Paths of which it was asked whether a source stands there; see `Tree`. */
  readonly probes = new Set<string>();
  /** Data that was asked for and that git ignores. */
  readonly ignored = new Set<string>();
  /** Packages that somebody might ask for in a manifest. */
  readonly packages = new Set<string>();
  /** By folder and package. */
  readonly versions = new Map<string, InstalledVersion | null>();
}

/** How a trace names what was asked of a folder, by the answer: whether sources are in it, and which. */
export const asThere = (folder: string): string => `${folder}/+`;
export const asAbsent = (folder: string): string => `${folder}/-`;
export const asListed = (folder: string): string => `${folder}/*`;
