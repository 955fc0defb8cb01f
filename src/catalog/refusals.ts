/** The classes of the errors by which credentials are refused; all others extend `any`. */
export interface Refusals {
  readonly package: string;
  readonly any: string;
  /** The credential is genuine, and too old. */
  readonly expired: string;
}

/** What throws them. */
export interface Refusing {
  readonly errors?: Refusals;
}

/** What tells them to a callback, or that there is nothing to verify. */
export interface Telling {
  readonly tells?: Refusals & { readonly nothing: string };
}
