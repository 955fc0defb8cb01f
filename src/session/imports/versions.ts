import semver from 'semver';
import type { InstalledVersion } from '#link';
import { isWithin, join, relative } from '../files/paths.ts';
import { ANYWHERE, type Disk } from './disk.ts';
import { bunLockfile, LOCKFILES, type Lockfile, npmLockfile, pnpmLockfile, yarnLockfile } from './lockfiles.ts';
import type { Packages } from './packages.ts';
import type { Trace } from './trace.ts';

/** The version of a package that a folder gets: lockfile, then node_modules, then the range in package.json. */
export class Versions {
  readonly #disk: Disk;
  readonly #packages: Packages;
  readonly #roots: ReadonlySet<string>;
  readonly #lockfiles = new Map<string, Lockfile | null>();
  readonly #known = new Map<string, InstalledVersion | null>();
  readonly #trace: Trace | undefined;

  constructor(disk: Disk, packages: Packages, roots: ReadonlySet<string>, trace?: Trace) {
    this.#trace = trace;
    this.#disk = disk;
    this.#packages = packages;
    this.#roots = roots;
  }

  find(name: string, folder: string): InstalledVersion | null {
    const owner = this.#packages.owner(folder)?.folder ?? folder;
    const key = `${owner}\0${name}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#find(name, owner);
      this.#known.set(key, known);
      this.#trace?.versions.set(key, known);
    }
    return known;
  }

  #find(name: string, owner: string): InstalledVersion | null {
    const local = this.#packages.local(owner, name)?.json['version'];
    if (typeof local === 'string' && semver.valid(local)) return { version: local, exact: true };
    const declared = this.#packages.declared(owner, name);
    const range = declared ? rangeOf(declared.range) : null;
    const by = declared?.by.folder ?? owner;
    const exact = this.#locked(name, by, declared ? range : null) ?? this.#installed(name, owner, by, range);
    if (exact !== null) return { version: exact, exact: true };
    const version = range?.replace(/^.+@/, '').trim() ?? '';
    if (['', '*', 'x', 'latest'].includes(version) || semver.validRange(version) === null) return null;
    return { version, exact: semver.valid(version) !== null };
  }

  #locked(name: string, importer: string, range: string | null): string | null {
    return this.#disk.nearest(importer, this.#roots, (at) => {
      const lockfile = this.#lockfileIn(at);
      return lockfile?.find(importer === at ? '' : relative(at, importer), name, range) ?? null;
    });
  }

  #installed(name: string, owner: string, by: string, range: string | null): string | null {
    return this.#disk.nearest(owner, ANYWHERE, (at) => {
      const version = this.#disk.json(join(at, `node_modules/${name}/package.json`))?.['version'];
      if (typeof version !== 'string' || !semver.valid(version)) return null;
      // Found above the package that asks for something else: its own dependencies are just not installed.
      const foreign = !isWithin(by, at) && range !== null && semver.validRange(range) !== null;
      return foreign && !semver.satisfies(version, range, { includePrerelease: true }) ? null : version;
    });
  }

  #lockfileIn(folder: string): Lockfile | null {
    let known = this.#lockfiles.get(folder);
    if (known === undefined) {
      const name = LOCKFILES.find((one) => this.#disk.isFile(join(folder, one)));
      known = name === undefined ? null : this.#read(join(folder, name));
      this.#lockfiles.set(folder, known);
    }
    return known;
  }

  #read(path: string): Lockfile | null {
    if (path.endsWith('yarn.lock') || path.endsWith('.yaml')) {
      const text = this.#disk.text(path);
      if (text === null) return null;
      return path.endsWith('.yaml') ? pnpmLockfile(text) : yarnLockfile(text);
    }
    const json = this.#disk.json(path);
    if (!json) return null;
    return path.endsWith('bun.lock') ? bunLockfile(json) : npmLockfile(json);
  }
}

/** `npm:express@^4` as `express@^4`, which is also how yarn writes it; berry's other protocols say no range. */
function rangeOf(range: string): string {
  return range.replace(/^(?:npm|workspace):/, '');
}
