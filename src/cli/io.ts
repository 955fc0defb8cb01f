/** The world as a command sees it; tests hand in their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the package, where the rule pages are. */
  readonly root: URL;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Puts a question to a person and waits for the line; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<string>;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Options first, then NO_COLOR and FORCE_COLOR, then whether a person is looking. */
export function wantsColor(values: ReadonlyMap<string, unknown>, io: Io): boolean {
  if (values.has('no-color')) return false;
  if (values.has('color')) return true;
  if (io.env['NO_COLOR']) return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced) return forced !== '0' && forced !== 'false';
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
}

/** Of a terminal; what goes into a file or a pipe may be as wide as it likes. */
export function widthOf(io: Io): number | null {
  return io.stdout.isTTY === true ? Math.max(40, io.stdout.columns ?? 80) : null;
}
