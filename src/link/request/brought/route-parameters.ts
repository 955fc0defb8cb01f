import { type RequestValue, unknown, type Value } from '#frameworks';
import type { RouteParameters } from '#model';
import type { Place } from '#text';
import type { Trial } from '../paths/trial.ts';

/** Over all paths of an exploration: which parameters of the path are read by name, and which are filled in by hand. */
export class ParameterNotes {
  // Open to whoever compares two explorations.
  readonly reads: { readonly name: string; readonly at: Place }[] = [];
  readonly writes = new Set<string>();
  readonly asked = new Set<string>();
  /** Where something is read of the query or the body: `request[source][name]` looks around. */
  readonly elsewhere: { readonly at: Place }[] = [];
  /** Whether somebody asks if one of them is missing. */
  asksPresence = false;

  noteRead(name: string, at: Place): void {
    const isKnown = this.reads.some((one) => one.name === name && one.at.file === at.file && one.at.start === at.start);
    if (!isKnown) this.reads.push({ name, at });
  }

  /** `*`: all of them. */
  noteWrite(name: string): void {
    this.writes.add(name);
  }

  noteElsewhere(at: Place): void {
    if (!this.#isElsewhere(at)) this.elsewhere.push({ at });
  }

  #isElsewhere(at: Place): boolean {
    return this.elsewhere.some((one) => one.at.file === at.file && one.at.start === at.start);
  }

  static together(notes: Iterable<ParameterNotes>): RouteParameters | null {
    const all = new ParameterNotes();
    for (const one of notes) {
      for (const { name, at } of one.reads) all.noteRead(name, at);
      for (const name of one.writes) all.noteWrite(name);
      for (const name of one.asked) all.asked.add(name);
      for (const { at } of one.elsewhere) all.noteElsewhere(at);
    }
    const reads = all.reads.filter(({ at }) => !all.#isElsewhere(at));
    const isNone = reads.length === 0 && all.writes.size === 0;
    return isNone ? null : { reads, asked: [...all.asked], writes: [...all.writes] };
  }
}

/** `request.params.id` */
export function parameter(trial: Trial, name: string | null, at: Place): Value {
  noteParameterRead(trial, name, at);
  const value = trial.memo(`params ${name}`, () => unknown("the request's params", at, 'caller'));
  if (name !== null) trial.origins.named.set(value, name);
  return value;
}

/** `if (request.params.id)`, `typeof request.params.id`, `request.params.id === undefined`: where it is not there, something else is meant. */
export function noteParameterTest({ origins, choices }: Trial, value: Value): void {
  const name = origins.named.get(value);
  if (name !== undefined) choices.parameters.asked.add(name);
}

/**
 * Whether a value is a parameter that no request gets here without: neither undefined nor null equals it. Where no route is in
 * view, all are taken to be such: what a step does is asked again for each route then.
 */
export function isAlwaysThere(trial: Trial, value: Value): boolean {
  const name = trial.origins.named.get(value);
  if (name === undefined) return false;
  const { situation, choices, course } = trial;
  choices.parameters.asksPresence = true;
  if (situation.reads) situation.reads.parameters = true;
  const isWritten = ['params', `params.${name}`, 'params.*'].some((one) => course.writes.has(one));
  return !isWritten && situation.declared?.has(name) !== false;
}

/**
 * What steps of `param()` are called with is a value, and every object has `hasOwnProperty`. When a
 * later step has run, its parameters may be there.
 */
function noteParameterRead(trial: Trial, name: string | null, at: Place): void {
  const isNamed = name !== null && /^[A-Za-z_$]/.test(name) && !(name in Object.prototype);
  const { continued, offered } = trial.course;
  if (!isNamed || continued || offered || trial.floating.isAnytime || trial.subject.use.isParameter) return;
  trial.choices.parameters.noteRead(name, at);
}

/** `request.params.id = …`, `request.params = …` */
export function noteParameterWrite(trial: Trial, of: RequestValue, name: string): void {
  if (of.part === 'params') trial.choices.parameters.noteWrite(name);
  else if (name === 'params') trial.choices.parameters.noteWrite('*');
}
