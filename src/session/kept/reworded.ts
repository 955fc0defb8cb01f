import { dialectOf, extract } from '#extract';
import type { Facts } from '#facts';
import type { Model } from '#model';
import { scanDigest, type Taken } from '../contents/contents.ts';
import type { KeptFacts } from '../contents/kept-facts.ts';
import type { Scan, Scanner } from '../contents/scan.ts';
import type { Files } from '../files/files.ts';
import { hashOf, idOf } from '../files/ids.ts';
import { decode, hasUtf16Mark } from '../files/read.ts';
import type { Analysis } from '../project/analysis.ts';
import { changesBetween, Lost, moved, type Shift } from './shift.ts';

/** A file that says the same in other places, but for what nobody has looked at. */
export interface Reworded {
  readonly taken: Taken;
  readonly scan: Scan;
  readonly facts: Facts;
  readonly shift: Shift;
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
  const isOther = scanDigest(scan) !== before.scan;
  if (!old?.facts || old.problem !== null || old.lossy !== null || lossy || isOther) return null;
  const own = extract(file, text);
  const taken = { ...before, id: idOf(read.bytes, hashOf(before.id)), size: read.bytes.length };
  const changed = own.facts && own.problem === null ? changesBetween(old.facts, own.facts, before.unread) : null;
  if (!own.facts || !changed || changed.rewrites.length > 0) return null;
  return { taken, scan, facts: own.facts, shift: changed.shift };
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
  const shifts = new Map(reworded.map(({ taken, shift }) => [taken.file, shift]));
  const suppressions = new Map(analysis.suppressions.map((one) => [one.file, one]));
  for (const { taken, facts } of reworded) {
    if (facts.suppressions.length > 0)
      suppressions.set(taken.file, { file: taken.file, suppressions: facts.suppressions });
    else suppressions.delete(taken.file);
  }
  const model = modelMoved(analysis.model, shifts);
  // As a new model has them: in the order in which files were read, which only a new model knows.
  const isOrdered = [...suppressions.keys()].join('\n') === analysis.suppressions.map(({ file }) => file).join('\n');
  return model && isOrdered ? { ...analysis, model, suppressions: [...suppressions.values()] } : null;
}

function modelMoved(model: Model, shifts: ReadonlyMap<string, Shift>): Model | null {
  try {
    return moved(model, shifts);
  } catch (error) {
    if (error instanceof Lost) return null;
    throw error;
  }
}
