import type { Need } from '#model';
import type { Place } from '#text';
import type { RouteTarget } from './route-target.ts';
import type { ObjectValue, RequestPart, Value } from './values.ts';

/** How a step is used: it decides with what it is called. */
export interface StepUse {
  /** Its slot in a phased framework; null for handlers and in sequential frameworks. */
  readonly phase: string | null;
  /** Installed by `param()`: called with the parameter's value. */
  readonly isParameter: boolean;
  readonly given?: Given;
  readonly only?: ErrorTypes;
}

/** Errors by the classes that they are instances of. */
export interface ErrorTypes {
  readonly types: readonly Value[];
  /** Whether the usual rejections of guards are among them. */
  readonly challenges: boolean;
}

/** What the request-time API of a framework means to a step under judgement. */
export interface RequestShape {
  /** Whether steps and handlers are called with the scope as `this`; it is undefined otherwise. */
  readonly bindsScope?: true;
  /** Which parts the parameters of a step are, by how many it declares. */
  parameters(count: number, use: StepUse): readonly RequestPart[];
  /** What `part.name` is; null where every framework means the same (headers, cookies, body, …). */
  member(part: RequestPart, name: string, version: string | null, use: StepUse): PartMember | null;
  /** Whether a step runs for errors alone, where its first parameter does not tell. */
  handlesErrors?(use: StepUse): boolean;
  /**
   * How an answer comes about: a call sends it, properties of the context are it when nobody overwrites them, or a step
   * returns it.
   */
  readonly answers: 'sending' | 'preparing' | 'returning';
  /** Errors that are sent, or returned, go to the error handlers like those that are thrown. */
  readonly handsOn?: 'sent' | 'returned';
  /** What `part.name = value` prepares of the answer; null for a plain property. */
  assigned(part: RequestPart, name: string): 'status' | 'body' | 'answer' | null;
  /** Whether calling for the next step gives a promise, of whose rejection a `catch` around it learns. */
  readonly continuation: 'value' | 'promise' | 'settled-promise';
  /** What a request meets when a step neither answers nor calls for the next one: 'every request hangs'. */
  readonly silence: string;
  /** Whether a path pattern that a library of the framework was given takes a path. */
  matches?(pattern: string, path: string): boolean;
  /** Whether the steps of a slot are there to ask who calls: whatever header they read by name is a credential. */
  demands?(use: StepUse): boolean;
  /** Properties that only the framework's own authentication fills with a principal. */
  readonly principals?: readonly string[];
  /** Parts of the request that are empty unless a step parses them. */
  readonly unparsed?: readonly Need[];
  /** What a run of a step means for the request. */
  ending(run: Run): Ending;
}

export type PartMember =
  | { readonly is: 'part'; readonly part: RequestPart }
  /** What the framework makes of the request. */
  | { readonly is: 'value'; value(asked: Asked, at: Place): Value }
  /** A function that reads a header by name; `absent`: it gives an empty text for one that is not there. */
  | { readonly is: 'header-reader'; readonly absent?: 'text' }
  /**
   * A function that reads a member of a part by name, or gives the part; `loads`: by a promise; `signed`: the option by which
   * it gives only what bears the server's signature.
   */
  | { readonly is: 'reader'; readonly part: RequestPart; readonly loads?: true; readonly signed?: string }
  /** A function that gives one of several parts, chosen by a name. */
  | { readonly is: 'choice'; readonly parts: Readonly<Record<string, RequestPart>> }
  /** A function that writes a member of a part. */
  | { readonly is: 'writer'; readonly part: RequestPart }
  /** Throws an error with the status that an argument gives. */
  | { readonly is: 'throw'; readonly statusArgument: number }
  /** What a package of which the framework is made exports by default. */
  | { readonly is: 'export'; readonly package: string }
  /** `lower`: in lower case. */
  | { readonly is: 'method'; readonly lower?: true }
  /** `path`: below the mount; `whole`: as requested; `url`: below the mount with the query string; `original`: whole with the query string; `base`: the mount; `href`: with the host; `matched`: as the router compares it. `moves`: writing it leads the request to another path. */
  | {
      readonly is: 'location';
      readonly which: 'path' | 'whole' | 'url' | 'original' | 'base' | 'href' | 'matched';
      readonly moves?: true;
    }
  /** A function that leads the request to the path that it is given. */
  | { readonly is: 'mover' }
  /** A function that tells whether the request is authenticated; `from`: the packages that put it there, where the framework does not. */
  | { readonly is: 'check'; readonly authenticated: boolean; readonly from?: readonly string[] }
  /** A function that logs in or out: continues through its callback. */
  | { readonly is: 'callback' }
  /** Something of the server or the connection. */
  | { readonly is: 'server' }
  /** The scope in which the step or its route is installed. */
  | { readonly is: 'scope' }
  /** What the route says about itself: its options, what it was given as `config` among them, or its path. */
  | { readonly is: 'route'; readonly which: 'options' | 'config' | 'path' }
  /** Whether an answer was sent; `surely`: by nobody else than the step, if by anybody. */
  | { readonly is: 'sent'; readonly surely?: true }
  /** What the answer that later steps have given says: its status, or whether that is a success; `prepared`: before them, what earlier steps have set. */
  | { readonly is: 'standing'; readonly which: 'status' | 'success'; readonly prepared?: true }
  /** What steps have prepared as the body of the answer by then. */
  | { readonly is: 'prepared' }
  | { readonly is: 'logger' }
  /** `as`: what later steps call it, where that is more than its name; `absent`: what stands there for nobody. */
  | { readonly is: 'principal'; readonly as?: string; readonly absent?: null }
  /** Sets the status and goes on; `prepares`: for the answer that the rest of the chain makes too. */
  | { readonly is: 'status'; readonly prepares?: true }
  /** Ends the request; `status` when the call fixes it; `statusArgument` when an argument may; `atOnce`: nothing comes before it leaves; `page`: by a template. */
  | {
      readonly is: 'send';
      readonly status?: number;
      readonly statusArgument?: number;
      readonly atOnce?: true;
      readonly page?: true;
    }
  /** Returns its owner again. */
  | { readonly is: 'fluent' }
  /** Makes an answer and does not send it. */
  | { readonly is: 'answer'; readonly status?: number; readonly statusArgument?: number }
  /** Makes of an answer one that ends the request wherever it is returned. */
  | { readonly is: 'final' }
  /** A value by which a step says what is to happen: `h.continue`. It becomes a native value of this name. */
  | { readonly is: 'signal'; readonly name: string }
  /** A function that gives what stands for the rest of the chain, which runs when that is waited for or returned. */
  | { readonly is: 'continuation' }
  /** Tells whether the request is authenticated: a property, not a function. */
  | { readonly is: 'flag'; readonly as?: string }
  /** Not part of the framework: put there by an earlier step, or absent. */
  | { readonly is: 'custom' };

/** How one run of a step went. */
export interface Run {
  readonly version: string | null;
  readonly use: StepUse;
  readonly isHandler: boolean;
  /** How many parameters it declares. */
  readonly parameters: number;
  /** The next step was called for. */
  readonly continued: boolean;
  /** What stands for the next steps was asked for. */
  readonly offered: boolean;
  /** An answer was sent before that. */
  readonly answeredFirst: boolean;
  /** It is sent by code that nobody waits for: the function has ended by then, and its promise is fulfilled. */
  readonly answersLate: boolean;
  /** The next step is called for by such code, too. */
  readonly continuesLate: boolean;
  /** The rest of the route was skipped. */
  readonly skipped: boolean;
  /** An error was handed on. */
  readonly failed: boolean;
  /** The next step was called for once more behind that. */
  readonly resumed: boolean;
  readonly answer: { readonly status: number | null; readonly atOnce: boolean } | null;
  /** It waits until its answer has left. */
  readonly awaitsAnswer: boolean;
  /** The body of an answer was prepared. */
  readonly hasBody: boolean;
  /** The status of what earlier steps have prepared; null where they have prepared nothing. */
  readonly statusBefore: () => number | null;
  /** A rejection was made and thrown away before the next step was called for. */
  readonly dropped: boolean;
  /** What was sent is an error. */
  readonly sentError: boolean;
  /** The status that was set, sent or not. */
  readonly status: number | null;
  /** The exception, or the reason of a rejected promise. */
  readonly thrown: Value | null;
  /** The status that the exception carries. */
  readonly thrownStatus: number | null;
  /** What the function returned; promises are settled. */
  readonly result: Value;
  /** That is an error, which may be one that was caught. */
  readonly isErrorReturned: boolean;
  readonly isAsync: boolean;
  /** It returned a promise. */
  readonly isPromise: boolean;
  /** The request was given to code that is not seen; `maybeAnswered`: to code that may have answered it. */
  readonly handedOver: boolean;
  readonly maybeAnswered: boolean;
  /** Whether a value is true; where that is not known, both answers are followed. */
  isTrue(value: Value): boolean;
  /** A member of the error that it was handed, as it has left it. */
  ofError(name: string): Value;
}

/** `rejects`: a challenge, a denial, a redirect or an error. `answers`: a result. `skips`: the rest of the route. */
export type End = 'continues' | 'rejects' | 'answers' | 'both' | 'neither' | 'skips' | 'unknown';

export interface Ending {
  readonly end: End;
  readonly status: number | null;
  /** What is sent because it was returned. */
  readonly sent?: Value;
  /** The framework itself throws an error of this status, or an instance of an exported class. */
  readonly throws?: true | { readonly package: string; readonly name: string };
  /** It has sent an answer of its own, too late. */
  readonly isOvertaken?: true;
  /**
   * What keeps later steps from running is only that the answer has left by the time they are called for: before the call
   * that sends it has ended, or when a promise that is fulfilled has been looked at.
   */
  readonly races?: 'a-call' | 'a-promise';
}

/** The arguments of a step for the request under judgement. */
export type Given = (asked: Asked) => readonly Value[];

/** What a framework may ask about the request under judgement. */
export interface Asked {
  /** The function and class that answer it; null while nothing is known of the route. */
  target(): RouteTarget | null;
  /** Something that the caller chooses. */
  input(name: string): Value;
  /** Its promise is waited for. */
  run(fn: Value, args: readonly Value[]): Value;
  /** What is made for a request, once for all who ask. */
  once(name: string, make: () => Value): Value;
  /** What an earlier step has left under a name for this request. */
  kept(name: string): Value | null;
  keep(name: string, value: Value): void;
  /** Runs the constructor of an instance once more, on itself. */
  renew(instance: ObjectValue, args: readonly Value[]): void;
  /** `at`: where it is asked for, when that is not where the step is installed. */
  member(of: Value, name: string, at?: Place | null): Value;
}
