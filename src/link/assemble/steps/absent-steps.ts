import type { Flaw, Step } from '#model';
import type { ScopeRecord, StepRecord } from '../../installed/records.ts';
import type { Machine } from '../../machine/machine.ts';
import { blank } from './step-names.ts';

/** A slot in which a member of the app stands that is not there: alone it is taken for an empty slot, in a list it throws (F5). */
export function absentStep(machine: Machine, record: StepRecord, id: number): Step {
  const { installation } = machine;
  const absence = installation.absences.get(record.value);
  const name = absence?.name ?? '';
  const reader = absence ? installation.scopes[absence.scope]! : null;
  const defined = installation.scopes.filter((scope) => scope.definitions.has(name));
  const own = defined.find((scope) => reader !== null && isWithin(reader, scope));
  const elsewhere = defined.find((scope) => reader !== null && rootOf(scope) === rootOf(reader));
  const found = own ?? elsewhere;
  const why = own
    ? 'the plugin that defines it is not loaded yet when the route is declared'
    : elsewhere
      ? 'it is defined in a context of its own, which the route does not see'
      : (record.ignored ?? 'nothing that was seen defines it');
  const flaw: Flaw = {
    kind: 'undefined',
    at: record.at,
    subject: record.label || name,
    consequence: record.isListed
      ? `${why}, and with an undefined hook in a list the server does not start`
      : `${why}, and an undefined hook is taken for none`,
    also: found ? [{ at: found.definitions.get(name)!, text: `${name} is defined here` }] : [],
  };
  return {
    ...blank(record, id, `${flaw.subject} is undefined here: ${why}`),
    outcome: { none: 'continues', bad: 'continues', good: 'continues', preflight: 'continues' },
    flaws: [flaw],
    confidence: 'high',
  };
}

function isWithin(inner: ScopeRecord, outer: ScopeRecord): boolean {
  for (let one: ScopeRecord['value'] | null = inner.value; one; one = one.parent) if (one.id === outer.id) return true;
  return false;
}

function rootOf(scope: ScopeRecord): number {
  let one = scope.value;
  while (one.parent) one = one.parent;
  return one.id;
}
