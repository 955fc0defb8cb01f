import type { Expression } from '#facts';
import type { Adapter, MadeValue, RequestValue, Value } from '#frameworks';
import { undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { type Address, ofAddress } from '../../machine/address.ts';
import { memberOfUnknown } from '../../machine/derivations.ts';
import { isSignature } from '../../machine/digests.ts';
import type { Machine } from '../../machine/machine.ts';
import { credentialMember, missingMember } from '../brought/credentials.ts';
import { inheritedMember } from '../brought/look-ups.ts';
import { answerMember } from '../brought/part-members.ts';
import { requestCall, requestMember, writeRequest } from '../brought/parts.ts';
import { noteParameterTest } from '../brought/route-parameters.ts';
import type { Situation, Subject } from '../brought/situation.ts';
import { saysWho } from '../judged/equally.ts';
import { noteExamined } from '../judged/gifts.ts';
import { applyStep } from '../judged/library-steps.ts';
import { globalCall, unknownCall } from '../judged/opaque.ts';
import { noteComparison } from '../judged/proofs.ts';
import { type Answer, answerOf, Course } from '../noted/course.ts';
import { CredentialNotes } from '../noted/credential-notes.ts';
import { Errors, noErrors } from '../noted/errors.ts';
import { Guesses, noGuesses } from '../noted/guesses.ts';
import { Locations, noLocations } from '../noted/locations.ts';
import { type Growing, growingIn, thin } from '../noted/nothing.ts';
import { noOrigins, Origins } from '../noted/origins.ts';
import { type PathTest, Uses } from '../noted/uses.ts';
import type { Choices } from './choices.ts';
import { Decisions } from './decisions.ts';
import { memberOfError } from './failures.ts';
import { Floating } from './floating.ts';
import { orEmpty } from './guesses.ts';

/** What happened on one path through a step, in order where order matters. */
export class Trial extends Decisions {
  readonly machine: Machine;
  readonly adapter: Adapter;
  readonly subject: Subject;
  readonly situation: Situation;
  readonly floating = new Floating();
  tries = 0; // Depth of `try` blocks with a handler.
  readonly within: Place[] = []; // Where the calls stand that are active.
  discarded: Place | null = null; // The call whose result nobody looks at.
  aside = 0; // Counts what is kept elsewhere, so that no part of the path can be done again.
  askParent: (() => void) | null = null; // What the library's scheme does that is extended by the one that is asked.

  readonly course = new Course();
  readonly credentials = new CredentialNotes();
  readonly uses = new Uses();

  locations = new Locations();
  errors = new Errors();
  guesses = new Guesses();
  origins = new Origins();

  constructor(machine: Machine, subject: Subject, situation: Situation, choices: Choices) {
    super(choices, machine.lasting);
    this.machine = machine;
    this.adapter = subject.adapter;
    this.subject = subject;
    this.situation = situation;
  }

  protected override growing(): readonly Growing[] {
    const { course, credentials, uses, locations, errors, guesses, origins } = this;
    const parts = [course, credentials, uses, locations, errors, guesses, origins];
    return [...super.growing(), ...parts.flatMap(growingIn)];
  }

  /** Only what was noted is asked for afterwards, not what was known of the path's values. */
  override takeBack(): void {
    super.takeBack();
    for (const part of [this.course, this.credentials, this.uses]) thin(part);
    this.locations = noLocations;
    this.errors = noErrors;
    this.guesses = noGuesses;
    this.origins = noOrigins;
  }

  override resolve(value: Value): Value {
    const isUnset = value.t === 'environment' && !value.isSet && this.situation.unset?.has(value.name);
    return isUnset ? (value.fallback ?? undefinedValue) : orEmpty(this, super.resolve(value));
  }

  member(object: Value, name: string | null, at: Place): Value {
    if (object.t === 'credential') return credentialMember(this, object, name, at);
    if (object.t === 'answer') return answerMember(this, object, name, at);
    if (object.t === 'missing') return missingMember(this, object, name, at);
    return requestMember(this, object as RequestValue, name, at);
  }

  unknownMember(object: Value, name: string | null, at: Place): Value {
    const known = memberOfError(this, object, name, at) ?? inheritedMember(this, object, name, at);
    if (known) return known;
    const value = memberOfUnknown(object, name, at);
    this.lookUps.read(object, value);
    return value;
  }

  call(object: RequestValue, name: string | null, args: readonly Value[], at: Place): Value {
    return requestCall(this, object, name, args, at);
  }

  write(object: RequestValue, name: string | null, value: Value, at: Place): void {
    if (value.t === 'promise' && value.verification) this.credentials.noteUnawaited(value.verification);
    writeRequest(this, object, name, value, at);
  }

  applyStep(step: MadeValue, args: readonly Value[], at: Place): Value {
    this.credentials.examines = true;
    return applyStep(this, step, args, at);
  }

  unknownCall(callee: Value, name: string | null, args: readonly Value[], at: Place, construct = false): Value {
    return unknownCall(this, callee, name, args, at, construct);
  }

  globalCall(path: string, args: readonly Value[], at: Place, construct: boolean): Value {
    return globalCall(this, path, args, at, construct);
  }

  typeError(value: Value, at: Place): Value {
    const error = unknown('a TypeError', at, 'server', true);
    this.errors.known.add(error);
    if (value.t === 'missing') this.errors.crashes.set(error, { at, source: value.source });
    return error;
  }

  /** Leaves a property on the request for later steps. */
  leave(name: string, value: Value): void {
    this.course.happened++;
    this.machine.set(this.course.writes, name, value, this.begun);
  }

  respond(status: number | null, at: Place, more: Partial<Answer> = {}): void {
    this.act(at);
    this.course.answers(answerOf(status, at, { ...more, late: this.floating.late() }));
  }

  enterStatement(expression: Expression): void {
    const inner = expression.k === 'await' ? expression.of : expression;
    this.discarded = inner.k === 'call' ? { file: '', start: inner.at, end: inner.to } : null;
  }

  /** Whether nobody looks at the result of the call that stands here. */
  isDiscarded(at: Place): boolean {
    return this.discarded !== null && this.discarded.start === at.start && this.discarded.end === at.end;
  }

  noteTest(value: Value, at: Place): void {
    const { credentials, origins } = this;
    this.guesses.tested.add(value);
    noteParameterTest(this, value);
    credentials.testsAge = origins.ages.has(value);
    credentials.asksWho ||= saysWho(value) || credentials.checkCalled;
    if (value.t === 'native' && origins.checks.has(value)) credentials.testedChecks.push({ subject: value.name, at });
    if (value.t === 'promise' && value.verification) credentials.noteUnawaited(value.verification, true);
  }

  noteCatch(value: Value, at: Place): void {
    this.assume(value);
    this.flaws.caught.push(at);
  }

  /** A string that is (part of) the request's path; tests of it are remembered. */
  location(name: string, text: (address: Address) => string): Value {
    this.uses.location = true;
    const { situation } = this;
    const value = ofAddress({ name, of: text }, situation.reads, () => text(situation));
    this.locations.all.add(value);
    return value;
  }

  derive(from: Value, result: Value): void {
    this.locations.derive(from, result);
  }

  notePathTest(match: PathTest['match'], literal: Value, subject: Value, holds: boolean): void {
    const test = this.locations.test(match, literal, subject, holds);
    if (test) this.uses.pathTests.push(test);
  }

  noteEquality(a: Value, b: Value, holds: boolean): void {
    this.credentials.asksWho ||= saysWho(a) || saysWho(b);
    for (const [one, other] of [[a, b] as const, [b, a] as const]) {
      noteExamined(this, one, other);
      if (one.t === 'environment' || isSignature(one)) noteComparison(this, other, [one]);
      this.notePathTest('equals', one, other, holds);
    }
  }
}
