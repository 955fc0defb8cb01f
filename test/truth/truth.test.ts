import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { programs, textsOf } from '../support/programs.ts';
import { asksFor, Comparison } from './compare.ts';
import { exceptions, limits } from './exceptions.ts';
import { Runner } from './runner.ts';

const runner = new Runner();
afterAll(() => runner.close());

const all = programs().filter(({ framework }) => framework === 'express');
const comment = /boot: no(?: -- (.+))?/;

describe('the model agrees with the running server', () => {
  test.concurrent.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 120_000 },
    async (name, program) => {
      const texts = textsOf(program);
      const written = comment.exec([...texts.values()].join('\n'));
      const reason = written ? written[1] : exceptions[name];
      const { model } = await analysed(program);
      const report = await runner.run(program, asksFor(model));
      if (!report.booted) {
        expect(reason, `does not boot, and nothing says why: ${report.reason}`).toBeTruthy();
        return;
      }
      expect(reason, 'said not to boot, but it boots').toBeUndefined();
      const { disagreements } = new Comparison(model, texts, report);
      const known = limits[name] ?? [];
      expect(disagreements.filter((one) => !known.some(({ text }) => one.includes(text)))).toEqual([]);
      expect(
        known.filter(({ text }) => !disagreements.some((one) => one.includes(text))),
        'limits that are gone',
      ).toEqual([]);
    },
  );

  test('exceptions are about programs that exist', () => {
    expect(
      [...Object.keys(exceptions), ...Object.keys(limits)].filter(
        (name) => !all.some((program) => program.name === name),
      ),
    ).toEqual([]);
  });
});
