import { safe } from '#report';
import { isNothing, type LoadOptions, type LoadResult } from '#session';
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
  const { onProgress, done } = progress(io);
  return {
    cwd: io.cwd,
    paths,
    cache: !args.values.has('no-cache'),
    onProgress,
    done,
    ...(args.values.has('no-config') ? { config: false } : config === undefined ? {} : { config }),
  };
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
