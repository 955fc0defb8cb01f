import type { Meaning } from '#catalog';
import { isUndefined, type LibraryValue, listOf, stringOf, unknown, type Value } from '#frameworks';
import type { PrincipalStorage, Scheme, SchemeUse } from '#model';
import { sameStart } from '#text';
import type { SchemeRecord, SchemeUseRecord } from '../../installed/records.ts';
import { registryOf } from '../../installed/scheme-uses.ts';
import { optionAt } from '../../known/options.ts';
import type { Machine } from '../../machine/machine.ts';
import { libraryOf } from '../../request/called/library-steps.ts';
import { ownName } from '../../request/called/own-schemes.ts';
import { headerOf } from '../steps/allowed.ts';
import type { KnownStep } from '../steps/known-step.ts';

/** Numbers for registries, in the order in which they are met. */
class Registries {
  readonly #ids = new Map<string, number>();

  id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    this.#ids.set(name, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** The schemes that were registered and the places that ask for them. */
export function schemesAndUses(
  machine: Machine,
  steps: readonly KnownStep[],
): { schemes: Scheme[]; uses: SchemeUse[]; storages: PrincipalStorage[] } {
  const registries = new Registries();
  const { installation } = machine;
  const schemes = installation.schemes.map((record) => scheme(machine, record, registries.id(record.registry)));
  const complete = (registry: string) =>
    !installation.openRegistries.has(registry) &&
    installation.schemes.every((record, index) => record.registry !== registry || schemes[index]!.name !== null);
  const uses = installation.schemeUses.map((record) =>
    use(record, registries.id(record.registry), complete(record.registry), steps),
  );
  const storages = [...installation.observations.values()].flatMap(({ meaning, library, at }): PrincipalStorage[] =>
    meaning.is === 'principal-storage'
      ? [{ direction: meaning.direction, registry: registries.id(registryOf(library)), at }]
      : [],
  );
  const distinct = uses.filter((one, index) => uses.findIndex((other) => sameUse(one, other)) === index);
  return { schemes, uses: distinct, storages };
}

function sameUse(a: SchemeUse, b: SchemeUse): boolean {
  return a.at.file === b.at.file && a.at.start === b.at.start && a.names.join() === b.names.join();
}

function scheme(machine: Machine, record: SchemeRecord, registry: number): Scheme {
  const { by, meaning } = classOf(machine, record.scheme);
  const known = meaning?.is === 'scheme-class' ? meaning : null;
  const given = record.name === null ? null : stringOf(record.name);
  return {
    name: record.name === null ? (ownName(record.scheme) ?? known?.name ?? null) : given,
    header: by && known?.carries === 'header' ? headerOf(argumentsOf(machine, record.scheme, by), known.kind) : null,
    kind: known?.kind ?? (meaning && 'step' in meaning ? meaning.step.scheme?.kind : null) ?? 'unknown',
    registry,
    library: by ? { package: by.package, export: by.path || 'default', version: by.version } : null,
    at: record.at,
    order: record.order,
    conditions: record.conditions,
  };
}

/** The library class that a scheme is an instance of, also through a subclass of the project. */
function classOf(machine: Machine, value: Value): { by: LibraryValue | null; meaning: Meaning | null } {
  const by = libraryOf(value);
  return { by, meaning: by && machine.knowledge.meaning(by) };
}

/** What it was made with, itself or as the parent of a class of the project. */
function argumentsOf(machine: Machine, scheme: Value, by: LibraryValue): readonly Value[] {
  if (scheme.t === 'made') return scheme.args;
  const known = [...machine.installation.observations.values()].filter(
    ({ library }) => library.package === by.package && library.path === by.path,
  );
  return known.length === 1 ? known[0]!.args : [unknown('options that are not known', null)];
}

function use(record: SchemeUseRecord, registry: number, complete: boolean, steps: readonly KnownStep[]): SchemeUse {
  const { names, at } = record;
  const list = names === undefined || isUndefined(names) ? [] : listOf(names);
  const step = steps.find((one) => one.made && sameStart(one.made.at, at));
  return {
    names: list.map((name) => stringOf(name)),
    registry,
    at,
    nameAt: list.map((name) => (name.t === 'primitive' && name.at ? name.at : at)),
    step: step?.id ?? null,
    session: sessionOf(record),
    consequence: list.length === 0 ? record.noName : record.unknownName,
    registryComplete: complete && !list.some((name) => name.t === 'array'),
  };
}

/** Passport stores the principal in the session unless it is told not to. A callback of one's own decides that itself. */
function sessionOf(record: SchemeUseRecord): SchemeUse['session'] {
  if (record.hasCallback) return 'off';
  const value = optionAt(record.options, 'session');
  if (value === null) return 'unknown';
  if (isUndefined(value)) return 'kept';
  return value.t === 'primitive' ? (value.value === false ? 'off' : 'kept') : 'unknown';
}
