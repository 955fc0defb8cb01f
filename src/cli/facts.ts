import { EXIT, handFacts } from '#session';
import { safe } from '#text';
import type { Io } from './io.ts';
import { configOf, progress } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

/** Writes facts into a folder, for a build cache to hand on. */
export function facts(args: Arguments, io: Io): number {
  const out = args.values.get('out')?.[0];
  if (out === undefined)
    throw new UsageError(`'authlint facts' needs '--out <folder>', where a build cache finds them`);
  const { onProgress, done } = progress(io);
  const { files, bytes, missing } = handFacts(
    { cwd: io.cwd, paths: args.positionals, onProgress, ...configOf(args) },
    out,
  );
  done();
  for (const path of missing) io.stderr.write(`authlint: no such file or folder: ${safe(path)}\n`);
  io.stdout.write(`${files} ${files === 1 ? 'file' : 'files'} in ${safe(out)}, ${(bytes / 1e3).toFixed(0)} kB\n`);
  return missing.length > 0 ? EXIT.failure : EXIT.clean;
}
