import { describe, expect, test } from 'vitest';
import { loadModel } from '#session';
import { fixtures, programs, textsOf } from '../support/programs.ts';
import { Checker } from './checker.ts';
import { consult } from './oracle.ts';

const all = programs();
const files = all.flatMap((program) =>
  [...textsOf(program).keys()].filter((file) => /\.[cm]?[jt]sx?$/.test(file)).map((file) => `${program.name}/${file}`),
);
// One checker for all of them: making one costs more than asking it.
const checker = new Checker(fixtures, files);
let agreed = 0;

describe('steps, routers and schemes lead where the type checker says', () => {
  test.each(all.map((program) => [program.name] as const))('%s', async (name) => {
    const { model } = await loadModel({ cwd: fixtures, paths: [name], config: false });
    const verdict = consult(checker, model);
    agreed += verdict.agreed;
    expect(verdict.disagreements.map(({ what, at, text }) => `${at.file}[${at.start}] ${what} ${text}`)).toEqual([]);
  });

  test('a step that leads elsewhere is noticed', async () => {
    const { model } = await loadModel({ cwd: fixtures, paths: ['frameworks/express/barrels'], config: false });
    const places = [...new Map(model.steps.map((step) => [step.definedAt?.start, step.definedAt])).values()];
    const steps = model.steps.map((step) => ({
      ...step,
      definedAt: places.find((place) => place?.start !== step.definedAt?.start)!,
    }));
    expect(consult(checker, { ...model, steps }).disagreements.length).toBeGreaterThan(0);
  });

  test('the checker can tell for most of them', () => {
    expect(agreed).toBeGreaterThan(all.length);
  });
});
