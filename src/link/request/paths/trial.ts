import type { Expression, Statement } from '#facts';
import type { Adapter, AnswerValue, FunctionValue, PromiseValue, Value } from '#frameworks';
import { undefinedValue } from '#frameworks';
import type { Place } from '#text';
import type { Machine } from '../../machine/machine.ts';
import type { Operations, RequestInHand } from '../../machine/request-in-hand.ts';
import { type Address, ofAddress } from '../../values/address.ts';
import type { Environment } from '../../values/environment.ts';
import { Floating } from '../../values/floating.ts';
import type { MetadataRead } from '../../values/metadata-read.ts';
import { saysWho } from '../brought/identity.ts';
import { namesAreCallers } from '../brought/mass-assignment.ts';
import { RequestOperations } from '../brought/request-operations.ts';
import { noteIdentity } from '../brought/route-members.ts';
import { noteParameterTest } from '../brought/route-parameters.ts';
import type { Situation, Subject } from '../brought/situation.ts';
import { type Answer, answerOf, Course } from '../noted/course.ts';
import { CredentialNotes } from '../noted/credential-notes.ts';
import { errors } from '../noted/errors.ts';
import { guesses } from '../noted/guesses.ts';
import { locations } from '../noted/locations.ts';
import { type Growing, growingIn, thin } from '../noted/nothing.ts';
import { origins } from '../noted/origins.ts';
import { type PathTest, Uses } from '../noted/uses.ts';
import { noteDropped } from './answers.ts';
import { blur } from './blur.ts';
import type { Choices } from './choices.ts';
import { Decisions } from './decisions.ts';
import { noteEnding } from './endings.ts';
import { orEmpty, sent } from './guesses.ts';
import { isInert } from './inert.ts';
import { runStatement } from './statements.ts';
import { verified } from './verified.ts';

/** The trial that runs, of which requests and setup know more than the interpreter does; null while the server is set up. */
export function trialIn({ trial }: Machine): Trial | null {
  return trial instanceof Trial ? trial : null;
}

/** What happened on one path through a step, in order where order matters. */
export class Trial extends Decisions implements RequestInHand {
  readonly machine: Machine;
  readonly adapter: Adapter;
  readonly subject: Subject;
  readonly situation: Situation;
  readonly operations: Operations = new RequestOperations(this);
  readonly floating = new Floating();
  tries = 0; // Depth of `try` blocks with a handler.
  readonly within: Place[] = []; // Where the calls stand that are active.
  discarded: Place | null = null; // The call whose result nobody looks at.
  aside = 0; // Counts what is kept elsewhere, so that no part of the path can be done again.
  askParent: (() => void) | null = null; // What the library's scheme does that is extended by the one that is asked.

  readonly course = new Course();
  readonly credentials = new CredentialNotes();
  readonly uses = new Uses();

  locations = locations.take();
  errors = errors.take();
  guesses = guesses.take();
  origins = origins.take();

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
    this.locations = locations.drop(this.locations);
    this.errors = errors.drop(this.errors);
    this.guesses = guesses.drop(this.guesses);
    this.origins = origins.drop(this.origins);
  }

  override resolve(value: Value): Value {
    const isUnset = value.t === 'environment' && !value.isSet && this.situation.unset?.has(value.name);
    return isUnset ? (value.fallback ?? undefinedValue) : orEmpty(this, super.resolve(value));
  }

  present(value: Value): Value {
    return sent(this, value);
  }

  found(value: Value): Value {
    return this.lookUps.sought.has(value) && !this.decide(value) ? undefinedValue : value;
  }

  mayBeAbsent(value: Value): boolean {
    return this.lookUps.mayBeAbsent(value);
  }

  /** Leaves a property on the request for later steps. */
  leave(name: string, value: Value): void {
    this.course.happened++;
    this.machine.set(this.course.writes, name, value, this.begun);
  }

  respond(status: number | null, at: Place, more: Partial<Answer> = {}): void {
    this.act(at);
    const { course, floating, overtakes } = this;
    course.answers(answerOf(status, at, { ...more, late: floating.late() }), overtakes);
  }

  /** Whether an answer would be sent here before the one that stands: that comes with a promise that nobody has waited for. */
  get overtakes(): boolean {
    const { course, floating } = this;
    const late = course.answer?.late;
    return late != null && floating.late() === null && !course.continued && !floating.hasWaitedSince(late);
  }

  statement<T>(statement: Statement, run: () => T | null): T | null {
    return runStatement(this, statement, run);
  }

  isInert(nodes: readonly (Statement | Expression)[], env: Environment): boolean {
    return isInert(this, nodes, env);
  }

  blur(nodes: readonly (Statement | Expression)[], env: Environment, by: 'caller' | 'server' = 'server'): null {
    return blur(this, nodes, env, by);
  }

  attempt<T>(run: () => T): T {
    this.tries++;
    try {
      return run();
    } finally {
      this.tries--;
    }
  }

  react(run: () => Value, isAtOnce: boolean): { readonly result: Value; readonly isIdle: boolean } {
    const { course } = this;
    const { answer, continued, failed } = course;
    this.floating.wait();
    const result = isAtOnce ? run() : this.delayed.reaction(run);
    return { result, isIdle: course.answer === answer && course.continued === continued && course.failed === failed };
  }

  begins(expression: Expression): void {
    const inner = expression.k === 'await' ? expression.of : expression;
    this.discarded = inner.k === 'call' ? { file: '', start: inner.at, end: inner.to } : null;
  }

  /** Whether nobody looks at the result of the call that stands here. */
  isDiscarded(at: Place): boolean {
    return this.discarded !== null && this.discarded.start === at.start && this.discarded.end === at.end;
  }

  makes(code: object): void {
    this.origins.local.add(code);
  }

  enters(fn: FunctionValue): void {
    this.course.rescue?.entered.add(fn);
  }

  tests(given: Value, at: Place): Value {
    const { credentials, origins } = this;
    const value = sent(this, this.resolve(given));
    this.guesses.tested.add(value);
    noteParameterTest(this, value);
    credentials.testsAge = origins.ages.has(value);
    credentials.asksWho ||= saysWho(value) || credentials.checkCalled;
    if (value.t === 'native' && origins.checks.has(value)) credentials.testedChecks.push({ subject: value.name, at });
    if (value.t === 'promise' && value.verification) credentials.noteUnawaited(value.verification, true);
    return value;
  }

  testsPath(match: PathTest['match'], literal: Value, subject: Value, holds: boolean): void {
    const test = this.locations.test(match, literal, subject, holds);
    if (test) this.uses.pathTests.push(test);
  }

  derives(from: Value, result: Value): void {
    this.locations.derive(from, result);
  }

  computes(result: Value, from: readonly Value[], isComparison = false): void {
    noteEnding(this, result, from, isComparison);
  }

  examines(): void {
    this.credentials.examines = true;
  }

  supplies(of: Value, read: Value): boolean {
    if (namesAreCallers(this, of)) this.lookUps.supplied.add(read);
    return this.lookUps.supplied.has(read);
  }

  isSecret(value: Value): boolean {
    return this.origins.secrets.has(value);
  }

  identifies(...values: readonly (Value | undefined)[]): void {
    noteIdentity(this, ...values);
  }

  asksNames(): void {
    this.uses.names = true;
  }

  metadataReads(): Map<unknown, MetadataRead> {
    this.aside++;
    return this.uses.metadata;
  }

  catches(error: Value, at: Place): void {
    this.assume(error);
    this.flaws.caught.push(at);
  }

  drops(answer: AnswerValue): void {
    noteDropped(this, answer);
  }

  abandons(verification: NonNullable<PromiseValue['verification']>): void {
    this.credentials.noteUnawaited(verification);
  }

  verification(fn: FunctionValue, value: Value, thrown: boolean, at: Place): PromiseValue['verification'] {
    return verified(this, fn, value, thrown, at);
  }

  /** Who is waited for has gone to look it up: what only computes answers at once. */
  delivers(value: Value): void {
    if (this.lookUps.asked.has(value)) this.lookUps.stored.add(value);
  }

  /** A reply that is waited for has been sent: https://fastify.dev/docs/latest/Reference/Reply/#thenable */
  awaits(value: Value): void {
    if (this.course.answer && value.t === 'request' && value.part === 'response') this.course.awaitsAnswer = true;
  }

  get hasAnswered(): boolean {
    return this.course.answer !== null;
  }

  happens(): void {
    this.course.happened++;
  }

  /** A string that is (part of) the request's path; tests of it are remembered. */
  location(name: string, text: (address: Address) => string): Value {
    this.uses.location = true;
    const { situation } = this;
    const value = ofAddress({ name, of: text }, situation.reads, () => text(situation));
    this.locations.all.add(value);
    return value;
  }
}
