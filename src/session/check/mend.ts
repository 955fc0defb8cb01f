import { type Edit, editsOf, type Finding, withEdits } from '#rule';
import { onDisk, withTexts } from '../files/files.ts';
import { absolute } from '../files/paths.ts';
import { type LintOptions, type LintResult, lint } from './lint.ts';
import { isRewritable, rewrite } from './rewrite.ts';

export interface Mended {
  /** What is left. */
  readonly result: LintResult;
  readonly fixed: number;
  /** The rules whose findings they were. */
  readonly rules: readonly string[];
  readonly files: readonly MendedFile[];
}

export interface MendedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A fix can uncover the next finding, which has a fix; hardly ever twice. */
const MOST_ROUNDS = 10;

/** Whether what a person cares about is no worse in the second result. */
export type NoWorse = (before: LintResult, after: LintResult) => boolean;

/**
 * Applies safe fixes to texts in memory, and keeps only what a new analysis confirms: the finding is gone, no other has come,
 * every file can still be read, and `noWorse` agrees.
 */
export async function mend(options: LintOptions, noWorse: NoWorse): Promise<Mended> {
  const cwd = absolute(options.cwd ?? process.cwd(), '.');
  const texts = new Map<string, string>();
  const refused = new Set<string>();
  const first = await lint(options);
  let result = first;
  const mended: string[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const attempts = compatible(
      result.findings
        .filter(({ fingerprint }) => !refused.has(fingerprint))
        .flatMap((finding) => attemptOf(finding, result, cwd)),
    );
    // All at once, and one by one only where that fails.
    for (const group of attempts.length > 1 ? [attempts, ...attempts.map((one) => [one])] : [attempts]) {
      if (group.length === 0) continue;
      const changed = apply(group, result);
      const all = [...texts, ...changed].map(([file, text]) => [absolute(cwd, file), text] as const);
      const next = await lint({ ...options, from: withTexts(options.from ?? onDisk, new Map(all)) });
      if (confirms(result, next, group) && noWorse(result, next)) {
        for (const [file, text] of changed) texts.set(file, text);
        result = next;
        mended.push(...group.map(({ finding }) => finding.rule));
        break;
      }
      if (group.length === 1) refused.add(group[0]!.finding.fingerprint);
    }
    if (attempts.length === 0) break;
  }
  const files = [...texts].map(([file, after]) => ({ file, before: first.textOf(file) ?? '', after }));
  return {
    result,
    fixed: mended.length,
    rules: [...new Set(mended)],
    files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

interface Attempt {
  readonly finding: Finding;
  readonly edits: readonly Edit[];
}

function attemptOf(finding: Finding, result: LintResult, cwd: string): Attempt[] {
  const edits = finding.fix?.safe ? editsOf(finding.fix, result.textOf) : null;
  return edits?.every(({ at }) => isRewritable(cwd, at.file)) ? [{ finding, edits }] : [];
}

/** Those that touch the same text wait for the next round. */
function compatible(attempts: readonly Attempt[]): Attempt[] {
  const taken: Edit[] = [];
  return attempts.filter(({ edits }) => {
    const meets = edits.some(({ at }) =>
      taken.some((other) => other.at.file === at.file && at.start <= other.at.end && other.at.start <= at.end),
    );
    if (!meets) taken.push(...edits);
    return !meets;
  });
}

function apply(attempts: readonly Attempt[], result: LintResult): Map<string, string> {
  const edits = attempts.flatMap((one) => one.edits);
  const files = new Set(edits.map(({ at }) => at.file));
  return new Map(
    [...files].map((file) => {
      const mine = edits.filter(({ at }) => at.file === file);
      return [file, withEdits(result.textOf(file) ?? '', mine)];
    }),
  );
}

function confirms(before: LintResult, after: LintResult, attempts: readonly Attempt[]): boolean {
  const had = countBy(before.findings);
  const has = countBy(after.findings);
  const isNew = [...has].some(([fingerprint, count]) => count > (had.get(fingerprint) ?? 0));
  const isGone = attempts.every(({ finding: { fingerprint } }) => (has.get(fingerprint) ?? 0) < had.get(fingerprint)!);
  return isGone && !isNew && after.problems.length <= before.problems.length;
}

function countBy(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { fingerprint } of findings) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return counts;
}

/** One file at a time; what is written stays written when a later file cannot be. */
export function writeMended(cwd: string, files: readonly MendedFile[]): void {
  for (const { file, before, after } of files) rewrite(cwd, file, before, after);
}
