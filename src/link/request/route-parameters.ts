import type { RequestValue } from '#frameworks';
import type { RouteParameters } from '#model';
import type { Place } from '#text';
import type { Trial } from './trial.ts';

/** Over all paths of an exploration: which parameters of the path are read by name, and which are filled in by hand. */
export class ParameterNotes {
  // Open to whoever compares two explorations.
  readonly reads: { readonly name: string; readonly at: Place }[] = [];
  readonly writes = new Set<string>();

  noteRead(name: string, at: Place): void {
    const isKnown = this.reads.some((one) => one.name === name && one.at.file === at.file && one.at.start === at.start);
    if (!isKnown) this.reads.push({ name, at });
  }

  /** `*`: all of them. */
  noteWrite(name: string): void {
    this.writes.add(name);
  }

  static together(notes: Iterable<ParameterNotes>): RouteParameters | null {
    const all = new ParameterNotes();
    for (const one of notes) {
      for (const { name, at } of one.reads) all.noteRead(name, at);
      for (const name of one.writes) all.noteWrite(name);
    }
    const isNone = all.reads.length === 0 && all.writes.size === 0;
    return isNone ? null : { reads: all.reads, writes: [...all.writes] };
  }
}

/**
 * `request.params.id`. What steps of `param()` are called with is a value, and every object has `hasOwnProperty`. When a
 * later step has run, its parameters may be there.
 */
export function noteParameterRead(trial: Trial, name: string | null, at: Place): void {
  const isNamed = name !== null && /^[A-Za-z_$]/.test(name) && !(name in Object.prototype);
  if (!isNamed || trial.continued || trial.offered || trial.floating.isAnytime || trial.subject.use.isParameter) return;
  trial.choices.parameters.noteRead(name, at);
}

/** `request.params.id = …`, `request.params = …` */
export function noteParameterWrite(trial: Trial, of: RequestValue, name: string): void {
  if (of.part === 'params') trial.choices.parameters.noteWrite(name);
  else if (name === 'params') trial.choices.parameters.noteWrite('*');
}
