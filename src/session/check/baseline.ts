import type { Finding } from '#rule';
import { safe } from '#text';
import type { Files } from '../files/files.ts';
import { absolute } from '../files/paths.ts';
import { Disk } from '../imports/disk.ts';

/** Where it lies when nobody says otherwise: in the working directory, because its paths are relative to it. */
export const BASELINE_FILE = 'authlint-baseline.txt';

/** The baseline cannot be used; the message is one sentence with the file and the line. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** What a run has looked at. */
interface Seen {
  /** Whether its answer is also about a file. */
  saw(file: string): boolean;
  /** What the findings of the widest preset are about. */
  everything(): ReadonlySet<string>;
}

/** Findings that are known and not fixed yet: one entry for each route and rule. */
export class Baseline {
  readonly entries: ReadonlySet<string>;

  constructor(entries: Iterable<string> = []) {
    this.entries = new Set(entries);
  }

  /** Whether all that a finding is about is known. One more route, or another place, is news. */
  covers({ identity }: Finding): boolean {
    return identity.length > 0 && identity.every((entry) => this.entries.has(entry));
  }

  /** What is fixed: entries about files that the run saw, and that nothing reports any more, not even at the widest preset. */
  fixed(result: Seen): string[] {
    const everything = result.everything();
    return [...this.entries].sort().filter((entry) => !everything.has(entry) && result.saw(fileOf(entry)));
  }

  /** The text of the file: a heading, then the entries in order, each in a line of its own. */
  print(): string {
    const lines = [...this.entries].sort();
    return `${[HEADING, ...EXPLANATION, ...lines].join('\n')}\n`;
  }
}

/** The second field, as `unmistakable` wrote it. */
function fileOf(entry: string): string {
  const field = entry.split('\t')[1] ?? '';
  return field.replace(/\\(?:x(..)|u(....)|(.))/g, (_, short?: string, long?: string, char?: string) => {
    if (short ?? long) return String.fromCharCode(Number.parseInt((short ?? long)!, 16));
    return char === 'n' ? '\n' : char === 'r' ? '\r' : char === 't' ? '\t' : char!;
  });
}

const HEADING = '# authlint baseline 1';
const EXPLANATION = [
  '# Findings that are known and not fixed yet: rule, file, route or function, detail.',
  `# Do not add lines by hand. 'authlint baseline prune' removes those that are fixed.`,
];

/** The known findings of a project that says nothing else; none where it has no baseline. Throws as `readBaseline` does. */
export function usualBaseline(files: Files, cwd: string): Baseline {
  return readBaseline(files, cwd, BASELINE_FILE) ?? new Baseline();
}

/** Reads a baseline; null when there is no such file. Throws `BaselineError` for a file that is none. */
export function readBaseline(files: Files, cwd: string, file: string): Baseline | null {
  const path = absolute(absolute(cwd, '.'), file);
  if (!files.kind(path)) return null;
  const text = new Disk(files).text(path);
  if (text === null) throw new BaselineError(`${file}: the baseline cannot be read`);
  const [heading, ...lines] = text.split(/\r?\n/);
  if (heading !== HEADING) {
    const near = /^# authlint baseline (\d+)$/.exec(heading ?? '');
    const problem = near
      ? `it has version ${near[1]}, and this authlint knows version 1; use the authlint that wrote it`
      : `its first line is not '${HEADING}'; remove the file and run 'authlint baseline create'`;
    throw new BaselineError(`${file}:1: this is no baseline of authlint: ${problem}`);
  }
  const entries: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    if (!/^[a-z-]+\t[^\t]/.test(line)) {
      // A conflict that was committed would otherwise pass for entries that fit nothing.
      const what = /^[<=>|]{7}/.test(line)
        ? 'an unresolved merge conflict'
        : `not an entry: '${safe(line.slice(0, 60))}'`;
      throw new BaselineError(`${file}:${index + 2}: ${what}; resolve it and run 'authlint baseline prune'`);
    }
    entries.push(line);
  }
  return new Baseline(entries);
}
