declare module 'path-to-regexp-0.1' {
  /** A named group; unnamed ones are numbered. */
  export interface LegacyKey {
    readonly name: string | number;
  }
  /** https://github.com/pillarjs/path-to-regexp/tree/v0.1.12 */
  export default function pathToRegexp(
    path: string,
    keys: LegacyKey[],
    options: { end?: boolean; strict?: boolean; sensitive?: boolean },
  ): RegExp;
}
