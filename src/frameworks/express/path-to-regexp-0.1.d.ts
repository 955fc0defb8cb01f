declare module 'path-to-regexp-0.1' {
  /** https://github.com/pillarjs/path-to-regexp/tree/v0.1.12 */
  export default function pathToRegexp(
    path: string,
    keys: unknown[],
    options: { end?: boolean; strict?: boolean; sensitive?: boolean },
  ): RegExp;
}
