import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { programs, textsOf } from '../support/programs.ts';
import { FastifyRunner } from './fastify-runner.ts';
import { asksFor, disagreements, KEPT_OUT } from './injected-compare.ts';

const all = programs().filter(({ framework }) => framework === 'fastify');
/** `// boot: no -- reason`, `// boot: closed -- reason` where good callers are kept out too, `// boot: 5` for what one major only can run. */
const comment = /boot: (no|closed|4|5)(?: -- (.+))?/;
const majors = ['4', '5'];

describe.each([4, 5] as const)('the model agrees with the running server of Fastify %s', (major) => {
  const runner = new FastifyRunner(major);
  afterAll(() => runner.close());

  test.concurrent.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 60_000 },
    async (_name, program) => {
      const written = comment.exec([...textsOf(program).values()].join('\n'));
      const said = written?.[1];
      if (said && majors.includes(said) && said !== String(major)) return;
      const { model } = await analysed(program);
      const report = await runner.run(program, asksFor(model));
      if (said === 'no') {
        expect(report.booted, 'said not to boot, but it boots').toBe(false);
        return;
      }
      if (!report.booted) expect.fail(`does not boot: ${report.reason}`);
      const found = disagreements(model, report);
      const isKeptOut = (text: string) => text.includes(KEPT_OUT);
      expect(found.some(isKeptOut), found.join('\n')).toBe(said === 'closed');
      expect(found.filter((text) => !isKeptOut(text))).toEqual([]);
    },
  );
});
