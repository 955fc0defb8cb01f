import type { Hole, SiteArgument, Value } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import type { StepRecord } from '../installed/records.ts';
import { itemLabels } from '../machine/collections.ts';
import type { Machine } from '../machine/machine.ts';

const none: readonly Hole[] = [];

/** Arrays are laid out; alternatives become steps of their own, each under its condition. */
export function laidOut(
  machine: Machine,
  { value, at, label, phase, moment, told, given, only, ignored, unasked, holes, reach }: SiteArgument,
  inRoute: boolean,
  scope: number,
  conditions: readonly Condition[] = [],
  isListed = false,
): StepRecord[] {
  const slot = { ...inPhase(phase), ...(reach && { reach }), ...(moment && { moment }), ...(unasked && { unasked }) };
  if (value.t === 'array')
    return value.items.flatMap((item, index) =>
      laidOut(
        machine,
        { value: item, at: placeWithin(item, at), label: itemLabels.get(value)?.[index] ?? '', ...slot },
        inRoute,
        scope,
        conditions,
        true,
      ),
    );
  if (value.t === 'choice') {
    return value.options.flatMap((option) =>
      laidOut(machine, { value: option.value, at, label: '', ...slot }, inRoute, scope, [
        ...conditions,
        ...option.conditions,
      ]),
    );
  }
  // A member that is not there stands in a slot of its own as if nothing were written.
  const isTold = ignored !== undefined || (phase !== undefined && machine.installation.absences.has(value));
  if (value.t === 'primitive' && !isTold) return [];
  return [
    {
      value,
      at,
      label,
      inRoute,
      scope,
      use: { phase: phase ?? null, isParameter: false, ...(given && { given }), ...(only && { only }) },
      told: told ?? null,
      ignored: ignored ?? null,
      unasked: unasked ?? null,
      holes: holes ?? none,
      isListed,
      isLate: false,
      reach: reach ?? null,
      moment: moment ?? null,
      conditions,
    },
  ];
}

export function inPhase(phase: string | undefined): { readonly phase?: string } {
  return phase === undefined ? {} : { phase };
}

/** An item's own place when it is written inside the argument. */
function placeWithin(item: Value, at: Place): Place {
  const own =
    item.t === 'function'
      ? { file: item.file, start: item.code.at, end: item.code.to }
      : item.t === 'made'
        ? item.at
        : null;
  return own && own.file === at.file && own.start >= at.start && own.end <= at.end ? own : at;
}

/** A step that is installed by `param()`. */
export function ofParameter({ conditions }: Machine, step: SiteArgument, scope: number): StepRecord {
  return {
    ...step,
    inRoute: true,
    scope,
    use: { phase: null, isParameter: true },
    told: null,
    ignored: null,
    unasked: null,
    holes: [],
    isListed: false,
    isLate: false,
    reach: null,
    moment: null,
    conditions,
  };
}
