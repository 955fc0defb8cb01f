import type { ImportFact } from '#facts';

type Span = readonly [start: number, end: number];

/** What became of the imports of a file. */
export interface Reimported {
  /** Sources that it did not import before, or imports no more, or only for their types. */
  readonly sources: readonly string[];
  readonly moves: readonly (readonly [from: Span, to: Span])[];
}

/** Null when a name that somebody has asked for may stand for something else, or files may be run in another order. */
export function importsBetween(
  before: readonly ImportFact[],
  after: readonly ImportFact[],
  isAsked: (name: string) => boolean,
): Reimported | null {
  const [was, is] = [sourcesOf(before), sourcesOf(after)];
  const sources = [...new Set([...was.keys(), ...is.keys()])].filter((from) => was.get(from) !== is.get(from));
  const run = (all: ReadonlyMap<string, boolean>) =>
    [...all].flatMap(([from, isRun]) => (isRun && !sources.includes(from) ? [from] : [])).join('\n');
  if (run(was) !== run(is)) return null;
  const [old, own] = [namesOf(before, isAsked), namesOf(after, isAsked)];
  if (old.size !== own.size) return null;
  const moves: (readonly [Span, Span])[] = [];
  for (const [local, { fact, imported }] of old) {
    const now = own.get(local);
    if (now?.imported !== imported || now.fact.from !== fact.from) return null;
    moves.push([
      [fact.at, fact.to],
      [now.fact.at, now.fact.to],
    ]);
  }
  return { sources, moves };
}

/** By source, in the order in which they are run, whether it is run at all or imported for its types alone. */
function sourcesOf(imports: readonly ImportFact[]): ReadonlyMap<string, boolean> {
  const run = new Set(imports.filter(({ typeOnly }) => !typeOnly).map(({ from }) => from));
  const others = imports.map(({ from }) => from).filter((from) => !run.has(from));
  return new Map([...[...run].map((from) => [from, true] as const), ...others.map((from) => [from, false] as const)]);
}

function namesOf(imports: readonly ImportFact[], isAsked: (name: string) => boolean) {
  const all = imports.flatMap((fact) => fact.names.map(({ imported, local }) => [local, { fact, imported }] as const));
  return new Map(all.filter(([local]) => isAsked(local)));
}

/** A set of names, each by a number; one that is taken for a member by chance costs a new model. */
export function packNames(names: ReadonlySet<string>): string {
  const bytes = Buffer.alloc(3 * names.size);
  let at = 0;
  for (const number of [...names].map(numberOf).sort((a, b) => a - b)) at = bytes.writeUIntLE(number, at, 3);
  return bytes.toString('base64');
}

export function unpackNames(packed: string): (name: string) => boolean {
  const bytes = Buffer.from(packed, 'base64');
  const numbers = new Set<number>();
  for (let at = 0; at + 3 <= bytes.length; at += 3) numbers.add(bytes.readUIntLE(at, 3));
  return (name) => numbers.has(numberOf(name));
}

/** FNV-1a. */
function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 24)) & 0xffffff;
}
