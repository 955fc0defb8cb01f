import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanner } from '../src/session/contents/scan.ts';

const scan = createScanner(['express', '@nestjs/common', 'jsonwebtoken', '@house/*']);
const specifiers = (text: string) => scan(text).specifiers;

test.each([
  [`import express from 'express'`, true],
  [`const e = require("express")`, true],
  ['await import(`express`)', true],
  [`jest.mock('express/lib/router')`, true],
  [`import { Get } from '@nestjs/common'`, true],
  [`import guard from '@house/guard'`, true],
  [`import hono from 'npm:express@5/lib'`, true],
  [`import x from 'express-validator'`, false],
  [`import x from 'my-express'`, false],
  [`import x from '@nestjs/commonplace'`, false],
  ['// express is mentioned without quotes', false],
  ['', false],
])('%s names a needle: %s', (text, marked) => {
  expect(scan(text).marked).toBe(marked);
});

test('every way to write an import is an edge', () => {
  const text = `
    import a from './a';
    import './b.js';
    export * from "../c";
    export { d } from
      './d';
    const e = require( './e' );
    import f = require('./f');
    const g = await import(/* chunk */ './g');
    const h = require.resolve('./h');
    import type { I } from '@/i';
    import j from '#j';
    import{k}from'./k';
    import * as l from '@scope/pkg/l';
    const m = require(\`./m\`);
    autoload('./n');
  `;
  const found = [
    './a',
    './b.js',
    '../c',
    './d',
    './e',
    './f',
    './g',
    './h',
    '@/i',
    '#j',
    './k',
    '@scope/pkg/l',
    './m',
    './n',
  ];
  expect(specifiers(text)).toEqual(found);
});

test('a computed path leaves its folder', () => {
  expect(specifiers("require('./routes/' + name)")).toEqual(['./routes/']);
  expect(specifiers('import(`./pages/${name}.ts`)')).toEqual(['./pages/']);
  expect(specifiers('import(`${name}`)')).toEqual([]);
});

test('a path beyond ASCII survives the byte view', () => {
  const bytes = Buffer.from(`import x from './café/ü'`);
  expect(specifiers(bytes.toString('latin1'))).toEqual(['./café/ü']);
});

test('without needles nothing is marked, and edges are still found', () => {
  expect(createScanner([])(`import x from './x'; import e from 'express'`)).toEqual({
    marked: false,
    specifiers: ['./x', 'express'],
  });
});

test('no text before it hides an import', () => {
  const noise = fc.string({
    unit: fc.constantFrom('"', "'", '`', '.', '/', ' ', '\n', 'a', '(', '$', '{', 'from', '*'),
  });
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      const found = scan(`${before}\nimport e from 'express'; import x from './x'\n${after}`);
      expect(found.marked).toBe(true);
      expect(found.specifiers).toEqual(expect.arrayContaining(['express', './x']));
    }),
    { numRuns: 2000 },
  );
});

test('a minified line of 4 MB is scanned in linear time', () => {
  const text = `import x from './x';${'a="b",c=require(d),'.repeat(220_000)}'`;
  const start = performance.now();
  expect(specifiers(text)).toEqual(['./x']);
  expect(specifiers(`${"'".repeat(1_000_000)}`)).toEqual([]);
  expect(specifiers(`${"'./".repeat(300_000)}`).length).toBeLessThan(2);
  expect(specifiers(`from${' '.repeat(1_000_000)}x`)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(3000);
});
