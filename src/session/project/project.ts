import type { Facts } from '#facts';
import type { Program } from '#link';
import type { Note } from '../files/list.ts';

export interface Project extends Program {
  /** What was left out or read with loss; grows as files are asked for. */
  readonly notes: readonly Note[];
  /** Files that could be read but not parsed; grows as files are parsed. */
  readonly problems: readonly Problem[];
  /** Files whose facts nobody had kept; grows as files are parsed. */
  readonly parsed: readonly string[];
  readonly counts: {
    readonly files: number;
    readonly marked: number;
    readonly parsed: number;
    readonly excluded: number;
  };
  /** The text that facts count in: decoded, without a byte order mark. Null when it could not be read. */
  textOf(file: string): string | null;
  /** The folder of the file's package, relative to the working directory; '' for the package around all. */
  packageOf(file: string): string;
}

export interface Problem {
  readonly file: string;
  readonly reason: string;
  readonly line?: number;
}

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
