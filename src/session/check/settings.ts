import {
  type Config,
  ConfigError,
  checkConfig,
  isEmbeddedIn,
  parseConfig,
  resolveConfig,
  type Settings,
} from '#config';
import type { Rule } from '#rule';
import { type Files, onDisk } from '../files/files.ts';
import { gitRoot } from '../files/git.ts';
import { absolute, ancestors, join, parent, relative } from '../files/paths.ts';

const NAMES = ['authlint.config.json', 'authlint.config.jsonc'] as const;

export interface FoundSettings {
  readonly settings: Settings;
  /** The file they come from, relative to the working directory; null for the defaults or an object. */
  readonly file: string | null;
}

/** `config`: a file to read, an object, `false` for the defaults; otherwise the nearest file counts. */
export function findSettings(
  cwd: string,
  config: string | false | Config | undefined,
  rules: readonly Rule[],
  from: Files = onDisk,
): FoundSettings {
  if (config === false) return { settings: resolveConfig({}), file: null };
  if (typeof config === 'object') return { settings: resolveConfig(checked(config, rules)), file: null };
  const path = config === undefined ? nearestFile(absolute(cwd, '.'), from) : absolute(cwd, config);
  if (path === null) return { settings: resolveConfig({}), file: null };
  const file = relative(cwd, path);
  const embedded = path.endsWith('/package.json');
  const parsed = parseConfig({ file, text: textOf(path, file, from), embedded }, rules);
  const folder = parent(path);
  return { settings: resolveConfig(parsed, (glob) => rebase(cwd, folder, glob)), file };
}

function checked(config: Config, rules: readonly Rule[]): Config {
  const result = checkConfig(config, rules);
  if (result.ok) return result.config;
  throw new ConfigError('config', { line: 1, column: 1 }, result.complaints[0].message);
}

/**
 * Upwards to the root of the repository; without a repository to the nearest package.json, because a file planted in a
 * shared folder further up must not weaken the analysis.
 */
function nearestFile(cwd: string, from: Files): string | null {
  const root = gitRoot(cwd) ?? ancestorWith(cwd, 'package.json', from) ?? cwd;
  for (const folder of ancestors(cwd)) {
    for (const name of NAMES) if (from.kind(join(folder, name)) === 'file') return join(folder, name);
    const manifest = join(folder, 'package.json');
    if (from.kind(manifest) === 'file' && isEmbeddedIn(textOf(manifest, relative(cwd, manifest), from)))
      return manifest;
    if (folder === root) return null;
  }
  return null;
}

function ancestorWith(folder: string, name: string, from: Files): string | null {
  for (const at of ancestors(folder)) if (from.kind(join(at, name)) === 'file') return at;
  return null;
}

function textOf(path: string, file: string, from: Files): string {
  const kind = from.kind(path);
  if (kind !== null && kind !== 'folder') {
    const read = from.read(path);
    if (read.ok) return read.bytes.toString('utf8').replace(/^\ufeff/, '');
    throw unusable(file, read.reason);
  }
  throw unusable(file, kind === null ? 'no such file' : 'it is a folder, not a file');
}

function unusable(file: string, reason: string): ConfigError {
  return new ConfigError(file, { line: 1, column: 1 }, `${reason}; --config expects the path of a JSON file`);
}

/** A glob without a slash matches at any depth, wherever the configuration stands. */
function rebase(cwd: string, folder: string, glob: string): string {
  const from = relative(cwd, folder);
  if (from === '.' || glob.startsWith('/') || (!glob.includes('/') && !glob.startsWith('.'))) return glob;
  return relative(cwd, join(folder, glob.replace(/^(?:\.\/)?/, './')));
}
