import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { safe, unseen } from '#report';
import {
  frameworkTitles,
  handedTo,
  isNothing,
  type LoadOptions,
  type LoadResult,
  onDisk,
  workspacesIn,
} from '#session';
import { didYouMean } from '#text';
import { type Io, wantsColor, widthOf } from './io.ts';
import { type Arguments, COMMANDS, UsageError } from './usage.ts';

/** What all commands that analyse have in common. */
export function loadOptions(
  args: Arguments,
  io: Io,
  paths: readonly string[],
): LoadOptions & { readonly done: () => void } {
  const apps = args.values.get('app');
  if (apps && paths.length > 0) throw new UsageError(`'--app' and paths contradict each other; use one of them`);
  const { onProgress, done } = progress(io);
  const facts = args.values.get('facts')?.[0];
  return {
    cwd: io.cwd,
    cache: !args.values.has('no-cache'),
    ...(facts === undefined ? {} : { facts: factsIn(facts, args, io) }),
    paths: apps ? apps.map((app) => folderOf(app, io.cwd)) : paths,
    onProgress,
    done,
    ...configOf(args),
  };
}

/** Which configuration counts. */
export function configOf({ values }: Arguments): Pick<LoadOptions, 'config'> {
  const config = values.get('config')?.[0];
  if (config === undefined) return values.has('no-config') ? { config: false } : {};
  if (!values.has('no-config')) return { config };
  throw new UsageError(`'--config' and '--no-config' contradict each other; use one of them`);
}

function factsIn(folder: string, args: Arguments, io: Io): readonly string[] {
  if (args.values.has('no-cache'))
    throw new UsageError(`'--facts' and '--no-cache' contradict each other; use one of them`);
  const places = handedTo(io.cwd, folder);
  if (places.length > 0) return places;
  throw new UsageError(
    `there is no folder '${folder}', here or in a package; 'authlint facts --out ${folder}' makes it`,
  );
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
export function progress({ stderr, env }: Io): { onProgress: (parsed: number) => void; done: () => void } {
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

/**
 * On stderr, so that JSON on stdout stays JSON: paths that do not exist, files whose facts were expected, and why nothing
 * was analysed.
 */
export function complain(result: LoadResult, args: Arguments, paths: readonly string[], io: Io): void {
  const commands = COMMANDS.map((command) => command.name);
  const { parsed, settings } = result;
  for (const { folder } of settings.apps.filter((app) => !existsSync(resolve(io.cwd, app.folder)))) {
    const packages = workspacesIn(onDisk, io.cwd);
    const { folder: meant } = packages.find(({ name }) => name === folder) ?? { folder: '' };
    const names = packages.map((one) => one.folder);
    const hint = meant === '' ? didYouMean(folder, names) : `; did you mean '${meant}'?`;
    io.stderr.write(
      `authlint: 'apps' in the configuration names '${safe(folder)}', and there is no such folder${safe(hint)}\n`,
    );
  }
  if (args.values.has('facts') && parsed.length > 0) {
    const some = `${parsed.slice(0, 3).join(', ')}${parsed.length > 3 ? ', …' : ''}`;
    const what =
      parsed.length === 1
        ? '1 file was parsed anew, since the facts do not have it as it is'
        : `${parsed.length} files were parsed anew, since the facts do not have them as they are`;
    io.stderr.write(`authlint: ${what}: ${safe(some)}\n`);
  }
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
        ? `in ${seen} no server was found that authlint knows (${frameworkTitles().join(', ')})`
        : `in ${seen} a server was found, but no route`;
  io.stderr.write(`authlint: nothing was analysed: ${reason}\n`);
}

/** On stderr, for commands whose output has no place for it: what was not analysed. */
export function tellUnseen(result: LoadResult, args: Arguments, io: Io): void {
  io.stderr.write(unseen(result, { color: wantsColor(args.values, io), width: widthOf(io) }));
}

export { widthOf };
