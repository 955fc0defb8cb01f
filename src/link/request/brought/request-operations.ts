import type { ArrayValue, ObjectValue, RequestValue, Value } from '#frameworks';
import { primitive, undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { Operations } from '../../machine/request-in-hand.ts';
import { memberOfUnknown } from '../../values/derivations.ts';
import { memberOfError } from '../paths/failures.ts';
import { isRefusal } from '../paths/refusals.ts';
import type { Trial } from '../paths/trial.ts';
import { credentialMember, lastPart, missingMember } from './credentials.ts';
import { equalFor } from './equality.ts';
import { fromJar } from './jars.ts';
import { entryBy, hasEntry, inheritedMember } from './look-ups.ts';
import { namesAreCallers } from './mass-assignment.ts';
import { holdsOwn, putOwn } from './own-entries.ts';
import { answerMember } from './part-members.ts';
import { difference } from './partly.ts';
import { requestCall, requestMember, writeAny, writeRequest } from './parts.ts';
import { noteParameterTest } from './route-parameters.ts';
import { searched } from './searches.ts';
import { partsIn } from './spread-parts.ts';
import { listOfVariable } from './variables.ts';

/** What operations of the language come to in one trial. */
export class RequestOperations implements Operations {
  readonly #trial: Trial;

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  member(object: Value, name: string | null, at: Place): Value {
    const trial = this.#trial;
    if (object.t === 'credential') return credentialMember(trial, object, name, at);
    if (object.t === 'answer') return answerMember(trial, object, name, at);
    if (object.t === 'missing') return missingMember(trial, object, name, at);
    if (object.t === 'request') return requestMember(trial, object, name, at);
    const known = memberOfError(trial, object, name, at) ?? inheritedMember(trial, object, name, at);
    if (known) return known;
    const value = memberOfUnknown(object, name, at);
    trial.lookUps.read(object, value);
    return value;
  }

  write(object: RequestValue, name: string | null, value: Value, at: Place): void {
    if (value.t === 'promise' && value.verification) this.#trial.abandons(value.verification);
    writeRequest(this.#trial, object, name, value, at);
  }

  writeAny(object: RequestValue, names: Value): void {
    if (namesAreCallers(this.#trial, names)) writeAny(this.#trial, object);
  }

  call(callee: RequestValue, name: string | null, args: readonly Value[], at: Place): Value {
    return requestCall(this.#trial, callee, name, args, at);
  }

  equal(left: Value, right: Value, isLoose: boolean): Value {
    return equalFor(this.#trial, left, right, isLoose);
  }

  calculate(op: string, left: Value, right: Value, at: Place): Value | null {
    return op === '-' || op === '^' ? difference(this.#trial, left, right, at) : null;
  }

  typeOf(value: Value, at: Place): Value | null {
    const trial = this.#trial;
    noteParameterTest(trial, value);
    // Among them are functions, and an object: `__proto__`.
    if (trial.lookUps.inherited.has(value)) return primitive(trial.choose(2, 'caller') === 0 ? 'function' : 'object');
    // An entry is of any type.
    return trial.lookUps.stored.has(value) ? unknown('the type of an entry', at) : null;
  }

  isInstance(object: Value, of: Value, at: Place): boolean | null {
    return isRefusal(this.#trial, object, of, at);
  }

  entry(store: Value, key: Value, at: Place, isMap = false): Value | null {
    return entryBy(this.#trial, store, key, at, isMap);
  }

  hasEntry(store: Value, key: Value, at: Place, how: 'map' | 'own' | 'in'): Value | null {
    return hasEntry(this.#trial, store, key, at, how);
  }

  put(store: ObjectValue | ArrayValue, key: Value, value: Value): void {
    putOwn(this.#trial, store, key, value);
  }

  takenApart(store: ObjectValue, name: string): Value | null {
    return fromJar(this.#trial, store, name);
  }

  holds(list: ArrayValue, wanted: Value, at: Place): boolean {
    return holdsOwn(this.#trial, list, wanted, at);
  }

  keep(name: string, value: Value): void {
    this.#trial.leave(name, value);
  }

  kept(name: string): Value {
    const { uses, course, situation } = this.#trial;
    uses.custom.add(name);
    return course.writes.get(name) ?? situation.context.get(name) ?? undefinedValue;
  }

  search(text: Value, name: string | null, part: Value, at: Place): Value | null {
    return searched(this.#trial, text, name, part, at);
  }

  listOf(value: Value): ArrayValue | null {
    return listOfVariable(this.#trial, value);
  }

  lastPart(value: Value): Value {
    return lastPart(this.#trial, value);
  }

  partsOf(of: Value, over: Iterable<string>): readonly (readonly [string, Value])[] {
    return partsIn(this.#trial, of, over);
  }

  typeError(value: Value, at: Place): Value {
    const { errors } = this.#trial;
    const error = unknown('a TypeError', at, 'server', true);
    errors.known.add(error);
    if (value.t === 'missing') errors.crashes.set(error, { at, source: value.source });
    return error;
  }
}
