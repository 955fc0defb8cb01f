import { type ChainLink, type Model, type Role, type Route, type Step, stepOf } from '#model';
import { safe } from './safe.ts';
import { type Colors, widthOf } from './style.ts';

interface Piece {
  readonly text: string;
  readonly painted: string;
  /** Kept when the chain has to be shortened: who decides, and who answers. */
  readonly kept: boolean;
}

const ARROW = ' > ';

/** `helmet > cors > requireAuth > handler`; too long a chain loses the steps that decide nothing. */
export function chainText(model: Model, route: Route, width: number | null, colors: Colors): string {
  const pieces = route.chain.map((link, i) =>
    piece(route, link, stepOf(model, link.step), i === route.chain.length - 1, colors),
  );
  return shorten(pieces, width)
    .map((one) => one.painted)
    .join(colors.dim(ARROW));
}

function piece(route: Route, link: ChainLink, step: Step, last: boolean, colors: Colors): Piece {
  const sometimes = link.covers === 'some' ? '?' : '';
  const text = `${safe(step.name)}${sometimes}`;
  const decides = link.step === route.guard;
  return { text, painted: paint(step.role, decides, colors)(text), kept: last || decides || GUARDING.has(step.role) };
}

const GUARDING: ReadonlySet<Role> = new Set<Role>(['authenticate', 'authorize']);

function paint(role: Role, decides: boolean, colors: Colors): (text: string) => string {
  if (decides) return (text) => colors.bold(colors.green(text));
  if (GUARDING.has(role)) return colors.green;
  if (role === 'unknown') return colors.magenta;
  return role === 'handler' ? (text) => text : colors.dim;
}

function shorten(pieces: readonly Piece[], width: number | null): readonly Piece[] {
  const gap: Piece = { text: '…', painted: '…', kept: true };
  if (width === null || lengthOf(pieces) <= width) return pieces;
  const droppable = pieces.flatMap((one, i) => (one.kept ? [] : [i]));
  // From the handler outwards: what stands near the entrance is the same for all routes and the first to be known.
  for (let dropped = 1; dropped <= droppable.length; dropped++) {
    const gone = new Set(droppable.slice(0, dropped));
    const shorter = pieces.flatMap((one, i) => (gone.has(i) ? (gone.has(i - 1) ? [] : [gap]) : [one]));
    if (lengthOf(shorter) <= width || dropped === droppable.length) return shorter;
  }
  return pieces;
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, one, i) => sum + widthOf(one.text) + (i > 0 ? ARROW.length : 0), 0);
}
