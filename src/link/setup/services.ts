import type { Site, Value } from '#frameworks';
import { arrayValue, unknown } from '#frameworks';
import type { Place } from '#text';
import type { ScopeRecord } from '../installed/records.ts';
import { optionAt, stepKnowledge } from '../known/options.ts';
import { callValue } from '../machine/calls.ts';
import { type Machine, Thrown } from '../machine/machine.ts';
import { getMember, setMember } from '../machine/members.ts';
import { truth } from '../machine/truth.ts';
import { askedWord } from '../request/brought/asked-word.ts';
import { bringsOwnKey } from '../request/called/scheme-words.ts';
import { trialIn } from '../request/paths/trial.ts';
import { cached } from './cached.ts';
import { callLibrary } from './libraries.ts';

type Services = Pick<
  Site,
  | 'moment'
  | 'gives'
  | 'atEnd'
  | 'describe'
  | 'library'
  | 'scheme'
  | 'demand'
  | 'openSchemes'
  | 'attempt'
  | 'recognises'
  | 'mayBeOfAnotherKind'
  | 'member'
  | 'assign'
  | 'cached'
  | 'letters'
>;

/** What a framework may ask of the linker beyond installing entries. */
export function servicesOf(machine: Machine, scope: ScopeRecord, at: Place): Services {
  const { installation } = machine;
  const registry = registryOf(scope);
  return {
    moment: () => installation.late.moment(),
    gives: (value) => machine.knowledge.gives(value),
    atEnd: (run) => {
      const { conditions } = machine;
      installation.endings.push(() => {
        machine.conditions = conditions;
        run();
      });
    },
    describe: (schemes) => void installation.described.push(schemes),
    library: (name, path, args, place) => {
      const version = machine.program.version(name, place.file)?.version ?? null;
      return callLibrary(machine, { t: 'library', package: name, path, version, from: place.file }, args, place, false);
    },
    scheme: (name, scheme, place) =>
      installation.schemes.push({
        registry,
        name,
        scheme,
        at: place,
        order: machine.nextOrder(),
        conditions: machine.conditions,
      }),
    demand: ({ names, at: place, package: name, unknownName, noName }) =>
      installation.schemeUses.push({
        registry,
        names: names.length === 0 ? undefined : arrayValue([...names]),
        options: undefined,
        hasCallback: true,
        library: { t: 'library', package: name, path: '', version: scope.version, from: place.file },
        unknownName,
        noName,
        at: place,
      }),
    openSchemes: () => installation.openRegistries.add(registry),
    attempt: (fn, args, self) => {
      try {
        const value = callValue(machine, fn, args, self ?? null, at);
        return value.t === 'promise' ? { thrown: value.rejected, value: value.value } : { thrown: false, value };
      } catch (error) {
        if (!(error instanceof Thrown)) throw error;
        return { thrown: true, value: error.value };
      }
    },
    recognises: (step, request) => {
      const trial = trialIn(machine);
      const meaning = machine.knowledge.meaning(step.by);
      if (!trial || !meaning || !('step' in meaning)) return null;
      trial.credentials.touch({ kind: 'client', name: step.by.package });
      trial.choices.tellsForgers = true;
      const { outcome, asks, keys } = stepKnowledge(meaning, step.args).knowledge;
      const { caller } = trial.situation;
      const word = caller === 'bad' && asks ? wordOf(() => askedWord(machine, asks, step, request, at)) : false;
      const find = caller === 'bad' && keys ? optionAt(step.args[0], keys.option) : null;
      const isOwnKey = find !== null && keys !== undefined && bringsOwnKey(trial, find, keys, at);
      const passes = outcome?.[caller] === 'continues' || word === true || isOwnKey;
      // Who is refused by one of several is handed on to the next: no failure is swallowed.
      if (passes || caller !== 'bad')
        trial.credentials.verifications.push({ subject: step.by.package, at, succeeded: passes });
      return passes || (caller === 'bad' ? word : null);
    },
    mayBeOfAnotherKind: () => {
      const trial = trialIn(machine);
      const isOther = trial?.decide(unknown('the credential is of another kind', at, 'caller')) ?? false;
      // What this strategy has not verified, nobody has brought then.
      if (isOther)
        trial?.credentials.verifications.splice(
          0,
          Infinity,
          ...trial.credentials.verifications.filter((note) => note.succeeded),
        );
      return isOther;
    },
    member: (object, name) => getMember(machine, object, name, at),
    cached: (fn, keyOf) => cached(machine, fn, keyOf),
    letters: (value) => installation.letters(value),
    assign: (object, name, value) => setMember(machine, object, name, value, at),
  };
}

/** Whatever the server holds: what is not certain counts as a no. */
function wordOf(ask: () => Value | null): boolean | 'fails' {
  try {
    const word = ask();
    return word !== null && truth(word) === true;
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return 'fails';
  }
}

/** One registry for an app and everything inside it. */
function registryOf({ adapter, value }: ScopeRecord): string {
  let root = value;
  while (root.parent) root = root.parent;
  return `${adapter.package} ${root.id}`;
}
