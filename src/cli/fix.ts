import { unifiedDiff } from '#report';
import { type LintOptions, type LintResult, type Mended, mend, writeMended } from '#session';
import { compareSurfaces, isAlarming } from '#surface';
import type { Io } from './io.ts';
import type { Arguments } from './usage.ts';

export function wantsFix({ values }: Arguments): boolean {
  return values.has('fix') || values.has('fix-dry-run') || values.has('diff');
}

/** What is left after safe fixes. */
export async function fixed(options: LintOptions, args: Arguments, io: Io): Promise<LintResult> {
  const mended = await mend(options, (before, after) => !isAlarming(compareSurfaces(before, after)));
  const { values } = args;
  const isWritten = values.has('fix') && !values.has('fix-dry-run') && !values.has('diff');
  if (isWritten) writeMended(io.cwd, mended.files);
  if (values.has('diff'))
    io.stdout.write(mended.files.map(({ file, before, after }) => unifiedDiff(file, before, after)).join(''));
  if (mended.fixed > 0) io.stderr.write(`authlint: ${told(mended, isWritten)}\n`);
  return mended.result;
}

function told({ fixed, files }: Mended, isWritten: boolean): string {
  const findings = fixed === 1 ? '1 finding' : `${fixed} findings`;
  const where = files.length === 1 ? '1 file' : `${files.length} files`;
  return isWritten ? `fixed ${findings} in ${where}` : `--fix would fix ${findings} in ${where}`;
}
