import type { Route } from '#model';
import { CHANGE_KINDS, type ChangeKind, type Reason, type SurfaceChange, type SurfaceDiff } from '#surface';
import { Locator, type ReportInput } from './input.ts';
import { notesJson } from './json.ts';
import { commandless, safe, safeJson } from './safe.ts';
import { type Colors, colorsOf, type Look, pad, plural, widthOf } from './style.ts';
import { notesBlock } from './summary.ts';

/** One side of the comparison: what it was called, and which commit that is. */
export interface DiffSide extends ReportInput {
  readonly ref: string;
  /** Null for the working tree. */
  readonly commit: string | null;
  /** Not what the name stands for now, but where the other side left it. */
  readonly isLeft?: true;
}

export interface DiffInput {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly diff: SurfaceDiff;
  /** Keys of the configuration that differ and decide what is seen. */
  readonly settings: readonly string[];
}

const MOST_GAPS = 10;

/** What is no longer analysed: what stands there is not compared. */
export function lostFiles({ before, after }: DiffInput): Pick<ReportInput, 'notes' | 'problems'> {
  const known = new Set([...before.notes, ...before.problems].map(({ file }) => file));
  const isNew = ({ file }: { readonly file: string }) => !known.has(file);
  return { notes: after.notes.filter(isNew), problems: after.problems.filter(isNew) };
}

export const TITLES: Readonly<Record<ChangeKind, string>> = {
  'newly-open': 'newly open',
  weakened: 'weakened',
  unknown: 'can no longer be judged',
  judged: 'could not be judged before',
  'newly-protected': 'newly protected',
  strengthened: 'strengthened',
  removed: 'removed',
};

/** Changes of one kind that have the same cause. */
export interface Story {
  readonly kind: ChangeKind;
  readonly changes: readonly SurfaceChange[];
  readonly causes: readonly Cause[];
}

export interface Cause {
  /** Words of the code stand between backticks. */
  readonly text: string;
  /** Null where every route has a place of its own. */
  readonly place: Pick<Reason, 'side' | 'at'> | null;
}

export function storiesOf(diff: SurfaceDiff, kind: ChangeKind): Story[] {
  const stories = new Map<string, SurfaceChange[]>();
  for (const change of diff.changes.filter((one) => one.kind === kind)) {
    const why = change.reasons.length > 0 ? change.reasons.map(({ text }) => text) : [whyOf(change)];
    const key = JSON.stringify([change.declared, change.before === null, why]);
    stories.set(key, [...(stories.get(key) ?? []), change]);
  }
  return [...stories.values()].map((changes) => ({ kind, changes, causes: causesOf(changes) }));
}

/** What guards won or lost; else, why the route is judged as it is. */
function causesOf(changes: readonly SurfaceChange[]): Cause[] {
  const [first] = changes;
  const causes = (first?.reasons ?? []).map((reason, i) => {
    const place = ({ at }: Reason) => `${at.file}\0${at.start}`;
    const isOne = changes.every((change) => place(change.reasons[i]!) === place(reason));
    return { text: reason.text, place: isOne ? reason : null };
  });
  const why = first && whyOf(first);
  return causes.length > 0 || !why ? causes : [{ text: why, place: null }];
}

function whyOf({ after }: SurfaceChange): string {
  return after?.why.replaceAll('`', "'") ?? '';
}

/** `2 routes newly open, 1 weakened`; null when nothing changed. */
export function diffHeadline({ changes, loose }: SurfaceDiff): string | null {
  const counts = CHANGE_KINDS.flatMap((kind) => {
    const count = changes.filter((one) => one.kind === kind).length;
    return count > 0 ? [{ count, title: TITLES[kind] }] : [];
  });
  const parts = counts.map(({ count, title }, i) => `${i === 0 ? plural(count, 'route') : count} ${title}`);
  if (loose.length > 0) parts.push(`${plural(loose.length, 'verification')} changed`);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** Where a route or a reason stands, and on which side if that is not the new one. */
export class DiffLocator {
  readonly #before: Locator;
  readonly #after: Locator;

  constructor({ before, after }: DiffInput) {
    this.#before = new Locator(before.textOf);
    this.#after = new Locator(after.textOf);
  }

  of(side: Reason['side']): Locator {
    return side === 'before' ? this.#before : this.#after;
  }

  label({ side, at }: Pick<Reason, 'side' | 'at'>): string {
    return this.of(side).label(at) + (side === 'before' ? ' before' : '');
  }

  route({ before, after }: SurfaceChange): string {
    return after ? this.of('after').label(after.at) : `${this.of('before').label(before!.at)} before`;
  }
}

/** `authenticated (jwt, role:admin)`. */
export function verdict(route: Route | null): string {
  if (!route) return 'new';
  const also = [...route.schemes, ...route.requirements, ...(route.forgeable ? ['forgeable'] : [])];
  return also.length > 0 ? `${route.access} (${also.join(', ')})` : route.access;
}

/** Why an open route is no reason to fail. */
export function declaration({ changes }: Story): Cause[] {
  return changes[0]!.declared ? [{ text: 'declared public in the configuration', place: null }] : [];
}

export function plain(text: string): string {
  return safe(text.replaceAll('`', ''));
}

/** For a terminal. */
export function diffPretty(input: DiffInput, look: Look): string {
  const colors = colorsOf(look);
  const locator = new DiffLocator(input);
  const { diff } = input;
  const out: string[] = [];
  for (const kind of CHANGE_KINDS) {
    const stories = storiesOf(diff, kind);
    if (stories.length === 0) continue;
    const count = stories.reduce((sum, story) => sum + story.changes.length, 0);
    out.push(paintOf(kind, colors)(`${TITLES[kind]} (${count})`));
    for (const story of stories) {
      for (const { text, place } of [...declaration(story), ...story.causes])
        out.push(`  ${plain(text)}${place ? colors.dim(` (${safe(locator.label(place))})`) : ''}`);
      out.push(...rows(story, locator, colors), '');
    }
  }
  for (const reason of diff.loose) out.push(`${plain(reason.text)} (${safe(locator.label(reason))})`, '');
  if (diff.gaps.length > 0) {
    const rest = diff.gaps.length - MOST_GAPS;
    out.push(colors.magenta(`${plural(diff.gaps.length, 'new gap')}: what can no longer be resolved`));
    for (const gap of diff.gaps.slice(0, MOST_GAPS))
      out.push(`  ${safe(locator.of('after').label(gap.at))}  ${safe(gap.reason)}`);
    if (rest > 0) out.push(`  … and ${rest} more (--format json lists all)`);
    out.push('');
  }
  const lost = notesBlock(lostFiles(input), colors);
  if (lost.length > 0) out.push(...lost, '');
  const note = settingsNote(input);
  if (note) out.push(colors.yellow(note), '');
  return commandless(`${[...out, summary(input)].join('\n')}\n`);
}

function rows({ changes }: Story, locator: DiffLocator, colors: Colors): string[] {
  const cells = changes.map((change) => ({
    route: safe(labelOf(change)),
    verdict: safe(`${verdict(change.before)} → ${now(change)}`),
    where: safe(locator.route(change)),
  }));
  const widest = (column: 'route' | 'verdict') => Math.max(...cells.map((cell) => widthOf(cell[column])));
  const [route, width] = [widest('route'), widest('verdict')];
  return cells.map(
    (cell) => `    ${colors.bold(pad(cell.route, route))}  ${pad(cell.verdict, width)}  ${colors.dim(cell.where)}`,
  );
}

/** The verdict, and what the route seems to be for. */
export function now({ after }: SurfaceChange): string {
  if (!after) return 'gone';
  return after.purpose ? `${verdict(after)}, ${after.purpose}` : verdict(after);
}

/** `GET /users/:id`, with the section in front where there are several. */
export function labelOf({ app, method, path, before, moved }: SurfaceChange): string {
  const from = moved && before ? ` (was ${before.path})` : '';
  return `${app === '' ? '' : `[${app}] `}${method} ${path}${from}`;
}

function paintOf(kind: ChangeKind, colors: Colors): (text: string) => string {
  const paint = { 'newly-open': colors.red, weakened: colors.red, unknown: colors.magenta, removed: colors.dim };
  return (text) => colors.bold((paint[kind as keyof typeof paint] ?? colors.green)(text));
}

export function summary({ before, after, diff }: DiffInput): string {
  const named = ({ ref, commit, isLeft }: DiffSide) =>
    commit === null ? ref : `${ref} (${isLeft ? 'left at ' : ''}${commit.slice(0, 9)})`;
  const same = `${plural(diff.unchanged, 'route')} as before`;
  return safe(
    `${diffHeadline(diff) ?? 'no route changed who may call it'} · ${same} · ${named(before)} → ${named(after)}`,
  );
}

/** A changed configuration can hide what it is asked about. */
export function settingsNote({ settings }: DiffInput): string | null {
  return settings.length > 0 ? `The configuration of authlint changed as well: ${settings.join(', ')}.` : null;
}

/** For programs: fields are added, never renamed. */
export function diffJson(input: DiffInput, alarming: boolean): string {
  const locator = new DiffLocator(input);
  const { before, after, diff } = input;
  const placed = (side: Reason['side'], at: Reason['at']) => {
    const { file, line, column } = locator.of(side).at(at);
    return { file, line, column };
  };
  const reason = ({ effect, text, side, at }: Reason) => ({
    effect,
    text: text.replaceAll('`', ''),
    side,
    ...placed(side, at),
  });
  const state = (route: Route | null, side: Reason['side']) =>
    route && {
      method: route.method,
      path: route.path,
      access: route.access,
      forgeable: route.forgeable,
      schemes: route.schemes,
      requirements: route.requirements,
      why: route.why,
      ...placed(side, route.at),
    };
  return `${safeJson({
    version: 1,
    base: { ref: before.ref, commit: before.commit },
    head: { ref: after.ref, commit: after.commit },
    alarming,
    changes: diff.changes.map((change) => ({
      kind: change.kind,
      app: change.app,
      method: change.method,
      path: change.path,
      declaredPublic: change.declared,
      before: state(change.before, 'before'),
      after: state(change.after, 'after'),
      reasons: change.reasons.map(reason),
    })),
    verifications: diff.loose.map(reason),
    settings: input.settings,
    gaps: diff.gaps.map((gap) => ({ reason: gap.reason, ...placed('after', gap.at) })),
    notes: notesJson(lostFiles(input)),
    summary: {
      ...Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, diff.changes.filter((one) => one.kind === kind).length])),
      unchanged: diff.unchanged,
    },
  })}\n`;
}
