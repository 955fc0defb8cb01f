import legacy from 'path-to-regexp-0.1';
import { expect, test } from 'vitest';
import type { PathPattern } from '#model';
import { modernRegex } from '../src/frameworks/path-syntax.ts';
import { candidates } from '../src/link/assemble/chains/candidates.ts';
import { matchPattern } from '../src/link/assemble/chains/occurrences.ts';
import type { ScopeRecord } from '../src/link/installed/records.ts';

const place = { file: '', start: 0, end: 0 };
const exact = (text: string, source: string, flags: string): PathPattern => ({
  text,
  kind: 'exact',
  regex: { source, flags },
  defect: null,
  samples: [],
  at: place,
});
const own = (source: string) => exact(source, source, '');

const spelt = ['/', '/a', '/A/b', '/a/b/', '/a/b/c', '/a/:x', '/:x/b', '/a/:x/c', '/a.b/c', '/a-b/c', '/a/b.json'];
const old = [...spelt, '/a/*', '*', '/a/:x?', '/ab?c/d', '/a(b)?c/d', '/a/b+c', '/a/b*c', '/(a|c)/b', '/a/:x(\\d+)/c'];
const modern = [...spelt, '/a/*rest', '/{*rest}', '/a{/:x}', '/a{b}/c', '/{a/}b', '/a/{b/}c'];
const patterns: PathPattern[] = [
  ...old.map((text) => legacy(text, [], { end: true })).map(({ source, flags }) => exact(source, source, flags)),
  ...modern.map((text) => {
    const { regex } = modernRegex(text, { sensitive: false, end: true, trailing: true });
    return exact(text, regex.source, regex.flags);
  }),
  ...['^/a/b/?$', '^/a/*b$', '^/a/?b$', '^(?:/a/b)?/c$', '^/a(?:/x)?b$', '^/a|/b$', '/a/b', '^/a/b', '^/ab{2}$'].map(
    own,
  ),
  { ...own('^/a/b$'), kind: 'prefix' },
  { ...own(''), regex: null, kind: 'unknown' },
  { ...own(''), regex: null, kind: 'all' },
];
const segments = ['', 'a', 'A', 'b', 'c', 'ab', 'abb', 'ac', 'abc', 'a.b', 'a-b', 'b.json', '1', '<unknown>1'];
const paths = segments.flatMap((one) =>
  segments.flatMap((two) => ['', '/', '/c'].map((three) => `/${one}${two && `/${two}`}${three}`)),
);

test('entries that are left out for a path do not match it', () => {
  const entries = patterns.map((pattern) => ({ pattern }));
  const scope = { entries } as unknown as ScopeRecord;
  for (const path of paths) {
    const left = new Set<unknown>(candidates(scope, [path], Number.POSITIVE_INFINITY));
    const missed = entries.filter((one) => !left.has(one) && matchPattern(one.pattern, path) !== false);
    expect(
      missed.map(({ pattern }) => pattern.text),
      path,
    ).toEqual([]);
  }
});

test('of many routes few are asked, in their order', () => {
  const entries = Array.from({ length: 500 }, (_, index) => {
    const { source, flags } = legacy(`/api/r${index % 100}/:id`, [], { end: true });
    return { pattern: exact('', source, flags), index };
  });
  const scope = { entries } as unknown as ScopeRecord;
  const found = candidates(scope, ['/API/r7/1'], 300) as unknown as readonly { readonly index: number }[];
  expect(found.map(({ index }) => index)).toEqual([7, 107, 207]);
});
