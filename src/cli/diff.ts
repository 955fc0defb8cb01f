import { resolve } from 'node:path';
import { type DiffSide, diffJson, diffMarkdown, diffPretty, safe } from '#report';
import { EXIT, isNothing, type LoadResult, loadModel, openRevision, type Revision, resolveRange } from '#session';
import { compareSurfaces, isAlarming } from '#surface';
import { type Io, wantsColor, widthOf } from './io.ts';
import { complain, loadOptions } from './load.ts';
import { type Arguments, UsageError } from './usage.ts';

export async function diff(args: Arguments, io: Io): Promise<number> {
  const { values } = args;
  const [range, ...paths] = args.positionals;
  if (range === undefined)
    throw new UsageError(`from which revision on? 'authlint diff main', or 'authlint diff main...HEAD' for a branch`);
  const revisions = resolveRange(io.cwd, range);
  const before = await side(revisions.before, paths, args, io);
  const after = await side(revisions.after, paths, args, io);
  const lost = paths.filter((path) => before.missing.includes(path) && after.missing.includes(path));
  complain({ ...after, missing: lost }, args, paths, io);
  if (lost.length > 0) return EXIT.failure;
  if (isNothing(after)) return EXIT.nothing;
  const input = { before, after, diff: compareSurfaces(before, after), settings: changedSettings(before, after) };
  const alarming = isAlarming(input.diff);
  const format = values.get('format')?.[0];
  if (format === 'json') io.stdout.write(diffJson(input, alarming));
  else if (format === 'markdown') io.stdout.write(diffMarkdown(input));
  else io.stdout.write(diffPretty(input, { color: wantsColor(values, io), width: widthOf(io) }));
  return alarming ? EXIT.findings : EXIT.clean;
}

type Loaded = DiffSide & LoadResult;

async function side(revision: Revision, paths: readonly string[], args: Arguments, io: Io): Promise<Loaded> {
  const { ref, commit } = revision;
  const { done, ...options } = loadOptions(args, io, paths);
  try {
    const from = commit === null ? null : openRevision(io.cwd, commit);
    const { config } = options;
    // A configuration that came later cannot be read in the past.
    const isAbsent = from && typeof config === 'string' && from.kind(resolve(io.cwd, config)) === null;
    const result = await loadModel({ ...options, ...(from ? { from } : {}), ...(isAbsent ? { config: false } : {}) });
    return { ...result, ...revision };
  } catch (error) {
    if (commit === null || !(error instanceof Error) || error.name !== 'ConfigError') throw error;
    throw new UsageError(`at ${safe(ref)} ${error.message}; leave configurations out with '--no-config'`);
  } finally {
    done();
  }
}

/** The settings that decide what is seen and what counts as a guard: whoever changes them changes the comparison. */
function changedSettings(before: LoadResult, after: LoadResult): string[] {
  const keys = ['publicRoutes', 'loginRoutes', 'catalog', 'files', 'needles'] as const;
  return keys.filter((key) => JSON.stringify(before.settings[key]) !== JSON.stringify(after.settings[key]));
}
