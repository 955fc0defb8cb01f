import semver from 'semver';
import { isObject, type JsonObject } from './disk.ts';

/** What one lockfile knows, reduced to the question asked of it. */
export interface Lockfile {
  /**
   * The exact version that a package at `importer` (its folder relative to the lockfile, `` for the same) gets.
   * `range` is what the importer asks for, null when it does not: then it may still get what others brought.
   */
  find(importer: string, name: string, range: string | null): string | null;
}

/** In the order in which they are believed when several stand in one folder. */
export const LOCKFILES: readonly string[] = [
  'pnpm-lock.yaml',
  'npm-shrinkwrap.json',
  'package-lock.json',
  'yarn.lock',
  'bun.lock',
];

export function npmLockfile(json: JsonObject): Lockfile {
  const packages = json['packages'];
  if (!isObject(packages)) {
    const tree = isObject(json['dependencies']) ? json['dependencies'] : {};
    return { find: (importer, name) => (importer === '' ? versionIn(tree, name) : null) };
  }
  return {
    find(importer, name) {
      // A package that the lockfile has never heard of is not installed by it (an example folder, a fixture).
      if (importer !== '' && !Object.hasOwn(packages, importer)) return null;
      for (let at = importer; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
        const version = versionIn(packages, `${at === '' ? '' : `${at}/`}node_modules/${name}`);
        if (version !== null || at === '') return version;
      }
    },
  };
}

function versionIn(table: JsonObject, key: string): string | null {
  const entry = Object.hasOwn(table, key) ? table[key] : undefined;
  if (!isObject(entry)) return null;
  const { version, link, resolved } = entry;
  if (link === true && typeof resolved === 'string' && resolved !== key) return versionIn(table, resolved);
  return typeof version === 'string' ? semver.valid(version) : null;
}

/** Versions by name where the lockfile does not say who gets which. */
class Choices {
  readonly #versions = new Map<string, Set<string>>();

  add(name: string, version: string): void {
    const known = this.#versions.get(name);
    if (known) known.add(version);
    else this.#versions.set(name, new Set([version]));
  }

  /** Without a range only a version that has no rival is certain. */
  choose(name: string, range: string | null): string | null {
    const versions = [...(this.#versions.get(name) ?? [])];
    if (range !== null && semver.validRange(range) !== null) return semver.maxSatisfying(versions, range);
    return versions.length === 1 ? versions[0]! : null;
  }
}

/** Version 1 and berry differ only in quotes, colons and the `npm:` before ranges. */
export function yarnLockfile(text: string): Lockfile {
  const byRange = new Map<string, string>();
  const choices = new Choices();
  let keys: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#].*:\s*$/.test(line)) keys = line.trimEnd().slice(0, -1).replaceAll('"', '').split(/,\s*/);
    const match = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line);
    const version = match && semver.valid(match[1]!);
    if (version === null) continue;
    for (const key of keys) {
      const at = key.indexOf('@', 1);
      if (at < 0 || key.includes('@workspace:')) continue;
      const name = key.slice(0, at);
      byRange.set(`${name}@${key.slice(at + 1).replace(/^npm:/, '')}`, version);
      choices.add(name, version);
    }
  }
  return {
    find: (_importer, name, range) =>
      (range === null ? undefined : byRange.get(`${name}@${range}`)) ?? choices.choose(name, range),
  };
}

const GROUP = /^(?:dev|optional)?dependencies$/i;
const YAML_LINE = /^( *)('[^']*'|"[^"]*"|[^\s'"#-].*?):(?: +(.*))?$/;

/** Versions 5, 6 and 9; the path of keys to each scalar is all that is needed of YAML. */
export function pnpmLockfile(text: string): Lockfile {
  const importers = new Map<string, Map<string, string>>();
  const choices = new Choices();
  const path: string[] = [];
  const indents: number[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = YAML_LINE.exec(line);
    if (!match) continue;
    const indent = match[1]!.length;
    while (indents.length > 0 && indents.at(-1)! >= indent) {
      indents.pop();
      path.pop();
    }
    indents.push(indent);
    path.push(match[2]!.replace(/^(['"])(.*)\1$/, '$2'));
    if (path[0] === 'packages' || path[0] === 'snapshots') {
      if (path.length === 2) addPackage(choices, path[1]!);
    } else readImporter(path, match[3], importers);
  }
  return {
    find: (importer, name, range) => {
      const own = importers.get(importer);
      if (!own) return null;
      return own.get(name) ?? choices.choose(name, range);
    },
  };
}

function readImporter(
  path: readonly string[],
  value: string | undefined,
  into: Map<string, Map<string, string>>,
): void {
  const single = path[0] !== 'importers';
  const [importer = '', group = '', name, field] = single ? ['.', ...path] : path.slice(1);
  if (single ? !GROUP.test(group) : importer === '') return;
  const at = importer === '.' ? '' : importer;
  const versions = into.get(at) ?? new Map<string, string>();
  into.set(at, versions);
  if (!GROUP.test(group) || name === undefined || (field !== undefined && field !== 'version')) return;
  const version = pnpmVersion(value);
  if (version !== null) versions.set(name, version);
}

const PNPM_VERSION = /(?:^|[@/])(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)(?=[(_]|$)/;

/** `4.18.2`, `4.18.2(peer@1.0.0)`, `4.18.2_peer@1.0.0`, `/express/4.18.2`, `express@4.18.2`; not `link:../other`. */
function pnpmVersion(value: string | undefined): string | null {
  const text = value?.trim().replace(/^(['"])(.*)\1$/, '$2') ?? '';
  const match = PNPM_VERSION.exec(text);
  return match && semver.valid(match[1]!);
}

function addPackage(choices: Choices, key: string): void {
  const match = /^\/?((?:@[^/@]+\/)?[^/@]+)[@/](.*)$/.exec(key);
  const version = pnpmVersion(match?.[2]);
  if (match && version !== null) choices.add(match[1]!, version);
}

export function bunLockfile(json: JsonObject): Lockfile {
  const packages = isObject(json['packages']) ? json['packages'] : {};
  const workspaces = isObject(json['workspaces']) ? json['workspaces'] : {};
  const version = (key: string) => {
    const entry = Object.hasOwn(packages, key) ? packages[key] : undefined;
    const id = Array.isArray(entry) ? entry[0] : undefined;
    return typeof id === 'string' ? semver.valid(id.slice(id.lastIndexOf('@') + 1)) : null;
  };
  return {
    find(importer, name) {
      const workspace = Object.hasOwn(workspaces, importer) ? workspaces[importer] : undefined;
      if (!isObject(workspace)) return null;
      return version(`${String(workspace['name'])}/${name}`) ?? version(name);
    },
  };
}
