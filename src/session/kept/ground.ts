import { isDeepStrictEqual } from 'node:util';
import type { InstalledVersion } from '#link';
import type { Scan } from '../contents/scan.ts';
import { digest } from '../contents/vault.ts';
import type { Files } from '../files/files.ts';
import type { Listing } from '../files/list.ts';
import { absolute, ancestors, isWithin, join, parent, relative } from '../files/paths.ts';
import { Disk, isObject } from '../imports/disk.ts';
import { LOCKFILES } from '../imports/lockfiles.ts';
import { DEPENDENCIES, Packages } from '../imports/packages.ts';
import { Resolver } from '../imports/resolve.ts';
import { asAbsent, asListed, asThere, Trace } from '../imports/trace.ts';
import { Tree } from '../imports/tree.ts';
import { Versions } from '../imports/versions.ts';
import { type Question, Questions } from './questions.ts';

/** What a model stands on besides the texts that it was made of: where imports lead, and which versions are there. Plain JSON. */
export interface Ground {
  /** The paths where it was looked for sources, each as a number; a set that is too large by chance costs a new model. */
  readonly probes: string;
  /** Data that was asked for and that git ignores. */
  readonly ignored: readonly string[];
  /** Packages that were looked for in manifests. */
  readonly packages: readonly string[];
  readonly versions: readonly (readonly [folder: string, name: string, version: InstalledVersion | null])[];
  /** What each manifest says, of packages only those that were looked for. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** Where a question about the contents of a file may have another answer without a model being another. */
export function isForgiving(path: string): boolean {
  return isManifest(path) || LOCKFILES.includes(path.slice(path.lastIndexOf('/') + 1));
}

const MANIFEST = 'package.json';

/** `questions`: what was asked besides, as it is answered now. */
export function groundOf(trace: Trace, cwd: string, files: Files, questions: readonly Question[]): Ground {
  const versions = [...trace.versions].map(([key, version]) => {
    const [folder = '', name = ''] = key.split('\0');
    return [relative(cwd, folder), name, version] as const;
  });
  const probes = [...trace.probes].map((path) => numberOf(relative(cwd, path)));
  const ignored = [...trace.ignored].map((path) => relative(cwd, path));
  return { versions, ignored, ...onGround(probes, trace.packages, cwd, files, questions) };
}

function onGround(
  probes: Iterable<number>,
  packages: Iterable<string>,
  cwd: string,
  files: Files,
  questions: readonly Question[],
): Omit<Ground, 'versions' | 'ignored'> {
  const names = new Set(packages);
  const disk = new Disk(files);
  const read = questions.flatMap(([ask, path]) => (ask === 'content' && isManifest(path) ? [path] : []));
  return {
    probes: Buffer.from(Uint32Array.from(new Set(probes)).buffer).toString('base64'),
    packages: [...names],
    manifests: Object.fromEntries(read.map((path) => [path, manifestDigest(absolute(cwd, path), disk, names)])),
  };
}

/** What became of the sources, and of what stands around them. Paths are relative to the working directory. */
export interface Upheaval {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What the analysed ones among those that were added, and those that import something else now, look like. */
  readonly scans: ReadonlyMap<string, Scan>;
  /** Questions about manifests and lockfiles that are answered in another way. */
  readonly questions: readonly Question[];
}

export interface Standing {
  /** What was asked to find out, and is answered now. */
  readonly asked: readonly Question[];
  ground(questions: readonly Question[]): Ground;
}

/**
 * Where a model stands after an upheaval; null when it may have lost its ground: some import may lead elsewhere, some version
 * be another, or something new lead to what takes part in the program (`matter`).
 */
export function standing(
  before: Ground,
  { added, removed, scans, questions }: Upheaval,
  { listing, files }: { readonly listing: Listing; readonly files: Files },
  matter: ReadonlySet<string>,
): Standing | null {
  const { cwd, roots } = listing;
  const probes = numbers(before.probes);
  const isProbed = (path: string) => probes.has(numberOf(relative(cwd, path)));
  const isLookedFor = (file: string, asFolder: (at: string) => string) => {
    const path = absolute(cwd, file);
    const folders = [...ancestors(parent(path))];
    const stem = path.slice(0, path.lastIndexOf('.'));
    return isProbed(path) || isProbed(stem) || folders.some((at) => isProbed(asFolder(at)) || isProbed(asListed(at)));
  };
  if (added.some((file) => isLookedFor(file, asAbsent)) || removed.some((file) => isLookedFor(file, asThere)))
    return null;
  const trace = new Trace();
  const asked = new Questions(files, cwd);
  const disk = new Disk(asked);
  const packages = new Packages(disk, roots, trace);
  if (questions.length > 0 && !saysTheSame(before, questions, cwd, disk, new Versions(disk, packages, roots)))
    return null;
  const resolver = new Resolver(new Tree(asked, listing, trace), disk, packages);
  for (const [file, { marked, specifiers }] of scans) {
    const path = absolute(cwd, file);
    const leadsToProgram = (specifier: string) => {
      const found = resolver.resolve(path, specifier);
      if (found.kind === 'file' && matter.has(relative(cwd, found.file))) return true;
      // Behind `./routes/` a computed name stands for anything below.
      const folder = specifier.endsWith('/') ? absolute(cwd, join(parent(path), specifier)) : null;
      return folder !== null && [...matter].some((one) => isWithin(folder, absolute(cwd, one)));
    };
    if (marked || specifiers.some(leadsToProgram)) return null;
  }
  const probed = [...probes, ...[...trace.probes].map((one) => numberOf(relative(cwd, one)))];
  const known = [...before.packages, ...trace.packages];
  const ignored = [...new Set([...before.ignored, ...[...trace.ignored].map((path) => relative(cwd, path))])];
  return {
    asked: asked.all,
    ground: (all) => ({ versions: before.versions, ignored, ...onGround(probed, known, cwd, files, all) }),
  };
}

/** Whether manifests and lockfiles that were changed say the same of all that was asked. */
function saysTheSame(
  { packages, manifests, versions }: Ground,
  questions: readonly Question[],
  cwd: string,
  disk: Disk,
  now: Versions,
): boolean {
  const names = new Set(packages);
  const isSame = (path: string) => {
    const at = absolute(cwd, path);
    // Read in either case: what is answered now is what the next run has to find.
    return isManifest(path) ? manifestDigest(at, disk, names) === manifests[path] : disk.text(at) !== null;
  };
  return (
    questions.every(([, path]) => isSame(path)) &&
    versions.every(([folder, name, version]) => isDeepStrictEqual(now.find(name, absolute(cwd, folder)), version))
  );
}

function manifestDigest(path: string, disk: Disk, names: ReadonlySet<string>): string {
  const json = disk.json(path);
  const said = Object.entries(json ?? {}).map(([field, value]) =>
    DEPENDENCIES.includes(field) && isObject(value)
      ? [field, Object.entries(value).filter(([name]) => names.has(name))]
      : [field, value],
  );
  return digest(JSON.stringify(json && said)).slice(0, 12);
}

function isManifest(path: string): boolean {
  return path === MANIFEST || path.endsWith(`/${MANIFEST}`);
}

function numbers(base64: string): ReadonlySet<number> {
  const bytes = Buffer.from(base64, 'base64');
  const copy = new Uint8Array(bytes);
  return new Set(new Uint32Array(copy.buffer, 0, copy.length >> 2));
}

/** FNV-1a. */
function numberOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
