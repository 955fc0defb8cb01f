import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { parseForESLint } from '@typescript-eslint/parser';
import * as espree from 'espree';
import { parseSync } from 'oxc-parser';
import { expect } from 'vitest';
import { extract, factsFromProgram, type Tree } from '#extract';

const root = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** A file's name, which decides the language, and its text. */
export type NamedText = readonly [name: string, text: string];

export function fixtureTexts(): NamedText[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => [name, readFileSync(`${root}/${name}`, 'utf8')]);
}

/** Those of the texts that have a node in a place where no text before them has one of its kind. */
export function newShapes(texts: readonly NamedText[]): NamedText[] {
  const seen = new Set<string>();
  return texts.filter(([name, text]) => {
    const { size } = seen;
    note(parseSync(name, text).program, '', seen);
    return seen.size > size;
  });
}

function note(value: unknown, place: string, seen: Set<string>): void {
  if (Array.isArray(value)) {
    for (const one of value) note(one, place, seen);
  } else if (value instanceof Object) {
    const { type, kind, operator } = value as Record<string, unknown>;
    seen.add(`${place}:${type} ${kind ?? operator ?? ''}`);
    for (const [key, one] of Object.entries(value)) note(one, `${type}.${key}`, seen);
  }
}

/** The trees of the parsers that ESLint uses lead to the facts that the native parser's tree leads to. */
export function expectSameFacts([name, text]: NamedText): void {
  const mine = extract(name, text).facts;
  const { ast } = parseForESLint(text, {
    range: true,
    sourceType: 'module',
    ecmaFeatures: { jsx: !/\.[cm]?ts$/.test(name) },
  });
  same(factsFromProgram(ast, ast.comments ?? [], text), mine);
  if (/\.[cm]?jsx?$/.test(name)) same(factsByEspree(text, name), mine);
  // The cache stores facts as JSON and must give back what it was given.
  same(JSON.parse(JSON.stringify(mine)), mine);
  same(extract(name, text).facts, mine);
}

function same(a: unknown, b: unknown): void {
  if (!isDeepStrictEqual(a, b)) expect(a).toEqual(b);
}

/** As ESLint calls it where no other parser is configured. */
function factsByEspree(text: string, name: string) {
  const options = { range: true, comment: true, ecmaVersion: 'latest', ecmaFeatures: { jsx: true } } as const;
  const parse = (sourceType: 'module' | 'commonjs') => espree.parse(text, { ...options, sourceType }) as Tree;
  let ast: Tree;
  try {
    ast = parse(name.endsWith('.cjs') ? 'commonjs' : 'module');
  } catch {
    // Sloppy code, such as two functions of one name.
    ast = parse('commonjs');
  }
  return factsFromProgram(ast, ast['comments'], text);
}
