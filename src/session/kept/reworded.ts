import { dialectOf, extract } from '#extract';
import type { Facts } from '#facts';
import type { Model } from '#model';
import { scanDigest, type Taken } from '../contents/contents.ts';
import type { KeptFacts } from '../contents/kept-facts.ts';
import type { Scan, Scanner } from '../contents/scan.ts';
import type { Files } from '../files/files.ts';
import { hashOf, idOf } from '../files/ids.ts';
import { decode, hasUtf16Mark } from '../files/read.ts';
import { type Analysis, sorted } from '../project/analysis.ts';
import { changesBetween, Lost, type Moves, moved } from './shift.ts';

/** A file that says the same in other places, but for what nobody has looked at. */
export interface Reworded {
  readonly taken: Taken;
  readonly scan: Scan;
  /** What it did not import before, or imports no more: the same only where none of that takes part. */
  readonly sources: readonly string[];
  readonly facts: Facts;
  readonly shift: Moves;
}

/** Beyond so many it costs as much as to link anew. */
export const MOST_REWORDED = 50;

/** Null when the file says something else than before, or nobody knows what it said. */
export function reword(
  before: Taken,
  path: string,
  { files, facts, scanner }: { files: Files; facts: KeptFacts; scanner: Scanner },
): Reworded | null {
  const { file } = before;
  const read = files.read(path);
  if (!read.ok || hasUtf16Mark(read.bytes)) return null;
  const old = facts.extracted(before.id, before.size, dialectOf(file));
  const { text, lossy } = decode(read.bytes);
  const scan = scanner(read.bytes.toString('latin1'));
  const scanned = sourcesBetween(before, scan, facts);
  if (!old?.facts || old.problem !== null || old.lossy !== null || lossy || !scanned) return null;
  const own = extract(file, text);
  const taken = {
    ...before,
    id: idOf(read.bytes, hashOf(before.id)),
    size: read.bytes.length,
    scan: scanDigest(scan),
  };
  const changed = own.facts && own.problem === null ? changesBetween(old.facts, own.facts, before) : null;
  if (!own.facts || !changed || changed.rewrites.length > 0) return null;
  const sources = [...new Set([...scanned, ...changed.sources])];
  if (sources.some((one) => mayBeLookedFor(one, scan.marked))) return null;
  return { taken, scan, sources, facts: own.facts, shift: changed.shift };
}

/** What a file may import that it did not before, or no more; null when that is not known, or it names a known package now. */
function sourcesBetween({ id, size, scan }: Taken, now: Scan, facts: KeptFacts): readonly string[] | null {
  if (scanDigest(now) === scan) return [];
  const then = facts.scan(id, size);
  if (then?.marked !== now.marked) return null;
  const [old, own] = [new Set(then.specifiers), new Set(now.specifiers)];
  return [...then.specifiers.filter((one) => !own.has(one)), ...now.specifiers.filter((one) => !old.has(one))];
}

/** Whether anybody may ask if a file imports a package of that name: some are asked for that are no needles. */
function mayBeLookedFor(name: string, isMarked: boolean): boolean {
  return !name.startsWith('.') && (isMarked || /^(?:@?fastify|express-serve-static-core)/.test(name));
}

/** The next edit is compared with what the files say now. */
export function keepFacts(reworded: readonly Reworded[], kept: KeptFacts): void {
  for (const { taken, scan, facts } of reworded) {
    kept.keepScan(taken.id, taken.size, scan);
    kept.keepExtracted(taken.id, taken.size, dialectOf(taken.file), { facts, problem: null, lossy: null });
  }
  kept.save();
}

/** The same with all places where they have gone; null when that is not known of one. */
export function movedTo(analysis: Analysis, reworded: readonly Reworded[]): Analysis | null {
  const shifts = shiftsOf(reworded);
  const suppressions = new Map(analysis.suppressions.map((one) => [one.file, one]));
  for (const { taken, facts } of reworded)
    suppressions.set(taken.file, { file: taken.file, suppressions: facts.suppressions });
  const model = modelMoved(analysis.model, shifts);
  return model && { ...analysis, model, suppressions: sorted([...suppressions.values()]) };
}

export function shiftsOf(reworded: readonly Reworded[]): ReadonlyMap<string, Moves> {
  return new Map(reworded.map(({ taken, shift }) => [taken.file, shift]));
}

function modelMoved(model: Model, shifts: ReadonlyMap<string, Moves>): Model | null {
  try {
    return moved(model, shifts);
  } catch (error) {
    if (error instanceof Lost) return null;
    throw error;
  }
}
