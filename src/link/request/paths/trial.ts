import type { Refusals } from '#catalog';
import type { Expression } from '#facts';
import type { Adapter, CredentialSource, MadeValue, Primitive, PromiseValue, RequestValue, Value } from '#frameworks';
import { undefinedValue, unknown } from '#frameworks';
import type { Place } from '#text';
import { type Address, ofAddress } from '../../machine/address.ts';
import { memberOfUnknown } from '../../machine/derivations.ts';
import type { Machine } from '../../machine/machine.ts';
import { truth } from '../../machine/truth.ts';
import { credentialMember, isSameSource, missingMember } from '../brought/credentials.ts';
import { isSignature } from '../brought/digests.ts';
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
import { answerOf, type Prepared } from './answers.ts';
import type { Choices } from './choices.ts';
import { Decisions } from './decisions.ts';
import { memberOfError } from './failures.ts';
import { Floating } from './floating.ts';
import { orEmpty } from './guesses.ts';
import { Locations, noLocations } from './locations.ts';
import type { LogNote } from './logging.ts';
import type { Answer, Crash, DecodingNote, MetadataRead, PathTest, VerificationNote } from './notes.ts';
import { type Growing, growing, thin } from './nothing.ts';
import type { Rescue } from './rescue.ts';

/** What happened on one path through a step, in order where order matters. */
export class Trial extends Decisions {
  readonly machine: Machine;
  readonly adapter: Adapter;
  readonly subject: Subject;
  readonly situation: Situation;
  events = 0; // Counts what happens outside of the journal and the lists below.
  readonly local = new Set<object>(); // Functions that were made on this path: they may hold the request.
  readonly schemes: string[] = []; // Names of those that known guards were asked with.
  readonly floating = new Floating();
  tries = 0; // Depth of `try` blocks with a handler.

  status: number | null = 200;
  statusAt: Place | null = null;
  continued: Place | null = null;
  /** What stands for the rest of the chain was asked for: it runs when somebody waits for it. */
  offered: Place | null = null;
  continuedLate = false;
  skipped: Place | null = null; // `next('route')`: the rest of the route is skipped.
  readonly entered = new Set<number>(); // Apps that the request was handed on to.
  failed: { readonly at: Place; readonly error: Value; readonly isLate?: boolean } | null = null;
  resumed = false; // The next step was called for behind that.
  awaitsAnswer = false;
  answer: Answer | null = null;
  answeredFirst = false; // The answer stood before the continuation.
  /** What was set of an answer that is sent when the step ends. */
  readonly prepared: Prepared = { status: null, hasStatus: false, hasBody: false, at: null, dropped: null, body: null };
  handedOver: { readonly at: Place; readonly why: string } | null = null;
  maybeAnswered: Place | null = null;

  rescue: Rescue | null = null; // A later step has failed on this path, and the error came back.
  replaces = false; // It changes the answer behind the continuation.
  readonly found = new Set<Value>(); // What code that is not seen has given, asked about something else than the error.

  readonly touched: CredentialSource[] = [];
  readonly customReads = new Set<string>();
  readonly writes = new Map<string, Value>();
  readonly verifications: VerificationNote[] = [];
  readonly decodings: DecodingNote[] = [];
  refusal: Place | null = null; // Where code that is not seen has refused what a decoded token says.
  readonly within: Place[] = []; // Where the calls stand that are active.
  readonly unawaited: { readonly subject: string; readonly at: Place }[] = [];
  readonly pathTests: PathTest[] = [];
  readonly moves: Value[] = []; // Where it has led the request instead.
  readonly catches: Place[] = [];
  readonly crashes = new Map<Value, Crash>(); // Errors of reading a member of what the caller does not have.
  crash: Crash | null = null; // One that nobody caught, or that was handed on.
  /** Variables of the environment that would equal what the caller does not bring. */
  readonly unsetTwins = new Set<Extract<Value, { t: 'environment' }>>();
  readonly spelt = new Set<Value>(); // Texts of which a part is such a variable that is not set: anybody knows them.
  /** Headers, parameters and entries of the session whose names say nothing of credentials. */
  readonly plain = new Set<string>();
  readonly proofs = new Set<string>(); // Of these, what was compared with something that only the server knows.
  readonly emptied = new Set<Value>(); // Forged credentials that turned out to have nothing in them.
  readonly literals = new Map<Primitive, CredentialSource>(); // Texts of the source that they were compared with.
  comparesInput = false; // Something that the caller has made up was.
  asksWho = false; // Who calls was tested, or told to code that is not seen.
  examines = false; // Something of the caller's was compared, looked up or handed to code that is not seen.
  readonly gifts = new Map<string, Place>(); // Entries of the session that were written before that.
  readonly tested = new Set<Value>(); // Their truth was asked for.
  /** Functions like `req.isAuthenticated`, and those of them whose mere presence was tested. */
  readonly checks = new Set<Value>();
  readonly testedChecks: { readonly subject: string; readonly at: Place }[] = [];
  checkCalled = false;
  askParent: (() => void) | null = null; // What the library's scheme does that is extended by the one that is asked.
  logsIn = false; // The caller is logged in here: what comes before is the login's own business.
  /** Whoever brings nothing is sent to a provider, to log in there. */
  sendsToProvider = false;
  readonly errors = new Set<Value>(); // Details of errors, and below those of them that were sent.
  readonly errorStatuses = new Map<Value, number>();
  readonly refusals = new Map<Value, Refusals>(); // Errors by which credentials were refused.
  readonly endings = new Set<Value>(); // What tokens say of their end, and what is computed of that.
  readonly ages = new Set<Value>(); // Comparisons of it.
  lastTested: Value | null = null;
  expired: Place | null = null; // Where it turned out that the credential is genuine, and has expired.
  readonly errorDetails = new Map<Value, { readonly kind: 'stack' | 'error-message'; readonly at: Place }>();
  readonly disclosed: { readonly kind: 'stack' | 'error-message'; readonly at: Place }[] = [];
  readonly logged: LogNote[] = [];
  readonly secrets = new Map<Value, string>(); // What is nobody's business but the caller's, by its name.
  readonly minted = new Set<Value>(); // New tokens that it signed.
  readonly copies = new Map<Value, Value>(); // Texts made of something.
  /** `next` was used like a response: the function expects to be an error handler. */
  nextAsResponse: Place | null = null;
  ignoredErrors: { readonly at: Place; readonly subject: string }[] = [];
  usesTarget = false;
  usesNames = false;
  /** What the scope of the step was asked for, and what it had; under `` for the scope itself. */
  readonly ofScope = new Map<string, Value | null>();
  readonly metadataReads = new Map<unknown, MetadataRead>(); // By key.
  usesLocation = false;
  usesMethod = false;
  /** A known step ran inside of it; such steps tell preflights from other requests. */
  runsKnownStep = false;

  #locations = new Locations();
  discarded: Place | null = null; // The call whose result nobody looks at.
  aside = 0; // Counts what is kept elsewhere, so that no part of the path can be done again.

  constructor(machine: Machine, subject: Subject, situation: Situation, choices: Choices) {
    super(choices, machine.lasting);
    this.machine = machine;
    this.adapter = subject.adapter;
    this.subject = subject;
    this.situation = situation;
  }

  protected override growing(): readonly Growing[] {
    return [...super.growing(), ...this.#locations.growing, ...growing(this)];
  }

  /** Little is kept of what only the path needed: a program has thousands of paths. */
  override takeBack(): void {
    super.takeBack();
    this.#locations = noLocations;
    thin(this);
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
    for (const set of [this.found, this.stored, this.supplied]) if (set.has(object)) set.add(value);
    return value;
  }

  call(object: RequestValue, name: string | null, args: readonly Value[], at: Place): Value {
    return requestCall(this, object, name, args, at);
  }

  write(object: RequestValue, name: string | null, value: Value, at: Place): void {
    if (value.t === 'promise' && value.verification) this.noteUnawaited(value.verification);
    writeRequest(this, object, name, value, at);
  }

  applyStep(step: MadeValue, args: readonly Value[], at: Place): Value {
    this.examines = true;
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
    this.errors.add(error);
    if (value.t === 'missing') this.crashes.set(error, { at, source: value.source });
    return error;
  }

  /** Leaves a property on the request for later steps. */
  leave(name: string, value: Value): void {
    this.events++;
    this.machine.set(this.writes, name, value, this.begun);
  }

  touch(source: CredentialSource): void {
    if (!this.touched.some((other) => isSameSource(other, source))) this.touched.push(source);
  }

  respond(status: number | null, at: Place, more: Partial<Answer> = {}): void {
    this.events++;
    this.act(at);
    this.answer ??= answerOf(status, at, { ...more, late: this.floating.late() });
    if (!this.continued) this.answeredFirst = true;
  }

  next(args: readonly Value[], at: Place): void {
    this.events++;
    const prepared = this.prepared;
    if (prepared.at && (prepared.status ?? 0) >= 400) this.respond(prepared.status, prepared.at);
    const [first] = args;
    const value = first && this.resolve(first);
    this.crash ??= (value && this.crashes.get(value)) ?? null;
    if (value?.t === 'primitive' && (value.value === 'route' || value.value === 'router')) {
      if (value.value === 'route' && !this.situation.inRoute) this.continued ??= at;
      else this.skipped ??= at;
      return;
    }
    const isError = value !== undefined && (truth(value) ?? this.decide(value));
    const isLate = this.floating.late() !== null;
    // A second call finds nothing left: the error has been handled by then (both versions, observed).
    if (isError && !this.continued) this.failed ??= { at, error: value, isLate };
    else if (!this.failed || (this.failed.isLate && !isLate)) {
      this.failed = null; // The error of a call that nobody waits for comes after what stands below it.
      if (!this.continued) this.continuedLate = isLate;
      if (!isLate) this.left ??= new Map(this.writes);
      this.continued ??= at;
    } else this.resumed ||= !isError;
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
    this.tested.add(value);
    noteParameterTest(this, value);
    this.lastTested = value;
    this.asksWho ||= saysWho(value) || this.checkCalled;
    if (value.t === 'native' && this.checks.has(value)) this.testedChecks.push({ subject: value.name, at });
    if (value.t === 'promise' && value.verification) this.noteUnawaited(value.verification, true);
  }

  noteUnawaited(verification: NonNullable<PromiseValue['verification']>, isTested = false): void {
    if (verification.isLookUp && !isTested) return;
    if (!this.unawaited.some((other) => other.at.start === verification.at.start)) this.unawaited.push(verification);
  }

  noteCatch(value: Value, at: Place): void {
    this.assume(value);
    this.catches.push(at);
  }

  lastVerification(): { subject: string; at: Place } | null {
    return this.verifications.at(-1) ?? null;
  }

  /** A string that is (part of) the request's path; tests of it are remembered. */
  location(name: string, text: (address: Address) => string): Value {
    this.usesLocation = true;
    const { situation } = this;
    const value = ofAddress({ name, of: text }, situation.reads, () => text(situation));
    this.#locations.add(value);
    return value;
  }

  derive(from: Value, result: Value): void {
    this.#locations.derive(from, result);
  }

  notePathTest(match: PathTest['match'], literal: Value, subject: Value, holds: boolean): void {
    const test = this.#locations.test(match, literal, subject, holds);
    if (test) this.pathTests.push(test);
  }

  noteEquality(a: Value, b: Value, holds: boolean): void {
    this.asksWho ||= saysWho(a) || saysWho(b);
    for (const [one, other] of [[a, b] as const, [b, a] as const]) {
      noteExamined(this, one, other);
      if (one.t === 'environment' || isSignature(one)) noteComparison(this, other);
      this.notePathTest('equals', one, other, holds);
    }
  }
}
