import { type CacheReport, cacheReport, clearCache, EXIT } from '#session';
import { safe } from '#text';
import type { Io } from './io.ts';
import { type Arguments, UsageError } from './usage.ts';

/** Shows what is kept from run to run, or clears it. */
export function cache(args: Arguments, io: Io): number {
  const [extra] = args.positionals;
  if (extra !== undefined) throw new UsageError(`'authlint cache' takes no '${extra}'`, extra, ['--clear']);
  if (args.values.has('clear')) {
    const { folder, removed, left } = clearCache(io.cwd);
    io.stdout.write(`${removed} ${removed === 1 ? 'file' : 'files'} removed from ${safe(folder)}\n`);
    if (left === 0) return EXIT.clean;
    io.stderr.write(`authlint: ${left} files could not be removed from ${safe(folder)}\n`);
    return EXIT.failure;
  }
  io.stdout.write(described(cacheReport(io.cwd)));
  return EXIT.clean;
}

function described({ folder, refused, kinds }: CacheReport): string {
  const lines = kinds.map(({ name, files, bytes, used }) => {
    const last = used === null ? '' : `, last used ${new Date(used).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return `  ${name.padEnd(9)}${String(files).padStart(3)} ${files === 1 ? 'file ' : 'files'}  ${sized(bytes)}${last}`;
  });
  const warning = refused ? ['  not used: files in it are committed, and code must not bring its own findings'] : [];
  return `${[safe(folder), ...lines, ...warning].join('\n')}\n`;
}

function sized(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0).padStart(5)} kB` : `${(bytes / 1e6).toFixed(1).padStart(5)} MB`;
}
