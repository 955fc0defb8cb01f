export { frameworkTitles } from '#link';
export { type Workspace, workspacesIn } from './apps.ts';
export { BASELINE_FILE, Baseline, BaselineError, readBaseline } from './baseline.ts';
export { type CacheReport, cacheReport, clearCache } from './cache.ts';
export { type Change, changeSince, lintChange, stagedChange } from './changes.ts';
export { EXIT, type ExitCode, exitCode, isNothing, type Threshold } from './exit.ts';
export { type Files, onDisk, withTexts } from './files.ts';
export { globMatcher } from './glob.ts';
export { type HandedFacts, handedTo, handFacts } from './handed-facts.ts';
export type { Demand } from './linked.ts';
export {
  type LintOptions,
  type LintResult,
  type LoadOptions,
  type LoadResult,
  lint,
  loadModel,
  type Summary,
} from './lint.ts';
export type { Note } from './list.ts';
export { type Mended, type MendedFile, mend, type NoWorse, writeMended } from './mend.ts';
export { openProject, type Problem, type Project, type ProjectOptions } from './project.ts';
export { allRules, rules } from './registry.ts';
export { openRevision, type Range, type Revision, resolveRange } from './revisions.ts';
export { type OpenFile, type Parsed, Session, sessionOf, type View } from './session.ts';
export { openSnapshot, Snapshot, SnapshotError, STAGED } from './snapshot.ts';
export { WriteError, writeWhole } from './write.ts';
