import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { expectSameFacts, fixtureTexts, newShapes } from './support/trees.ts';

const tricky = `#!/usr/bin/env node
  /* authlint-disable a -- b */ import a, { type B } from 'b'; import c = require('c'); export * as d from './d'
  @E('é😀') export class F<T> extends G<T> implements H.I { @J() private k?: L<M> = n!; constructor(@O() private p: Q, @R() s = 1) { super() }
    @T() async u(@V('w') x: Y, @Z() { aa, ...bb }: CC = {}): Promise<void> { await this.#dd?.(aa![0] as any) } #dd; static { ee() } over(): void; over() {} }
  enum FF { A, B = 'b', 'c-d' = 1 << 2 } namespace GG.HH { export const ii = 1; namespace JJ { export function kk() {} } } declare global { interface X {} }
  export default async (req: express.Request & { u: U }, res, next?: import('x').Y) => tag\`a\${b}\`
  l: for await (const [m, , ...n] of o ?? []) { if (p) continue l; else try { q++ } catch { throw <any>r } finally { switch (s) { default: break l } } }
  let t = typeof u?.v?.[w]?.(), y = /z/g, aaa = 10n, bbb = import('x'), ccc = new.target, ddd = import.meta.url`;

const plain = `#!/usr/bin/env node
  /* authlint-disable a -- b */ import a, { b as c } from 'b'; import * as d from 'd'; export * as e from './e'; export { a as 'f-g' }
  export class F extends (class {}) { #a = 1; static b = 'x'; get c() { return this.#a } async *d({ e, ...f } = {}, [g, , ...h] = []) { yield* e?.[f]?.(...h) } static { a() } }
  export default async (req, res, next) => { for await (const x of y) z ??= x ** 2n; return tag\`a\${b}\u0041\` }
  l: for (const [m, n = 1] of o ?? []) { if (p) continue l; else try { q++ } catch { throw new Error('r') } finally { switch (s) { case 1: default: break l } } }
  const t = typeof u, v = /w/giu, { ...x } = await import('y', { with: { type: 'json' } }), y = (1, 2), z = a ? b : (c, d), aa = () => ({}), cc = import.meta.url;
  (function () { 'use strict'; new.target; var dd = delete a.b, ee = void 0, ff = 'g' in h, jsx = <a b={c}>{d}</a> })(), do_(); do { debugger } while (false)`;

const source = readFileSync(fileURLToPath(import.meta.url), 'utf8');

/** All fixtures: `npm run integration`. */
describe('one extractor for all trees', () => {
  const texts = [
    ['plain.js', plain],
    ['tricky.ts', tricky],
    ['extract-trees.test.ts', source],
    ...fixtureTexts(),
  ] as const;
  test.each(newShapes(texts))('%s', (...text) => expectSameFacts(text));
});
