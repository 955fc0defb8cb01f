import type { CredentialSource, Value } from '#frameworks';
import { isUndefined } from '#frameworks';
import type { Confidence } from '#model';
import type { Place } from '#text';
import { optionAt } from '../../known/options.ts';
import { ofNothing } from '../brought/digests.ts';
import { isMadeUp } from '../brought/situation.ts';
import type { Trial } from './trial.ts';

/** What is given to a logger decides nothing. */
const requestLogger: Value = { t: 'library', package: 'pino', path: '', version: null, from: '' };
const silent = 'silent';
const silentLogger: Value = { ...requestLogger, path: silent };

const loggers = /^(winston|pino|bunyan|debug|log4js|loglevel|signale|consola|tslog|npmlog|roarr|morgan|chalk|kleur)$/;
/** Packages and levels that write nothing unless somebody asks for it. */
const isQuiet = /^(debug|chalk|kleur|trace|verbose|silly)$/;

export function isLogger(callee: Value): boolean {
  if (callee.t === 'library') return loggers.test(callee.package);
  return callee.t === 'made' && loggers.test(callee.by.package);
}

/** The logger that a framework puts on requests: silent, as far as we are concerned, when the app's own is told to redact. */
export function loggerOf(trial: Trial): Value {
  const scope = trial.subject.scope;
  let root = scope?.t === 'scope' ? scope : null;
  while (root?.parent) root = root.parent;
  const options = root ? trial.machine.installation.scopes[root.id]?.options : undefined;
  const given = options?.get('logger');
  return options?.has('loggerInstance') || mayRedact(given) ? silentLogger : requestLogger;
}

function mayRedact(options: Value | undefined): boolean {
  if (!options || options.t === 'primitive') return false;
  const redact = optionAt(options, 'redact');
  return redact === null || !isUndefined(redact);
}

/** Notes what of a caller's credentials a call of a logger writes down. */
export function noteLogged(trial: Trial, callee: Value, name: string | null, args: readonly Value[], at: Place): void {
  const by = callee.t === 'made' ? callee.by : callee.t === 'library' ? callee : null;
  const level = name ?? by?.path.split('.').at(-1) ?? '';
  if (!by || isQuiet.test(by.package) || isQuiet.test(level) || by.path.startsWith(silent)) return;
  // What `child()` was made from is not seen, nor what it leaves out.
  if (callee.t === 'made' && (by.path.includes('child') || mayRedact(callee.args[0]))) return;
  note(trial, args, by.package === 'pino' ? 'high' : 'medium', at);
}

export function noteConsole(trial: Trial, args: readonly Value[], at: Place): void {
  note(trial, args, 'high', at);
}

function note(trial: Trial, args: readonly Value[], confidence: Confidence, at: Place): void {
  for (const what of new Set(args.flatMap((arg) => presentedIn(trial, arg, 3))))
    trial.flaws.logged.push({ at, what, confidence });
}

/** What a value holds of what callers present, in words. */
function presentedIn(trial: Trial, value: Value, depth: number): string[] {
  const known = trial.resolve(value);
  const secret = trial.origins.secrets.get(known);
  if (secret) return [`the caller's ${secret}`];
  const copied = trial.origins.copies.get(known);
  if (copied) return presentedIn(trial, copied, depth - 1);
  if (known.t === 'credential') {
    const isRaw = known.state === 'genuine' || known.state === 'forged';
    return isRaw && !known.masked && !known.isHashed ? wordsFor(known.source) : [];
  }
  if (known.t === 'missing') return known.lookup || known.as === ofNothing ? [] : wordsFor(known.source);
  if (known.t === 'request')
    return known.part === 'headers' || known.part === 'cookies' ? [`all ${known.part} of the request`] : [];
  if (depth === 0) return [];
  const inner =
    known.t === 'object'
      ? [...known.properties.values()]
      : known.t === 'array'
        ? known.items
        : known.t === 'text'
          ? known.parts.flatMap((part) => (typeof part === 'string' ? [] : [part]))
          : [];
  return inner.flatMap((one) => presentedIn(trial, one, depth - 1));
}

function wordsFor({ kind, name }: CredentialSource): string[] {
  if (name !== undefined && isMadeUp(name)) return [];
  if (kind === 'header') return [`the ${name} header`];
  if (kind === 'cookie') return [name === '*' ? 'all cookies of the request' : `the cookie ${name}`];
  return kind === 'query' ? [`the caller's ${name}`] : [];
}
