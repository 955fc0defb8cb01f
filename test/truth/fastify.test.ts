import { afterAll, describe, expect, test } from 'vitest';
import { loadModel } from '#session';
import { programs, textsOf } from '../support/programs.ts';
import { disagreements, fastifyAsks } from './fastify-compare.ts';
import { FastifyRunner } from './fastify-runner.ts';

const all = programs().filter(({ framework }) => framework === 'fastify');
/** `// boot: no -- reason`, and `// boot: 5` for what one major only can run. */
const comment = /boot: (no|4|5)(?: -- (.+))?/;

describe.each([4, 5] as const)('the model agrees with the running server of Fastify %s', (major) => {
  const runner = new FastifyRunner(major);
  afterAll(() => runner.close());

  test.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 60_000 },
    async (_name, program) => {
      const written = comment.exec([...textsOf(program).values()].join('\n'));
      if (written && written[1] !== 'no' && Number(written[1]) !== major) return;
      const { model } = await loadModel({ cwd: program.folder });
      const report = await runner.run(program, fastifyAsks(model));
      if (written?.[1] === 'no') {
        expect(report.booted, 'said not to boot, but it boots').toBe(false);
        return;
      }
      if (!report.booted) expect.fail(`does not boot: ${report.reason}`);
      expect(disagreements(model, report)).toEqual([]);
    },
  );
});
