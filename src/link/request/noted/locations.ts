import type { Value } from '#frameworks';
import { Spare } from './nothing.ts';
import type { PathTest } from './uses.ts';

/** The values of one path through a step that are (part of) the request's path. */
export class Locations {
  readonly all = new Set<Value>();
  /** Of these, what stands between two of its slashes. */
  readonly pieces = new Set<Value>();

  derive(from: Value, result: Value): void {
    if (!this.all.has(from)) return;
    this.all.add(result);
    if (result.t !== 'array') return;
    // `url.split('?')[0]` is as good as the whole path.
    for (const [index, piece] of result.items.entries()) {
      this.all.add(piece);
      if (index > 0) this.pieces.add(piece);
    }
  }

  /** What a test says about the path; null where it is about something else. */
  test(match: PathTest['match'], literal: Value, subject: Value, holds: boolean): PathTest | null {
    if (!this.all.has(subject) || (literal.t !== 'primitive' && literal.t !== 'regex') || !literal.at) return null;
    const text = literal.t === 'primitive' ? String(literal.value) : `/${literal.source}/${literal.flags}`;
    const isPiece = match === 'equals' && this.pieces.has(subject);
    return { match: isPiece ? 'piece' : match, text, at: literal.at, holds };
  }
}

export const locations = new Spare(() => new Locations());
