import type { Severity } from '#rule';
import type { LintResult } from './lint.ts';
import type { LoadResult } from './load.ts';

export type Threshold = Severity | 'never';

export const EXIT = { clean: 0, findings: 1, failure: 2, nothing: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** One code for a run, whatever the output format: wrong use, then findings, then nothing analysed, then clean. */
export function exitCode(result: LintResult, threshold: Threshold): ExitCode {
  if (result.missing.length > 0) return EXIT.failure;
  const reached = threshold !== 'never' && result.findings.some(({ severity }) => RANK[severity] >= RANK[threshold]);
  if (reached) return EXIT.findings;
  return isNothing(result) ? EXIT.nothing : EXIT.clean;
}

/** A security tool that saw no route must not look green. */
export function isNothing({ summary }: LoadResult): boolean {
  return summary.files === 0 || summary.apps === 0 || summary.routes === 0;
}
