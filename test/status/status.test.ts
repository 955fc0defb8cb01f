import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { type FixtureProgram, programs, textsOf } from '../support/programs.ts';
import { asksFor, disagreements } from './comparison.ts';
import { isDecorated } from './drivers/express.ts';
import { drivers } from './drivers/index.ts';
import { Runner } from './runner.ts';

const comment = /boot: no(?: -- (.+))?/;
const limit = /boot: differs(?: -- (.+))?/;

/** Requests of other Express programs are followed from step to step, in ../truth. */
function isAskedHere({ framework, folder }: FixtureProgram): boolean {
  return framework !== 'express' || isDecorated(folder);
}

describe.each(Object.keys(drivers))('verdicts agree with the status codes of running servers: %s', (framework) => {
  const runner = new Runner(framework);
  afterAll(() => runner.close());
  const all = programs().filter((program) => program.framework === framework && isAskedHere(program));

  test.concurrent.for(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 60_000 },
    async ([, program], { skip }) => {
      const texts = textsOf(program);
      const whole = [...texts.values()].join('\n');
      const unfit = drivers[framework]!.unfit?.(whole);
      if (unfit) skip(unfit);
      const reason = comment.exec(whole)?.[1];
      const { model } = await analysed(program);
      const report = await runner.run(program, asksFor(model));
      if (!report.booted) {
        expect(reason, `does not boot, and nothing says why: ${report.reason}`).toBeTruthy();
        return;
      }
      expect(reason, 'said not to boot, but it boots').toBeUndefined();
      const found = disagreements(model, texts, report);
      if (limit.test(whole)) expect(found, 'said to differ, but all agrees').not.toEqual([]);
      else expect(found).toEqual([]);
    },
  );

  test('there are programs', () => expect(all).not.toEqual([]));
});
