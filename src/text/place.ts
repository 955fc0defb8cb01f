/** A range of UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a file. `file` is relative to the working directory, with `/`. */
export interface Place extends Span {
  readonly file: string;
}

/** Whether both are one; two that are not known are. */
export function samePlace(a: Place | null, b: Place | null): boolean {
  return a === b || (sameStart(a, b) && a?.end === b?.end);
}

/** Whether something begins at both: a call and its callee do. */
export function sameStart(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && a.file === b.file && a.start === b.start;
}
