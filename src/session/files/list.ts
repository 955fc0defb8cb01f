import { isData } from '#extract';
import { DEFAULT_EXCLUDES } from './excludes.ts';
import { type Files, onDisk } from './files.ts';
import { git, gitRoot } from './git.ts';
import { globBase, globMatcher, isGlob, type Matcher } from './glob.ts';
import { absolute, ancestors, isWithin, join, parent, relative } from './paths.ts';
import { DEFAULT_MAX_FILE_SIZE, type Kind, kindOf, readBytes, tooLarge } from './read.ts';
import { type AddNote, everythingBelow, walk } from './walk.ts';

export interface Note {
  /** Relative to the working directory. */
  readonly file: string;
  readonly reason: string;
}

export interface ListOptions {
  readonly cwd: string;
  /** Files, folders or globs; the working directory when empty. */
  readonly paths?: readonly string[];
  /** When given, only files below one of these (folders or globs, from the working directory) are candidates. */
  readonly include?: readonly string[];
  /** Never candidates, even when named; matched from the working directory. A bare name matches at any depth. */
  readonly exclude?: readonly string[];
  /** Not candidates unless the path that the user named leads into them. */
  readonly defaultExcludes?: readonly string[];
  /** In bytes; larger files are noted. */
  readonly maxFileSize?: number;
  /** Where the files come from; the disk by default. */
  readonly from?: Files;
}

/** Paths in a listing are absolute. */
export interface Listing {
  readonly cwd: string;
  /** No source outside of these folders is read. */
  readonly roots: ReadonlySet<string>;
  /** The folders whose source files are all in `names`. */
  readonly bases: readonly string[];
  /** Every source file below the bases, also those that are not analysed: an import may lead to them. */
  readonly names: ReadonlySet<string>;
  /** Every file of data below the bases: an import may lead to it. */
  readonly data: ReadonlySet<string>;
  /** The files to analyse, sorted. */
  readonly candidates: readonly string[];
  /** How many source files below the bases are left out by patterns. */
  readonly excluded: number;
  readonly notes: readonly Note[];
}

const SOURCES: ReadonlySet<string> = new Set(['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx']);
const DECLARED: ReadonlySet<string> = new Set(['.ts', '.cts', '.mts']);

/** It is asked of every name in a tree, several times. */
export function isSource(path: string): boolean {
  const dot = path.lastIndexOf('.');
  return isScript(path) && !(path.endsWith('.d', dot) && DECLARED.has(path.slice(dot)));
}

function isScript(path: string): boolean {
  return SOURCES.has(path.slice(path.lastIndexOf('.')));
}

function isImportable(path: string): boolean {
  return isSource(path) || isData(path);
}

export function list(options: ListOptions): Listing {
  const cwd = absolute(options.cwd, '.');
  const from = options.from ?? onDisk;
  const named = (options.paths?.length ? options.paths : ['.']).map((path) => nameOf(cwd, path, from));
  const notes: Note[] = [];
  const note = (path: string, reason: string) => notes.push({ file: relative(cwd, path), reason });
  const roots = rootsOf(cwd, named);
  const names = new Set<string>();
  const data = new Set<string>();
  const picked = new Map<string, string>();
  const bases: string[] = [];
  for (const one of named) {
    if (one.kind === 'absent') note(one.base, 'no such file or folder');
    else if (one.kind === 'file') addNamedFile(one.base, names, picked, note);
    else if (one.kind === 'folder') {
      for (const path of listFolder(one.base, bases, { names, data }, note, from)) pick(picked, path, one.base);
    } else {
      const hits = matching(one.base, one.pattern, note, from);
      const listed = new Set(listFolder(one.base, bases, { names, data }, note, from));
      const known = hits.filter((path) => listed.has(path));
      for (const path of known.length > 0 ? known : hits) pick(picked, path, one.base);
      for (const path of hits) names.add(path);
    }
  }
  const chosen = choose(picked, cwd, options);
  const candidates = settle(chosen.kept, roots, options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE, note, from);
  return { cwd, roots, bases, names, data, candidates, excluded: chosen.excluded, notes };
}

interface Named {
  readonly kind: 'file' | 'folder' | 'glob' | 'absent';
  readonly base: string;
  /** Of a glob, relative to its base. */
  readonly pattern: string;
}

function nameOf(cwd: string, path: string, from: Files): Named {
  const base = absolute(cwd, path);
  const kind = kindBehind(base, from);
  // What exists is never read as a pattern: Next.js has files called `[id].ts`.
  if (kind) return { kind: kind === 'folder' ? 'folder' : 'file', base, pattern: '' };
  const folder = globBase(path.replaceAll('\\', '/'));
  const start = absolute(cwd, folder);
  if (!isGlob(path) || kindBehind(start, from) !== 'folder') return { kind: 'absent', base, pattern: '' };
  const pattern = path.slice(folder === '.' ? 0 : folder.length).replace(/^\.?\/+/, '');
  return { kind: 'glob', base: start, pattern };
}

/** A link to a folder is a folder to whoever names it. */
function kindBehind(path: string, from: Files): Kind | null {
  const kind = from.kind(path);
  return kind === 'link' && from.kind(`${path}/`) === 'folder' ? 'folder' : kind;
}

/** The git trees around what is named; without one, the nearest folder that looks like the root of a project. */
function rootsOf(cwd: string, named: readonly Named[]): ReadonlySet<string> {
  const roots = [gitRoot(cwd) ?? projectRoot(cwd) ?? cwd];
  for (const { kind, base } of named) {
    const folder = kind === 'file' ? parent(base) : base;
    if (kind === 'absent' || (kind === 'file' && !isSource(base)) || roots.some((root) => isWithin(root, folder)))
      continue;
    roots.push(gitRoot(folder) ?? projectRoot(folder) ?? folder);
  }
  return new Set(roots.filter((root) => !roots.some((other) => other !== root && isWithin(other, root))));
}

const ROOT_FILES = [
  'pnpm-workspace.yaml',
  'package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'lerna.json',
];

function projectRoot(folder: string): string | null {
  for (const at of ancestors(folder)) if (ROOT_FILES.some((name) => kindOf(join(at, name)))) return at;
  return null;
}

/** For one file the longest named folder decides which part of its path the default patterns see. */
function pick(picked: Map<string, string>, path: string, base: string): void {
  const before = picked.get(path);
  if (before === undefined || base.length > before.length) picked.set(path, base);
}

function addNamedFile(path: string, names: Set<string>, picked: Map<string, string>, note: AddNote): void {
  if (isScript(path)) {
    names.add(path);
    pick(picked, path, path);
  } else note(path, 'not a JavaScript or TypeScript file');
}

function listFolder(
  base: string,
  bases: string[],
  { names, data }: { readonly names: Set<string>; readonly data: Set<string> },
  note: AddNote,
  from: Files,
): string[] {
  const around = bases.find((one) => isWithin(one, base));
  const known = around ? [...names].filter((path) => isWithin(base, path)) : [];
  if (known.length > 0) return known;
  const told = from.below(base)?.filter(isImportable);
  const found = told ?? listGit(base, note, new Set()) ?? [];
  // A folder that git ignores lists as empty; when the user names it all the same, it is meant.
  const all = told || found.some(isSource) ? found : everythingBelow(base, isImportable, note);
  bases.push(base);
  const files = all.filter(isSource);
  for (const file of files) names.add(file);
  for (const file of all) if (isData(file)) data.add(file);
  return files;
}

/** Files that git knows or would add and imports may lead to, with those of nested repositories; null outside of git. */
function listGit(base: string, note: AddNote, seen: Set<string>): string[] | null {
  const root = gitRoot(base);
  if (root === null || seen.has(base)) return null;
  seen.add(base);
  const answer = git(base, ['ls-files', '-z', '-c', '-o', '--exclude-standard']);
  if (!answer.ok) {
    if (!answer.reason.includes('not a git repository')) note(base, `git could not list it: ${answer.reason}`);
    return null;
  }
  for (const [, folder] of answer.warnings.matchAll(/could not open directory '(.*?)\/?':/g)) {
    note(join(base, `./${folder}`), 'no permission to read it');
  }
  const files = new Set<string>();
  const nested = base === root ? submodules(root) : [];
  for (const name of splitNames(answer.out, base, note)) {
    if (name.endsWith('/')) nested.push(name.slice(0, -1));
    else if (isImportable(name) && !name.includes('node_modules/')) files.add(`${base}/${name}`);
  }
  for (const folder of nested) for (const file of listGit(join(base, folder), note, seen) ?? []) files.add(file);
  return [...files];
}

function splitNames(out: Buffer, base: string, note: AddNote): string[] {
  const names = out.toString('utf8').split('\0');
  names.pop();
  if (!names.some((name) => name.includes('\ufffd'))) return names;
  return names.filter((name) => {
    const lost = name.includes('\ufffd') && !out.includes(`${name}\0`);
    if (lost && isScript(name)) note(join(base, name), 'its name is not valid UTF-8');
    return !lost;
  });
}

function submodules(root: string): string[] {
  const read = kindOf(join(root, '.gitmodules')) === 'file' ? readBytes(join(root, '.gitmodules')) : null;
  if (!read?.ok) return [];
  const folders = [...read.bytes.toString('utf8').matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].map((match) => match[1]!);
  return folders.filter((folder) => {
    const at = join(root, folder);
    return at !== root && isWithin(root, at) && kindOf(at) === 'folder';
  });
}

function matching(base: string, pattern: string, note: AddNote, from: Files): string[] {
  const known = from.below(base);
  if (!known) return walk(base, pattern, isSource, note);
  const matches = globMatcher([pattern]);
  const visible = known.filter((path) => isSource(path) && !path.slice(base.length).includes('/.'));
  return visible.filter((path) => matches(relative(base, path)));
}

function choose(picked: ReadonlyMap<string, string>, cwd: string, options: ListOptions) {
  const byDefault = globMatcher(options.defaultExcludes ?? DEFAULT_EXCLUDES);
  const byUser = globMatcher((options.exclude ?? []).flatMap(anyDepth));
  const includes = options.include?.map((pattern) => including(cwd, pattern));
  const kept: string[] = [];
  for (const [path, named] of picked) {
    let base = named;
    const matching = includes?.filter((one) => one.matches(path)) ?? [];
    for (const one of matching) if (one.base.length > base.length) base = one.base;
    if (includes && matching.length === 0) continue;
    if (byUser(relative(cwd, path)) || (base !== path && byDefault(relative(base, path)))) continue;
    kept.push(path);
  }
  return { kept, excluded: picked.size - kept.length };
}

function including(cwd: string, pattern: string): { base: string; matches: Matcher } {
  const base = absolute(cwd, isGlob(pattern) ? globBase(pattern) : pattern);
  if (!isGlob(pattern)) return { base, matches: (path) => isWithin(base, path) };
  const matches = globMatcher([pattern, `${pattern.replace(/\/+$/, '')}/**`]);
  return { base, matches: (path) => matches(relative(cwd, path)) };
}

function anyDepth(pattern: string): string[] {
  const folder = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  const anchored = folder.includes('/') ? folder : `**/${folder}`;
  return [anchored, `${anchored}/**`];
}

/** Asks the disk what stands behind each name: deleted files drop out, links that repeat a candidate too. */
function settle(
  paths: readonly string[],
  roots: ReadonlySet<string>,
  limit: number,
  note: AddNote,
  from: Files,
): string[] {
  const files = new Set<string>();
  const links: { path: string; target: string }[] = [];
  for (const path of [...paths].sort()) {
    const found = from.inspect(path, roots);
    if (found.kind === 'absent') continue;
    if (found.kind === 'special') note(path, found.reason);
    else if (found.size > limit) note(path, tooLarge(limit));
    else if (found.kind === 'link') links.push({ path, target: found.target });
    else files.add(path);
  }
  const targets = new Set(files);
  for (const { path, target } of links) {
    if (targets.has(target)) continue;
    targets.add(target);
    files.add(path);
  }
  return [...files].sort();
}
