import type { Facts } from '#facts';
import type { Adapter } from '#frameworks';

/** What the linker may ask of the world: everything else (disk, git, parser, caches) stays behind this wall. */
export interface Program {
  /** All candidate source files, sorted, relative to the working directory with `/`. */
  readonly files: readonly string[];
  /** Files that name a known framework or authentication package (the byte scan), sorted. */
  readonly marked: readonly string[];
  /** Import edges by the byte scan (an over-approximation): the files that `file` names. */
  imports(file: string): readonly string[];
  /** Facts of one file, parsed on demand and kept; null when it could not be read or parsed. */
  facts(file: string): Facts | null;
  /** Where an import specifier leads. */
  resolve(from: string, specifier: string): Resolution;
  /** The version of a package that `from` gets: lockfile, then node_modules, then the range in package.json; null when unknown. */
  version(packageName: string, from: string): InstalledVersion | null;
  /** The commands that the packages of these files name as their scripts. */
  commands(): readonly Command[];
  /** Files below a folder, for `require('./routes/' + name)`; folder relative to the working directory. */
  under(folder: string): readonly string[];
}

export type Resolution =
  | { readonly kind: 'file'; readonly file: string }
  /** `subpath` is '' for the package itself, else without a leading slash. Node built-ins are packages named `node:…`. */
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  | {
      readonly kind: 'unresolved';
      readonly reason: string;
      /** It is there, and is left alone. */
      readonly unread?: true;
    };

/** The name under which the language's own globals are looked up, as if a package exported them. */
export const globalPackage = 'node:global';

export interface Command {
  /** As written: `fastify start -l info app.js`. */
  readonly line: string;
  /** The file that names it: paths in it are relative to its folder. */
  readonly from: string;
}

export interface InstalledVersion {
  /** An exact version, or a range when only package.json is there. */
  readonly version: string;
  readonly exact: boolean;
}

/** The version of a framework that a file gets, by the name under which it imports it. */
export function frameworkVersion(
  program: Program,
  { package: name, formerly }: Adapter,
  file: string,
  imported = name,
): string | null {
  const isOld = imported === formerly || program.facts(file)?.imports.some(({ from }) => from === formerly);
  return program.version(isOld && formerly ? formerly : name, file)?.version ?? null;
}
