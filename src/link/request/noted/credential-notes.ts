import type { CredentialSource, PromiseValue, Value } from '#frameworks';
import type { Place } from '#text';

export interface VerificationNote {
  readonly subject: string;
  readonly at: Place;
  readonly succeeded: boolean;
}

/** A token was read without being verified. */
export interface DecodingNote {
  readonly subject: string;
  readonly at: Place;
  /** Where the token came from; null when it came from nowhere that credentials usually come from. */
  readonly source: CredentialSource | null;
  /** Where the calls stand in which that was done, the outermost first. */
  readonly within: readonly Place[];
}

interface Subject {
  readonly subject: string;
  readonly at: Place;
}

export function isSameSource(one: CredentialSource, other: CredentialSource): boolean {
  return one.kind === other.kind && one.name === other.name;
}

export function distinct(sources: readonly CredentialSource[]): CredentialSource[] {
  return sources.filter((source, index) => sources.findIndex((other) => isSameSource(other, source)) === index);
}

/** What one path does about who calls: which credentials it looks at, and what it does with them. */
export class CredentialNotes {
  readonly touched: CredentialSource[] = [];
  readonly schemes: string[] = []; // Names of those that known guards were asked with.
  readonly verifications: VerificationNote[] = [];
  readonly unawaited: Subject[] = [];
  readonly decodings: DecodingNote[] = [];
  refusal: Place | null = null; // Where code that is not seen has refused what a decoded token says.
  expired: Place | null = null; // Where it turned out that the credential is genuine, and has expired.
  testsAge = false; // What was tested last is how old a token is.

  readonly testedChecks: Subject[] = []; // Functions like `req.isAuthenticated` whose mere presence was tested.
  checkCalled = false;
  asksWho = false; // Who calls was tested, or told to code that is not seen.
  logsIn = false; // The caller is logged in here: what comes before is the login's own business.
  /** Whoever brings nothing is sent to a provider, to log in there. */
  sendsToProvider = false;

  proves = false; // What only a genuine credential leads to was found, or equals what is brought.
  examines = false; // Something of the caller's was compared, looked up or handed to code that is not seen.
  readonly gifts = new Map<string, Place>(); // Entries of the session that were written before that.
  comparesInput = false; // Something that the caller has made up was compared with what only the server knows.
  /** Headers, parameters and entries of the session whose names say nothing of credentials. */
  readonly plain = new Set<string>();
  readonly proofs = new Set<string>(); // Of these, what was compared with something that only the server knows.
  readonly keys: { readonly store: Value; readonly source: CredentialSource; readonly isPlain: boolean }[] = []; // What was looked up where, by credentials and by what is none as far as its name says.
  readonly secretProofs = new Set<string>(); // Of these, what was compared with a variable that is called a secret.

  /** Grows where more is known of who calls. */
  get events(): number {
    return (
      this.schemes.length +
      this.touched.length +
      this.verifications.length +
      this.decodings.length +
      this.unawaited.length +
      this.testedChecks.length +
      Number(this.checkCalled) +
      Number(this.logsIn) +
      Number(this.sendsToProvider)
    );
  }

  /** What says nothing of an answer by itself. */
  get loose(): Pick<CredentialNotes, 'comparesInput' | 'asksWho' | 'refusal' | 'proves' | 'examines'> {
    const { comparesInput, asksWho, refusal, proves, examines } = this;
    return { comparesInput, asksWho, refusal, proves, examines };
  }

  touch(source: CredentialSource): void {
    if (!this.touched.some((other) => isSameSource(other, source))) this.touched.push(source);
  }

  noteUnawaited(verification: NonNullable<PromiseValue['verification']>, isTested = false): void {
    if (verification.isLookUp && !isTested) return;
    if (!this.unawaited.some((other) => other.at.start === verification.at.start)) this.unawaited.push(verification);
  }
}
