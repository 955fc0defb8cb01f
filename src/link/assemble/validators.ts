import type { StepKnowledge } from '#catalog';
import type { MadeValue, Value } from '#frameworks';
import { primitive, undefinedValue } from '#frameworks';
import { optionAt } from '../knowledge.ts';
import { callValue } from '../machine/calls.ts';
import { type Machine, Thrown } from '../machine/machine.ts';
import { getMember } from '../machine/members.ts';
import { awaited } from '../machine/promises.ts';
import { decide } from '../machine/truth.ts';
import { errorWith } from '../request/answers.ts';
import { presented } from '../request/credentials.ts';
import { judgeCaller } from '../request/judge.ts';
import type { Situation, Subject } from '../request/situation.ts';

/**
 * Whether the function of the project that a library's guard asks (`verifyToken`, `verifyUser`, `validate`) says yes to a
 * forged credential, whatever the server holds: what is not certain counts as a no.
 */
export function acceptsForged(
  machine: Machine,
  subject: Subject,
  situation: Omit<Situation, 'caller'>,
  asks: NonNullable<StepKnowledge['asks']>,
  made: MadeValue,
): boolean {
  const ask = optionAt(made.args[0], asks.option);
  if (ask?.t !== 'function') return false;
  const { request } = subject.adapter;
  const at = request.parameters(3, { phase: null, isParameter: false }).indexOf('next');
  const value: Value = {
    t: 'native',
    name: asks.option,
    call: (args, place) => {
      const trial = machine.trial!;
      const given = asks.given.map((what) =>
        what === 'credential'
          ? presented(trial, { kind: 'header', name: 'authorization' })
          : (args[0] ?? undefinedValue),
      );
      const word = awaited(machine, callValue(machine, ask, given, null, place));
      if (!decide(machine, asks.member ? getMember(machine, word, asks.member, place) : word, place))
        throw new Thrown(errorWith(401, [], place));
      const next = at < 0 ? undefined : args[at];
      return next ? callValue(machine, next, [], null, place) : primitive(true);
    },
  };
  return judgeCaller(machine, { ...subject, value }, situation, 'bad').outcome === 'continues';
}
