import { posix, resolve, sep } from 'node:path';

/**
 * Inside this folder every path is absolute with `/`, because walking up from a relative path that may start with `..`
 * goes wrong silently. Outside it, paths are relative to the working directory.
 */
export function absolute(cwd: string, path: string): string {
  if (/^[^./\\:]/.test(path) && !/\/[./]|[\\:]|\/$/.test(path)) return cwd === '/' ? `/${path}` : `${cwd}/${path}`;
  const full = resolve(cwd, path);
  return sep === '/' ? full : full.replaceAll(sep, '/');
}

export function relative(cwd: string, path: string): string {
  if (path.startsWith(cwd) && path.charCodeAt(cwd.length) === 47) return path.slice(cwd.length + 1);
  return path === cwd ? '.' : posix.relative(cwd, path);
}

export function parent(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash > 0) return path.slice(0, slash);
  return slash === 0 ? '/' : path;
}

/** The folder itself, then everything above it. */
export function* ancestors(folder: string): Generator<string> {
  for (let at = folder; ; ) {
    yield at;
    const up = parent(at);
    if (up === at) return;
    at = up;
  }
}

export function isWithin(folder: string, path: string): boolean {
  if (folder === '/') return path.startsWith('/');
  return path.startsWith(folder) && (path.length === folder.length || path.charCodeAt(folder.length) === 47);
}

/** `folder` joined with a specifier that may start with any number of `./` and `../`. */
export function join(folder: string, specifier: string): string {
  let at = folder;
  let rest = specifier;
  for (;;) {
    if (rest.startsWith('./')) rest = rest.slice(2);
    else if (rest.startsWith('../')) {
      rest = rest.slice(3);
      at = parent(at);
    } else break;
  }
  if (rest === '' || rest === '.') return at;
  if (rest === '..') return parent(at);
  const joined = at === '/' ? `/${rest}` : `${at}/${rest}`;
  return joined.includes('/.') || joined.includes('//') ? posix.normalize(joined) : joined;
}
