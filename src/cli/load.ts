import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { safe } from '#report';
import { isNothing, type LoadOptions, type LoadResult, onDisk, workspacesIn } from '#session';
import { didYouMean } from '#text';
import { type Io, widthOf } from './io.ts';
import { type Arguments, COMMANDS, UsageError } from './usage.ts';

/** What all commands that analyse have in common. */
export function loadOptions(
  args: Arguments,
  io: Io,
  paths: readonly string[],
): LoadOptions & { readonly done: () => void } {
  const config = args.values.get('config')?.[0];
  if (config !== undefined && args.values.has('no-config')) {
    throw new UsageError(`'--config' and '--no-config' contradict each other; use one of them`);
  }
  const apps = args.values.get('app');
  if (apps && paths.length > 0) throw new UsageError(`'--app' and paths contradict each other; use one of them`);
  const { onProgress, done } = progress(io);
  return {
    cwd: io.cwd,
    cache: !args.values.has('no-cache'),
    paths: apps ? apps.map((app) => folderOf(app, io.cwd)) : paths,
    onProgress,
    done,
    ...(args.values.has('no-config') ? { config: false } : config === undefined ? {} : { config }),
  };
}

/** A package by its folder, its name, or the last part of either. */
function folderOf(app: string, cwd: string): string {
  const known = workspacesIn(onDisk, cwd);
  const wanted = app.replace(/^\.\//, '').replace(/\/+$/, '');
  const last = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const exact = known.filter(({ folder, name }) => folder === wanted || name === wanted);
  const found = exact.length > 0 ? exact : known.filter((one) => [last(one.folder), last(one.name)].includes(wanted));
  if (found.length === 1) return found[0]!.folder;
  if (found.length > 1)
    throw new UsageError(
      `'--app ${app}' could be ${found.map(({ folder }) => `'${folder}'`).join(' or ')}; name its folder`,
    );
  // Packages side by side without a workspace around them.
  if (existsSync(resolve(cwd, wanted, 'package.json'))) return wanted;
  throw new UsageError(
    `there is no package '${app}' in this workspace`,
    app,
    known.flatMap(({ folder, name }) => [folder, name, last(folder)]),
  );
}

const PATIENCE = 1000;
const EVERY = 100;

/** A line on the terminal, rewritten in place, only when a run takes longer than a person expects. */
function progress({ stderr, env }: Io): { onProgress: (parsed: number) => void; done: () => void } {
  let next = performance.now() + PATIENCE;
  let shown = false;
  return {
    onProgress(parsed) {
      if (stderr.isTTY !== true || env['CI'] || performance.now() < next) return;
      next = performance.now() + EVERY;
      shown = true;
      stderr.write(`\r\x1b[Kauthlint: ${parsed} files read …`);
    },
    done() {
      if (shown) stderr.write('\r\x1b[K');
    },
  };
}

/** On stderr, so that JSON on stdout stays JSON: paths that do not exist, and why nothing was analysed. */
export function complain(result: LoadResult, paths: readonly string[], io: Io): void {
  const commands = COMMANDS.map((command) => command.name);
  for (const path of result.missing) {
    const hint = paths[0] === path ? didYouMean(path, commands).replace('mean', 'mean the command') : '';
    io.stderr.write(`authlint: no such file or folder: ${safe(path)}${safe(hint)}\n`);
  }
  if (result.missing.length > 0 || !isNothing(result)) return;
  const { files, apps } = result.summary;
  const seen = `${files} ${files === 1 ? 'file' : 'files'}`;
  const reason =
    files === 0
      ? 'no JavaScript or TypeScript file was found'
      : apps === 0
        ? `in ${seen} no server was found that authlint knows (Express)`
        : `in ${seen} a server was found, but no route`;
  io.stderr.write(`authlint: nothing was analysed: ${reason}\n`);
}

export { widthOf };
