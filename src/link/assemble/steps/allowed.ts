import type { AllowedOption, StepKnowledge } from '#catalog';
import { isUndefined, type MadeValue, stringOf, type Value } from '#frameworks';
import type { SchemeKind, Step } from '#model';
import { optionAt } from '../../known/options.ts';
import type { Machine } from '../../machine/machine.ts';

/** What a CORS step with these arguments lets browsers send. */
export function allowedBy(machine: Machine, made: MadeValue, { allows }: StepKnowledge): Step['allows'] {
  if (!allows) return null;
  const meaning = machine.knowledge.meaning(made.by);
  const options = made.args[meaning && 'options' in meaning ? (meaning.options ?? 0) : 0];
  // A function gives other options for each request.
  if (options && options.t !== 'object' && !isUndefined(options))
    return { headers: null, methods: null, isTold: false };
  const headers = listIn(options, allows.headers);
  const methods = listIn(options, allows.methods);
  return { headers: headers.list, methods: methods.list, isTold: methods.isTold };
}

/** The content types that a parser with these arguments reads; null for any, or when they cannot be read. */
export function takenBy(made: MadeValue, { takes }: StepKnowledge): readonly string[] | null {
  return takes ? ownList(made.args[0], takes).list : null;
}

function listIn(options: Value | undefined, allowed: AllowedOption) {
  const { list, isTold } = ownList(options, allowed);
  const added = allowed.more === undefined ? undefined : optionAt(options, allowed.more);
  const more = added === undefined || (added && isUndefined(added)) ? [] : added && textsIn(added);
  return { list: list && more && [...list, ...more], isTold };
}

function ownList(options: Value | undefined, { options: names, otherwise }: AllowedOption) {
  for (const name of names) {
    const value = optionAt(options, name);
    if (value === null) return { list: null, isTold: true };
    if (!isUndefined(value)) return { list: textsIn(value), isTold: true };
  }
  return { list: otherwise, isTold: false };
}

/** A list or a text with commas; null when it cannot be read to its end, or holds the star. */
function textsIn(value: Value): readonly string[] | null {
  const texts = value.t === 'array' && !value.open ? value.items.map(stringOf) : [stringOf(value)];
  if (texts.some((text) => text === null)) return null;
  const list = texts.flatMap((text) => text!.split(/\s*,\s*/)).filter((text) => text !== '');
  return list.includes('*') ? null : list;
}

/** Options by which libraries look elsewhere for the credential. */
const elsewhere = ['getToken', 'cookie', 'cookieName', 'headerName', 'key'];

/** The header that a library's guard reads; null where an option moves that, or may. */
export function headerOf(args: readonly Value[], kind: SchemeKind | null): string | null {
  if (kind !== 'jwt' && kind !== 'bearer' && kind !== 'basic') return null;
  const options = args.find((arg) => arg.t === 'object');
  const isMoved = elsewhere.some((name) => {
    const value = optionAt(options, name);
    return value === null || !isUndefined(value);
  });
  const extractor = optionAt(options, 'jwtFromRequest');
  if (extractor && !isUndefined(extractor)) return isAuthorization(extractor) ? 'authorization' : null;
  return isMoved || extractor === null ? null : 'authorization';
}

/** https://www.passportjs.org/packages/passport-jwt/#extracting-the-jwt-from-the-request */
function isAuthorization(extractor: Value): boolean {
  return extractor.t === 'made' && /fromAuthHeader(AsBearerToken|WithScheme)$/.test(extractor.by.path);
}
