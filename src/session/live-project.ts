import type { Facts } from '#facts';
import type { Project } from './project.ts';

/** A text that stands for the file's own, as an editor has it, and what it says. */
export interface Unsaved {
  readonly text: string;
  /** Null when they cannot be told from a tree that is there already. */
  readonly facts: () => Facts | null;
}

/** What a change of a file can matter to: to nothing, to those who read its facts, or also to which files take part. */
export type Change = 'nothing' | 'facts' | 'imports';

/** A project whose files may change while it is open, as long as none appears or disappears. */
export interface LiveProject extends Project {
  /** Whether the file is one of the project's. */
  has(file: string): boolean;
  /** Whether a text marks the file and imports others as it did when it was scanned. */
  scansAlike(file: string, text: string): boolean;
  /** What stands on disk, whatever the file says here; null for nothing. */
  savedText(file: string): string | null;
  /** From now on the file says something else: this text, or with null what stands on disk now. */
  change(file: string, to: Unsaved | null): Change;
}
