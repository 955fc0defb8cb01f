import { type ChainLink, type Model, type Route, rejectsAnonymous, type Step, stepOf } from '#model';
import type { Place } from '#text';
import { compareDemands, comparedIn, type Demands, literalsIn, quoted, wantsAll } from './demands.ts';

/** One side of a comparison. */
export interface Version {
  readonly model: Model;
  appOf(file: string): string;
  textOf(file: string): string | null;
}

/** Why a route changed: one sentence, and the line that shows it. */
export interface Reason {
  readonly effect: 'weaker' | 'stronger';
  /** Words of the code stand between backticks. */
  readonly text: string;
  readonly side: 'before' | 'after';
  readonly at: Place;
}

/** A step that rejects anonymous callers of a route. */
export interface Guard {
  readonly step: Step;
  readonly link: ChainLink;
  /** Its body, or the call that made it. */
  readonly code: string | null;
  /** The expression that installs it. */
  readonly call: string;
}

export function guardsOf(version: Version, route: Route): Guard[] {
  const guards = new Map<string, Guard>();
  for (const link of route.chain) {
    const step = stepOf(version.model, link.step);
    if (link.covers !== 'all' || !rejectsAnonymous(step, link.outcome)) continue;
    const guard = { step, link, code: textAt(version, step.definedAt), call: textAt(version, step.at) ?? step.name };
    // Installed twice, it still asks only once.
    const key = `${guard.call}\0${guard.code}`;
    if (!guards.has(key)) guards.set(key, guard);
  }
  return [...guards.values()];
}

export function textAt(version: Version, place: Place | null): string | null {
  return place && (version.textOf(place.file)?.slice(place.start, place.end) ?? null);
}

interface MatchedGuards {
  readonly pairs: readonly (readonly [before: Guard, after: Guard])[];
  readonly lost: readonly Guard[];
  readonly added: readonly Guard[];
}

/** Finds every guard again: by what it does first, by its name next, then by what it is for. */
function matchGuards(before: readonly Guard[], after: readonly Guard[]): MatchedGuards {
  const ranked = before
    .flatMap((one) => after.map((other) => ({ one, other, score: likeness(one, other) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const used = new Set<Guard>();
  const pairs: (readonly [Guard, Guard])[] = [];
  for (const { one, other } of ranked) {
    if (used.has(one) || used.has(other)) continue;
    used.add(one).add(other);
    pairs.push([one, other]);
  }
  return { pairs, lost: before.filter((one) => !used.has(one)), added: after.filter((one) => !used.has(one)) };
}

function likeness(a: Guard, b: Guard): number {
  const sameCode = a.code !== null && a.code === b.code;
  if (sameCode && a.call === b.call) return 5;
  if (sameCode) return 4;
  if (a.step.role !== b.step.role) return 0;
  if (a.step.name === b.step.name) return 3;
  return sameSet(a.step.schemes, b.step.schemes) && sameSet(a.step.requirements, b.step.requirements) ? 2 : 1;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** What became of the guards of one route. */
export function guardReasons(before: Version, was: Route, after: Version, is: Route): Reason[] {
  const { pairs, lost, added } = matchGuards(guardsOf(before, was), guardsOf(after, is));
  return [
    ...lost.map((guard) => lossOf(guard, after, is)),
    // Where the verdict was certain, such a step was not what it hung on; it may just have another name now.
    ...(was.access === 'unknown' ? lostUnknowns(before, was, after, is) : []),
    ...pairs.flatMap(([one, other]) => changeOf(one, other)),
    ...added.map((guard) => reason('stronger', `${code(guard.step.name)} now stands in front`, 'after', guard.step.at)),
  ];
}

/** Steps of which nobody could tell whether they reject: where one is gone, it may have been what protected the route. */
function lostUnknowns(before: Version, was: Route, after: Version, is: Route): Reason[] {
  const steps = is.chain.map((link) => stepOf(after.model, link.step));
  const codes = new Set(steps.map((step) => textAt(after, step.definedAt)));
  const names = new Set(steps.map((step) => step.name));
  return was.chain.slice(0, -1).flatMap((link) => {
    const step = stepOf(before.model, link.step);
    const body = textAt(before, step.definedAt);
    if (link.outcome.none !== 'unknown' || names.has(step.name) || (body !== null && codes.has(body))) return [];
    const text = `${code(step.name)}, which may have rejected callers, no longer stands in front`;
    return [reason('weaker', text, 'before', step.at)];
  });
}

/** A word of the code within a sentence. */
export function code(word: string): string {
  return `\`${word.replace(/[`\s]+/g, ' ')}\``;
}

function reason(effect: Reason['effect'], text: string, side: Reason['side'], at: Place): Reason {
  return { effect, text, side, at };
}

function lossOf(guard: Guard, after: Version, route: Route): Reason {
  const { name: word } = guard.step;
  const name = code(word);
  const isIt = (step: Step) =>
    (guard.code !== null && textAt(after, step.definedAt) === guard.code) || step.name === word;
  const late = route.late.map((link) => stepOf(after.model, link.step)).find(isIt);
  if (late) return reason('weaker', `${name} is now installed too late`, 'after', late.at);
  const link = route.chain.find((one) => isIt(stepOf(after.model, one.step)));
  if (!link) return reason('weaker', `${name} no longer stands in front`, 'before', guard.step.at);
  const step = stepOf(after.model, link.step);
  const exemption = step.exemptions.find((one) => one.frees.includes(route.id));
  if (exemption) return reason('weaker', `${name} now exempts it (${code(exemption.text)})`, 'after', exemption.at);
  const [condition] = link.conditions;
  if (condition) {
    const text = condition.holds ? `only if ${code(condition.text)}` : `only unless ${code(condition.text)}`;
    return reason('weaker', `${name} now runs ${text}`, 'after', condition.at);
  }
  if (link.covers === 'some') return reason('weaker', `${name} now covers it only in part`, 'after', step.at);
  if (link.outcome.none === 'unknown')
    return reason('weaker', `whether ${name} still rejects anyone could not be found out`, 'after', step.at);
  return reason('weaker', `${name} no longer rejects callers without credentials`, 'after', step.definedAt ?? step.at);
}

function changeOf(before: Guard, after: Guard): Reason[] {
  const name = code(after.step.name);
  const at = after.step.definedAt ?? after.step.at;
  const found: Reason[] = [];
  if (before.link.outcome.bad === 'rejects' && after.link.outcome.bad !== 'rejects')
    found.push(reason('weaker', `${name} no longer rejects forged credentials`, 'after', at));
  if (before.link.outcome.bad !== 'rejects' && after.link.outcome.bad === 'rejects')
    found.push(reason('stronger', `${name} now rejects forged credentials`, 'after', at));
  const { bypass } = after.link;
  if (!before.link.bypass && bypass)
    found.push(
      reason('weaker', `${name} now lets ${code(bypass.path)} pass, which reaches the same route`, 'after', bypass.at),
    );
  return [...found, ...demandReasons(before, after)];
}

function demandReasons(before: Guard, after: Guard): Reason[] {
  const required = compareRequirements(before.step, after.step);
  const written = before.step.library || after.step.library ? null : writtenDemands(before, after);
  return [required, written].flatMap((change) => (change ? [change] : []));
}

/** Of several roles one is enough; scopes, permissions and claims are all needed. */
function compareRequirements(before: Step, after: Step): Reason | null {
  const all = ![...before.requirements, ...after.requirements].some((one) => one.startsWith('role:'));
  return demandReason(
    { words: new Set(before.requirements), all },
    { words: new Set(after.requirements), all },
    after.name,
    after.at,
  );
}

/** Of a guard of one's own: what it is called with, or what its body compares with. */
function writtenDemands(before: Guard, after: Guard): Reason | null {
  const { step } = after;
  if (before.code === null || after.code === null) return null;
  const all = wantsAll(after.code);
  const called = demandReason(
    { words: literalsIn(before.call), all },
    { words: literalsIn(after.call), all },
    nameOfCall(after),
    step.at,
  );
  if (called || before.step.name !== step.name) return called;
  return demandReason(
    { words: comparedIn(before.code), all: false },
    { words: comparedIn(after.code), all: false },
    step.name,
    step.definedAt ?? step.at,
  );
}

function nameOfCall(guard: Guard): string {
  return /^[\w$.]+/.exec(guard.call)?.[0] ?? guard.step.name;
}

function demandReason(before: Demands, after: Demands, word: string, at: Place): Reason | null {
  const name = code(word);
  const change = compareDemands(before, after);
  if (change === 'none') return null;
  const more = quoted([...after.words].filter((word) => !before.words.has(word)));
  const less = quoted([...before.words].filter((word) => !after.words.has(word)));
  const text =
    change === 'other'
      ? `${name} now asks for ${more} instead of ${less}`
      : after.words.size === 0
        ? `${name} no longer asks for ${less}`
        : more === ''
          ? `${name} ${after.all ? 'no longer asks for' : 'no longer accepts'} ${less}`
          : `${name} ${after.all || before.words.size === 0 ? 'now asks for' : 'now accepts'} ${more}${before.words.size === 0 ? '' : ', too'}`;
  return reason(change === 'narrower' ? 'stronger' : 'weaker', text, 'after', at);
}
