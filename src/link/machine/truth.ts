import { leavesOf, type Value } from '#frameworks';
import type { Condition } from '#model';
import type { Place } from '#text';
import { globalPackage } from '../known/program.ts';
import { asked, isOfAddress } from '../values/address.ts';
import type { Machine } from './machine.ts';

/** Whether a value is truthy; null when that is not known. */
export function truth(value: Value): boolean | null {
  switch (value.t) {
    case 'primitive':
      return asked(value, 'truth', Boolean) ?? Boolean(value.value);
    case 'missing':
      return Boolean(value.as);
    case 'text':
      return value.parts.some((part) => (typeof part === 'string' ? part !== '' : isOfAddress(part) && truth(part)))
        ? true
        : null;
    case 'unknown':
      return value.truthy ? true : null;
    case 'library':
      // `global.prisma || new PrismaClient()`: what a program keeps on the global object is not there at first.
      return value.package === globalPackage && !(value.path.split('.')[0]! in globalThis)
        ? value.path === 'require' || value.path === 'module'
          ? true
          : null
        : true;
    case 'made':
      return value.solid && value.path === '' ? true : null;
    case 'credential':
      return value.member ? null : true;
    case 'environment':
      return value.isSet || (value.fallback && truth(value.fallback) === true) ? true : null;
    case 'choice': {
      const [first, ...rest] = leavesOf(value);
      const answer = first ? truth(first) : null;
      return answer !== null && rest.every((one) => truth(one) === answer) ? answer : null;
    }
    default:
      return true;
  }
}

/** The condition that an undecided test stands for. */
export function conditionOf(value: Value, at: Place): Condition {
  if (value.t === 'unknown' && value.test) {
    const { kind, holds } = value.test;
    return { kind, holds, text: '', at, ...(!holds && { asksOpposite: true }) };
  }
  // Tests of one variable at several places are one condition.
  if (value.t === 'environment') return { kind: 'environment', holds: true, text: value.name, at };
  return { kind: 'unknown', holds: true, text: '', at };
}

export function negate(condition: Condition): Condition {
  return { ...condition, holds: !condition.holds };
}

/** Decides a test during a trial: by what is known, by assuming production, else by the trial's choice. */
export function decide(machine: Machine, value: Value, at: Place): boolean {
  const trial = machine.trial!;
  const chosen = trial.tests(value, at);
  const known = truth(chosen);
  if (known !== null) return known;
  if (chosen.t === 'unknown' && chosen.test) {
    if (chosen.test.kind === 'development') return !chosen.test.holds;
    if (chosen.test.kind === 'production') return chosen.test.holds;
  }
  return trial.decide(chosen);
}
