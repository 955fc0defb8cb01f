import { readdirSync } from 'node:fs';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import {
  findLibrary,
  type InstanceFactory,
  libraries,
  type Meaning,
  needles,
  type OptionTest,
  type StepKnowledge,
} from '#catalog';
import { link } from '#link';
import { memoryProgram } from './support/memory-program.ts';

/** Every meaning of a library, members of instances included, with the path under which it stands. */
function* meanings(path: string, meaning: Meaning): Generator<readonly [string, Meaning]> {
  yield [path, meaning];
  if (meaning.is === 'plugin')
    for (const [member, inner] of Object.entries(meaning.members)) yield* meanings(`${path}().${member}`, inner);
  if (meaning.is !== 'instance-factory') return;
  for (const members of memberSets(meaning)) {
    for (const [member, inner] of Object.entries(members)) yield* meanings(`${path}().${member}`, inner);
  }
}

function memberSets(factory: InstanceFactory) {
  return [factory.members, ...(factory.variants ?? []).map((variant) => variant.becomes.members)];
}

function stepOf(meaning: Meaning): StepKnowledge | null {
  return meaning.is === 'step' || meaning.is === 'step-factory' || meaning.is === 'scheme-guard' ? meaning.step : null;
}

function* optionTests(meaning: Meaning): Generator<OptionTest> {
  for (const setting of meaning.tokens?.settings ?? []) yield setting.when;
  for (const disclosure of meaning.disclosures ?? []) if (disclosure.when !== 'always') yield disclosure.when;
  for (const variant of stepOf(meaning)?.variants ?? []) yield variant.when;
  if (meaning.is === 'instance-factory') for (const variant of meaning.variants ?? []) yield variant.when;
}

function* optionPaths(test: OptionTest): Generator<string> {
  if ('all' in test) for (const inner of test.all) yield* optionPaths(inner);
  else if ('any' in test) for (const inner of test.any) yield* optionPaths(inner);
  else if ('not' in test) yield* optionPaths(test.not);
  else if ('option' in test) yield test.option;
}

const entries = libraries.flatMap((library) =>
  Object.entries(library.exports).flatMap(([path, value]) =>
    (Array.isArray(value) ? value.map((versioned) => versioned.meaning) : [value as Meaning]).flatMap((meaning) =>
      [...meanings(path, meaning)].map(([at, found]) => ({ library, at: `${library.package} ${at}`, meaning: found })),
    ),
  ),
);

describe('the registry', () => {
  test('holds every file of ./libraries', async () => {
    const folder = new URL('../src/catalog/libraries/', import.meta.url);
    const known = new Set(libraries);
    for (const file of readdirSync(folder)) {
      const { default: exported } = await import(new URL(file, folder).href);
      for (const library of [exported].flat()) expect(known.has(library), `${file}: ${library.package}`).toBe(true);
    }
  });

  test('knows no package twice', () => {
    const names = libraries.flatMap((library) => [library.package, ...(library.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('finds libraries by name and by alias', () => {
    expect(findLibrary('express-jwt')?.package).toBe('express-jwt');
    expect(findLibrary('crypto')?.package).toBe('node:crypto');
    expect(findLibrary('left-pad')).toBeUndefined();
  });

  test('counts neither weak packages nor their aliases among the needles', () => {
    expect(needles()).toContain('passport-saml');
    expect(needles()).not.toContain('crypto');
    expect(needles()).not.toContain('bcrypt');
  });
});

test('versions of express-jwt that believe unsigned tokens keep out only who brings none', () => {
  const server = `const app = require('express')();
app.use(require('express-jwt')({ secret: process.env.KEY }));
app.get('/orders', (req, res) => res.json([]));
app.listen(3000);`;
  const [before, after] = ['0.1.3', '0.6.2'].map(
    (version) => link(memoryProgram({ 'server.js': server }, { express: '4.21.0', 'express-jwt': version })).routes[0]!,
  );
  expect([before?.access, before?.forgeable]).toEqual(['authenticated', true]);
  expect([after?.access, after?.forgeable]).toEqual(['authenticated', false]);
});

describe('every library', () => {
  test.each(libraries)('$package has documentation and plain data', (library) => {
    expect(new URL(library.docs).protocol).toBe('https:');
    expect(Object.keys(library.exports).length).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(library))).toEqual(library);
  });

  test.each(libraries)('$package gates by ranges that can hold, the fallback last', (library) => {
    for (const value of Object.values(library.exports)) {
      if (!Array.isArray(value)) continue;
      value.forEach((versioned, index) => {
        const last = index === value.length - 1;
        expect(versioned.versions === undefined).toBe(last);
        if (!last) expect(semver.validRange(versioned.versions)).not.toBeNull();
      });
    }
  });

  test.each(libraries)('$package is addressed by member paths', (library) => {
    for (const path of Object.keys(library.exports))
      expect(path).toMatch(/^$|^#?[A-Za-z_$][\w$]*([.#][A-Za-z_$][\w$]*)*$/);
  });
});

describe('every entry', () => {
  test.each(entries)('$at says why', ({ meaning }) => {
    const step = stepOf(meaning);
    if (!step) return;
    for (const why of [step.why, ...(step.variants ?? []).map((variant) => variant.becomes.why ?? step.why)]) {
      expect(why).toMatch(/\S.*[^.\s]$/);
    }
  });

  test.each(entries)('$at judges every caller when it is a guard', ({ meaning }) => {
    const step = stepOf(meaning);
    if (step?.role !== 'authenticate' && step?.role !== 'authorize') return;
    expect(Object.keys(step.outcome ?? {}).sort()).toEqual(['bad', 'good', 'none', 'preflight']);
    expect(step.outcome?.good).toBe('continues');
  });

  test.each(entries)('$at tests options that can be written', ({ meaning }) => {
    const tests = [...optionTests(meaning)];
    const secrets = (meaning.secrets ?? []).flatMap(({ at }) => ('option' in at ? [at.option] : []));
    for (const path of [...tests.flatMap((found) => [...optionPaths(found)]), ...secrets]) {
      expect(path).toMatch(/^[\w$]+(\.[\w$]+)*$/);
    }
  });

  test.each(entries)('$at words its consequences as parts of a sentence', ({ meaning }) => {
    const sentences = [
      ...(meaning.tokens?.settings ?? []).map((setting) => setting.consequence),
      ...(meaning.disclosures ?? []).map((disclosure) => disclosure.consequence),
      ...(stepOf(meaning)?.needs ?? []).map((need) => need.consequence),
    ];
    for (const sentence of sentences) expect(sentence).toMatch(/^\S.*[^.\s]$/);
  });
});
