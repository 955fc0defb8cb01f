import { ConfigError } from '#config';
import { label } from '#model';
import type { Finding } from '#rule';
import { lostByChange } from '#surface';
import { LineTable } from '#text';
import { type Files, onDisk } from '../files/files.ts';
import { git, gitRoot, hookIndex } from '../files/git.ts';
import { absolute, relative } from '../files/paths.ts';
import { resolveRange } from '../files/revisions.ts';
import {
  type Difference,
  findTree,
  NOTHING,
  openSnapshot,
  SnapshotError,
  STAGED,
  SUBMODULE,
  undone,
} from '../files/snapshot.ts';
import { Baseline, BaselineError } from './baseline.ts';
import { changedLines } from './changed-lines.ts';
import { judged, type LintOptions, type LintResult } from './lint.ts';
import { type Loaded, load } from './load.ts';

/** Two states of a project. */
export interface Change {
  /** Null before the first commit. */
  readonly before: Files | null;
  readonly after: Files;
  /** Absolute paths, from new to old. */
  readonly renamed: ReadonlyMap<string, string>;
}

export interface ChangeResult extends LintResult {
  /** How many findings the change neither causes nor touches; they are not among the others. */
  readonly older: number;
  /** Routes that asked for a credential before the change, and of which nobody can tell any more. */
  readonly unjudged: readonly string[];
}

const NONE_LOST = { opened: [], unjudged: [] };

/** What the next commit changes. Throws `SnapshotError`. */
export function stagedChange(cwd: string): Change {
  const after = openSnapshot(cwd, STAGED);
  const differences = stagedDifferences(after.root);
  if (!differences && findTree(after.root, 'HEAD') === null) return { before: null, after, renamed: new Map() };
  const before = differences ? undone(after, differences) : openSnapshot(cwd, 'HEAD');
  const renamed = (differences ?? []).filter(({ mode, from, to }) => mode !== NOTHING && from !== to);
  return {
    before,
    after,
    renamed: new Map(renamed.map(({ from, to }) => [`${after.root}/${to}`, `${after.root}/${from}`])),
  };
}

/** Between the last commit and the index; null when there is no commit, or when it takes more to tell the one from the other. */
function stagedDifferences(root: string): readonly Difference[] | null {
  const args = [
    'diff-index',
    '--cached',
    '--ita-visible-in-index',
    '--raw',
    '--no-abbrev',
    '-M',
    '-z',
    '--ignore-submodules=none',
    'HEAD',
  ];
  const answer = git(root, args, { index: hookIndex(root) });
  if (!answer.ok) return null;
  const fields = answer.out.toString('utf8').split('\0');
  const differences: Difference[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [mode = '', now, id = '', , status = ''] = fields[at++]!.slice(1).split(' ');
    const from = fields[at++]!;
    // What a merge has left open, and other repositories.
    if (status === 'U' || mode === SUBMODULE || now === SUBMODULE) return null;
    differences.push({ mode, id, from, to: status.startsWith('R') ? fields[at++]! : from });
  }
  return differences;
}

/**
 * What the working tree changes since it left a revision; with `a..b` or `a...b` what one commit changes of another, as in
 * git. Throws `SnapshotError`.
 */
export function changeSince(cwd: string, revision: string): Change {
  const root = gitRoot(absolute(cwd, '.'));
  if (root === null)
    throw new SnapshotError('this folder is not in a git repository, and --since compares its revisions');
  const isRange = revision.includes('..');
  const { before, after } = resolveRange(cwd, isRange ? revision : `${revision}...HEAD`);
  const base = before.commit ?? 'HEAD';
  const head = isRange ? after.commit : null;
  return {
    before: openSnapshot(cwd, base),
    after: head === null ? onDisk : openSnapshot(cwd, head),
    renamed: renames(root, head === null ? ['diff-index', '--cached', base] : ['diff-tree', '-r', base, head], null),
  };
}

/** Lints the state after a change, and keeps what the change causes anywhere or touches. */
export async function lintChange(options: LintOptions, { before, after, renamed }: Change): Promise<ChangeResult> {
  const there = { ...options, from: after };
  const then = before && lintPast({ ...options, from: before });
  const past = then?.past ?? null;
  const loaded = load(there, then?.loaded);
  const isOnlyMoved = loaded.kept !== null && loaded.kept.base === then?.loaded.kept?.name;
  const lost = past && !isOnlyMoved ? lostByChange(past, loaded.result) : NONE_LOST;
  const unjudged = lost.unjudged.map(label);
  const found = judged(
    loaded,
    there,
    lost.opened.map(({ id }) => id),
  );
  if (!past) return { ...found, older: 0, unjudged };
  const cwd = absolute(options.cwd ?? process.cwd(), '.');
  const oldNames = new Map([...renamed].map(([now, then]) => [relative(cwd, now), relative(cwd, then)]));
  const known = new Baseline(
    past.findings.flatMap(({ identity }) => identity.map((entry) => renewed(entry, oldNames))),
  );
  const touched = new Map<string, (start: number, end: number) => boolean>();
  const touches = (file: string, start: number, end: number): boolean => {
    let ask = touched.get(file);
    if (!ask) {
      ask = touchedLines(past.textOf(oldNames.get(file) ?? file), found.textOf(file));
      touched.set(file, ask);
    }
    return ask(start, end);
  };
  const isTouched = ({ at, also }: Finding) =>
    [at, ...also.map((one) => one.at)].some(({ file, start, end }) => touches(file, start, end));
  const findings = found.findings.filter((finding) => !known.covers(finding) || isTouched(finding));
  return { ...found, findings, older: found.findings.length - findings.length, unjudged };
}

/** A past with a broken configuration still has findings; they must not all be blamed on the change. */
function lintPast(options: LintOptions): { readonly loaded: Loaded; readonly past: LintResult } {
  try {
    const loaded = load(options);
    return { loaded, past: judged(loaded, options) };
  } catch (error) {
    if (error instanceof ConfigError && options.config !== false) return lintPast({ ...options, config: false });
    if (error instanceof BaselineError && options.baseline !== false) return lintPast({ ...options, baseline: false });
    throw error;
  }
}

/** The second column of an identity is its file. */
function renewed(entry: string, oldNames: ReadonlyMap<string, string>): string {
  const columns = entry.split('\t');
  for (const [now, then] of oldNames) if (columns[1] === then) columns[1] = now;
  return columns.join('\t');
}

function touchedLines(before: string | null, after: string | null): (start: number, end: number) => boolean {
  if (after === null || before === after) return () => false;
  if (before === null) return () => true;
  const table = new LineTable(after);
  const isChanged = changedLines(before, after);
  return (start, end) => isChanged(table.at(start).line, table.at(Math.max(start, end - 1)).line);
}

function renames(root: string, args: readonly string[], index: string | null): ReadonlyMap<string, string> {
  const [command = '', ...rest] = args;
  const answer = git(root, [command, '-M', '-z', '--name-status', '--diff-filter=R', ...rest], { index });
  if (!answer.ok) return new Map();
  const fields = answer.out.toString('utf8').split('\0');
  const pairs: [string, string][] = [];
  for (let at = 0; at + 2 < fields.length; at += 3)
    pairs.push([`${root}/${fields[at + 2]}`, `${root}/${fields[at + 1]}`]);
  return new Map(pairs);
}
