import { describe, expect, test } from 'vitest';
import { loadModel } from '#session';
import { fixtures, programs, textsOf } from '../support/programs.ts';
import { Checker } from './checker.ts';
import { consult } from './oracle.ts';

/**
 * Programs of Express that show the framework or many things at once; those of a rule are small variations of them. In the
 * other frameworks classes, plugins and contexts stand between a step and its declaration: booting them is the proof.
 */
const all = programs().filter(({ rule, framework }) => rule === null && framework === 'express');
const files = all.flatMap((program) =>
  [...textsOf(program).keys()].filter((file) => /\.[cm]?[jt]sx?$/.test(file)).map((file) => `${program.name}/${file}`),
);
// One checker for all of them: making one costs more than asking it.
const checker = new Checker(fixtures, files);
let agreed = 0;

/**
 * Where a checker looks at declarations it cannot follow what the set-up code does; booting these programs (test/truth)
 * says that the linker is right. An entry whose program agrees fails.
 */
const explained: Readonly<Record<string, string>> = {
  'frameworks/express/served-by-libraries':
    'stand-ins hand the guards among their options on as steps, and have files of their own; the checker sees one call',
  'frameworks/express/containers': 'steps are what containers give for a name or class',
  'frameworks/express/inversify-express-utils': 'steps and routes are named in decorators, which their library reads',
  'frameworks/express/inversify-processes': 'steps and routes are named in decorators, which their library reads',
  'frameworks/express/routing-controllers': 'steps and routes are named in decorators, which their library reads',
  'frameworks/express/routing-controllers-loader':
    'steps and routes are named in decorators, which their library reads',
  'frameworks/express/routing-controllers-middlewares':
    'steps and routes are named in decorators, which their library reads',
  'frameworks/express/tsoa': 'steps are named in decorators, which their library reads',
  'projects/boot-order': 'steps are spread from a Set that is made in place',
  'projects/dsl-ts': 'steps are kept in a list of a builder, or made by a function that decides late',
  'projects/iterables-ts': 'steps are yielded by a generator, or looked up in a Map',
  'projects/module-traps': 'a member is replaced after its module was loaded',
  'projects/override-js': 'a member is replaced by another module',
  'projects/passport-ts':
    'schemes extend one of a library: the linker names that, the checker the class of the program',
  'projects/setup-styles': 'a static method returns what another call made',
  'projects/table-ts': 'steps are yielded by a generator',
};

describe('steps, routers and schemes lead where the type checker says', () => {
  test.each(all.map((program) => [program.name] as const))('%s', async (name) => {
    const { model } = await loadModel({ cwd: fixtures, paths: [name], config: false });
    const verdict = consult(checker, model);
    agreed += verdict.agreed;
    const told = verdict.disagreements.map(({ what, at, text }) => `${at.file}[${at.start}] ${what} ${text}`);
    if (name in explained) expect(told, explained[name]).not.toEqual([]);
    else expect(told).toEqual([]);
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
