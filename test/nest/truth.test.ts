import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { entryOf, programs, textsOf } from '../support/programs.ts';
import { asksFor, disagreements } from './compare.ts';
import { allMajors, majors, platforms } from './protocol.ts';
import { nestBooter } from './runner.ts';

const runners = new Map(allMajors.map((major) => [major, nestBooter()]));
afterAll(() => {
  for (const runner of runners.values()) runner.close();
});

const all = programs().filter(
  (program) =>
    (program.framework === 'nestjs' || program.framework === '@nestjs/core') &&
    // Without a call that starts an application there is nothing to boot.
    [...textsOf(program).values()].some((text) => text.includes('NestFactory')),
);
const comment = /boot: no -- (.+)/;
/** `only: fastify`, `only: express 10`: what a program shows is true on one adapter, or of one major there. */
const restriction = /only: (express|fastify)(?: (\d+))?/;

/** What shows a rule is booted on each major and each adapter once; what shows the framework on all combinations. */
const adapterOf: Readonly<Record<number, string>> = { 11: 'fastify', 12: 'express' };

describe('the model agrees with the running application', () => {
  test.concurrent.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 120_000 },
    async (_name, program) => {
      const texts = [...textsOf(program).values()].join('\n');
      const { model } = await analysed(program);
      const asks = asksFor(model);
      const [, only, first] = restriction.exec(texts) ?? [];
      const boots = async (major: (typeof allMajors)[number]) => {
        const usual = program.rule === null ? platforms : platforms.filter((one) => one === adapterOf[major]);
        for (const platform of only ? platforms.filter((one) => one === only) : usual) {
          const job = { folder: program.folder, entry: entryOf(program.folder)!, major, platform, asks };
          const report = await runners.get(major)!.run(job);
          if (!report.booted) {
            expect(comment.exec(texts)?.[1], `Nest ${major}, ${platform}: ${report.reason}`).toBeTruthy();
            continue;
          }
          expect(disagreements(model, report), `Nest ${major} on ${platform}`).toEqual([]);
        }
      };
      await Promise.all((first ? allMajors.filter((one) => one === Number(first)) : majors).map(boots));
    },
  );
});
