/**
 * A node of the ESTree/TS-ESTree shape, whichever parser made it. Loose on purpose: the two parsers' own types name the
 * same tree differently, and absence is `null` in one and `undefined` in the other.
 */
export interface Tree {
  readonly type: string;
  readonly start?: number;
  readonly end?: number;
  readonly range?: readonly [number, number];
  // biome-ignore lint/suspicious/noExplicitAny: the one loose door between a parser's tree and the typed facts
  readonly [key: string]: any;
}
