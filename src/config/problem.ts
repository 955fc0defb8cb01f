/** Something wrong with how authlint was asked, not with the analysed code: exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(file: string, at: { readonly line: number; readonly column: number }, message: string) {
    super(`${file}:${at.line}:${at.column}: ${message}`);
    this.file = file;
    this.line = at.line;
    this.column = at.column;
  }
}
