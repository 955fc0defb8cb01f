import { isData } from '#extract';
import { git, gitRoot } from './git.ts';
import { isSource } from './list.ts';
import { absolute } from './paths.ts';
import { openSnapshot, type Snapshot, SnapshotError } from './snapshot.ts';

/** A state of the repository as it was named, and the commit that this is; null for the working tree. */
export interface Revision {
  readonly ref: string;
  readonly commit: string | null;
  /** It is not what the name stands for now, but where another one left it. */
  readonly isLeft?: true;
}

export interface Range {
  readonly before: Revision;
  readonly after: Revision;
}

/**
 * `base` against the working tree, `base..head` against a commit, `base...head` from where head left base, as in git. A
 * side left out is HEAD. Throws `SnapshotError`.
 */
export function resolveRange(folder: string, range: string): Range {
  const root = gitRoot(absolute(folder, '.'));
  if (root === null) throw new SnapshotError('this folder is in no working tree of git, and diff compares revisions');
  const [, base = '', dots, head = ''] = /^(.*?)(?:(\.{2,3})(.*))?$/s.exec(range) ?? [];
  const before = { ref: base || 'HEAD', commit: commitOf(root, base || 'HEAD') };
  if (dots === undefined) return { before, after: { ref: 'working tree', commit: null } };
  const after = { ref: head || 'HEAD', commit: commitOf(root, head || 'HEAD') };
  if (dots === '..') return { before, after };
  const answer = git(root, ['merge-base', before.commit, after.commit]);
  if (!answer.ok)
    throw new SnapshotError(`'${before.ref}' and '${after.ref}' have no commit in common${shallow(root)}`);
  const commit = answer.out.toString('utf8').trim();
  return { before: { ref: before.ref, commit, ...(commit === before.commit ? {} : { isLeft: true }) }, after };
}

/** A commit as files, its sources read at once: one process of git each would take longer than the analysis. */
export function openRevision(folder: string, commit: string): Snapshot {
  const snapshot = openSnapshot(folder, commit);
  snapshot.prepare([...snapshot.entries.keys()].filter((path) => isSource(path) || isData(path)));
  return snapshot;
}

function commitOf(root: string, revision: string): string {
  // Git would take it for an option.
  const args = ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`];
  const answer = revision.startsWith('-') ? null : git(root, args);
  if (answer?.ok) return answer.out.toString('utf8').trim();
  throw new SnapshotError(`git knows no revision '${revision}'${shallow(root)}`);
}

/** What a CI job forgets most. */
function shallow(root: string): string {
  const answer = git(root, ['rev-parse', '--is-shallow-repository']);
  const isShallow = answer.ok && answer.out.toString('utf8').trim() === 'true';
  return isShallow
    ? '; this clone is shallow: fetch the whole history first (fetch-depth: 0, or git fetch --unshallow)'
    : '';
}
