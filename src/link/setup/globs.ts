import type { LibraryValue, Value } from '#frameworks';
import { arrayValue, isTrue, listOf, primitive, propertyOf, stringOf, undefinedValue } from '#frameworks';
import type { Place } from '#text';
import { callValue } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';

type Form = 'list' | 'promise' | 'promise-or-callback';

/** What lists files by patterns, and how it gives the list. */
const listing: Readonly<Record<string, Form>> = {
  'glob#': 'promise-or-callback',
  'glob#glob': 'promise-or-callback',
  'glob#sync': 'list',
  'glob#glob.sync': 'list',
  'glob#globSync': 'list',
  'fast-glob#': 'promise',
  'fast-glob#async': 'promise',
  'fast-glob#glob': 'promise',
  'fast-glob#sync': 'list',
  'fast-glob#globSync': 'list',
  'globby#': 'promise',
  'globby#globby': 'promise',
  'globby#sync': 'list',
  'globby#globbySync': 'list',
  'tinyglobby#glob': 'promise',
  'tinyglobby#globSync': 'list',
  'node:fs#globSync': 'list',
};

/** `glob.sync('routes/*.js')` and its like: the files and folders of the program that it finds; null for another call. */
export function globbed(
  machine: Machine,
  { package: from, path }: LibraryValue,
  args: readonly Value[],
  at: Place,
): Value | null {
  const form = listing[`${from}#${path}`];
  if (!form || machine.trial) return null;
  const [patterns, options] = args;
  const paths = found(machine, listOf(patterns), options, at);
  if (!paths) return null;
  const list = arrayValue(paths.map((one) => primitive(one, at)));
  if (form === 'list') return list;
  const callback = args.findLast((arg) => arg.t === 'function');
  if (!callback || form === 'promise') return { t: 'promise', rejected: false, value: list, verification: null };
  machine.tasks.push(machine.laterOn(() => callValue(machine, callback, [primitive(null), list], null, at)));
  return undefinedValue;
}

/** Relative to the folder that is given, else to the file that asks; null where no file is found, or a pattern could not be read. */
function found(machine: Machine, patterns: readonly Value[], options: Value | undefined, at: Place): string[] | null {
  const texts = patterns.map((pattern) => stringOf(pattern));
  const ignored = listOf(propertyOf(options, 'ignore')).map((pattern) => stringOf(pattern));
  const cwd = propertyOf(options, 'cwd');
  const root = cwd ? stringOf(cwd) : '';
  if (root === null || [...texts, ...ignored].includes(null)) return null;
  const [wanted, unwanted] = [texts, ignored].map((all) => all.map((text) => regexOf(plain(text!))));
  if ([...wanted!, ...unwanted!].includes(null)) return null;
  const isWanted = (path: string) =>
    wanted!.some((one) => one!.test(path)) && !unwanted!.some((one) => one!.test(path));
  // Relative to the file that asks where `__dirname` was written, else to where the program runs: a folder around that file.
  const folders = at.file.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const base = plain([...folders.slice(0, depth), root].join('/'));
    const paths = pathsIn(machine, base).filter(isWanted);
    if (paths.length === 0) continue;
    const isRelative = cwd !== undefined && !isTrue(propertyOf(options, 'absolute'));
    return isRelative ? paths : paths.map((path) => relative(folders, plain(`${base}/${path}`)));
  }
  return null;
}

/** The files of a folder, and the folders in it. */
function pathsIn(machine: Machine, base: string): string[] {
  const files = machine.program.under(base).map((file) => (base === '' ? file : file.slice(base.length + 1)));
  const folders = files.flatMap((file) => {
    const parts = file.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [...new Set([...files, ...folders])].sort();
}

function relative(from: readonly string[], path: string): string {
  const parts = path.split('/');
  const shared = from.findIndex((part, index) => parts[index] !== part);
  const kept = shared < 0 ? from.length : shared;
  const up = from.slice(kept).map(() => '..');
  return [...(up.length > 0 ? up : ['.']), ...parts.slice(kept)].join('/');
}

/** Without what says nothing: `./a//b` is `a/b`. */
function plain(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Stars, question marks and braces; null for what else patterns know. */
function regexOf(pattern: string): RegExp | null {
  if (/[[\]()!+@\\]|\.\.|\{[^}]*[{/]/.test(pattern)) return null;
  const source = pattern
    .replace(/[.+^$|]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?|\{([^}]*)\}/g, (part, words?: string) => {
      if (words !== undefined) return `(?:${words.split(',').join('|')})`;
      return { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' }[part]!;
    });
  return new RegExp(`^${source}$`);
}
