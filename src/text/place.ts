/** A range of UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a file. `file` is relative to the working directory, with `/`. */
export interface Place extends Span {
  readonly file: string;
}
