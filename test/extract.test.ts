import { describe, expect, test } from 'vitest';
import { extract } from '#extract';
import type { Expression, Facts, FunctionExpression, Statement } from '#facts';

function facts(text: string, file = 'a.ts'): Facts {
  const result = extract(file, text);
  expect(result.problem).toBeNull();
  return result.facts!;
}

/** Facts without their places, which most tests are not about. */
function bare<T>(value: T): unknown {
  return JSON.parse(JSON.stringify(value, (key, v) => (['at', 'to', 'nameAt'].includes(key) ? undefined : v)));
}

/** A compact notation of expressions, so that a table row fits on a line. */
function show(e: Expression): string {
  switch (e.k) {
    case 'literal':
      return JSON.stringify(e.value);
    case 'regex':
      return `/${e.source}/${e.flags}`;
    case 'ref':
      return e.name;
    case 'this':
    case 'super':
      return e.k;
    case 'member':
      return `${show(e.of)}${e.optional ? '?.' : '.'}${typeof e.name === 'string' ? e.name : `[${show(e.name)}]`}`;
    case 'call': {
      const args = e.args.map((a) => (a.k === 'spread' ? `...${show(a.of)}` : show(a)));
      return `${e.construct ? 'new ' : ''}${show(e.callee)}${e.optional ? '?.' : ''}(${args})`;
    }
    case 'template':
      return `\`${e.strings.join('${}')}\`{${e.values.map(show)}}`;
    case 'unary':
      return `(${e.op} ${show(e.of)})`;
    case 'binary':
    case 'logical':
      return `(${show(e.left)} ${e.op} ${show(e.right)})`;
    case 'conditional':
      return `(${show(e.test)} ? ${show(e.then)} : ${show(e.else)})`;
    case 'await':
      return `await ${show(e.of)}`;
    case 'import':
      return `import(${show(e.from)})`;
    case 'sequence':
      return `(${e.items.map(show)})`;
    case 'array':
      return `[${e.items.map((i) => (i === null ? '' : i.k === 'spread' ? `...${show(i.of)}` : show(i)))}]`;
    case 'object':
      return `{${e.properties.map((p) => {
        if (p.k === 'spread') return `...${show(p.of)}`;
        return `${p.kind === 'value' ? '' : `${p.kind} `}${typeof p.name === 'string' ? p.name : `[${show(p.name)}]`}: ${show(p.value)}`;
      })}}`;
    case 'assign':
      return `(${JSON.stringify(bare(e.target))} ${e.op} ${show(e.value)})`;
    case 'function':
      return `function/${e.length}${e.arrow ? ' arrow' : ''}${e.async ? ' async' : ''}${e.generator ? ' generator' : ''}`;
    case 'class':
      return `class ${e.name}`;
    case 'unknown':
      return `unknown ${e.what}`;
  }
}

/** Facts are large: only where they differ, the slow comparison says where. */
function only(text: string, file = 'a.ts'): Expression {
  const [statement] = facts(text, file).body;
  if (statement?.s === 'let') return statement.init!;
  if (statement?.s === 'expression' || statement?.s === 'export-assign') return statement.value;
  throw new Error(`not an expression: ${statement?.s}`);
}

describe('expressions', () => {
  test.each<[string, string, string?]>([
    ['x = 1, 2', '({"p":"name","name":"x"} = 1),2', 'sequence'],
    ['a.b.c(1, ...d)', 'a.b.c(1,...d)'],
    ['a?.b?.(c).d', 'a?.b?.(c).d'],
    ["a['b'].c[d][0]", 'a.b.c.[d].[0]'],
    ['this.#x(super_)', 'this.#x(super_)'],
    ['new A(b)', 'new A(b)'],
    ['new A', 'new A()'],
    ['((a as B)!.c satisfies D)<E>(1)', 'a.c(1)'],
    ['`a${b}c`', '`a${}c`{b}'],
    ['tag`a${b}`', 'tag(`a${}`{b})'],
    ['!a && (b ?? -1) || c', '(((! a) && (b ?? (- 1))) || c)'],
    ['a ? b : c', '(a ? b : c)'],
    ["a === 'x' + 1n", '(a === ("x" + 1))'],
    ['/a[/]b/gi', '/a[/]b/gi'],
    ['1e999', 'unknown Infinity'],
    ['x++', '({"p":"name","name":"x"} += 1)'],
    [
      'a.b ||= c',
      '({"p":"member","target":{"k":"member","of":{"k":"ref","name":"a"},"name":"b","optional":false}} ||= c)',
    ],
    ['[a, , ...b]', '[a,,...b]'],
    ["import('./x')", 'import("./x")'],
    ['import.meta.url', 'import.meta.url'],
    [
      "({ a, 'b-c': 1, 404: d, [e]: 2, ['f']: 3, ...g, get h() { return 1 }, i() {} })",
      '{a: a,b-c: 1,404: d,[e]: 2,f: 3,...g,getter h: function/0,i: function/0}',
    ],
    ['(async (a, b = 1, c) => a)', 'function/1 arrow async'],
    ['(function* (this: X, a, { b }, ...c) {})', 'function/2 generator'],
    ['const C = class D {}', 'class D'],
    ['export = a.b', 'a.b'],
  ])('%s', (text, expected) => {
    const shown = show(only(text));
    expect(shown.replace(/^\((.*),2\)$/, '$1,2')).toBe(expected);
  });

  test('JSX is unknown, also in .js files', () => {
    for (const file of ['a.tsx', 'a.jsx', 'a.js'])
      expect(show(only("x(<a b={c}>it's</a>)", file))).toBe('x(unknown JSXElement)');
  });

  test('spans and the place of a member name', () => {
    const text = 'app\n  .get(1)';
    expect(only(text)).toMatchObject({
      k: 'call',
      at: 0,
      to: 13,
      callee: { nameAt: text.indexOf('get'), to: text.indexOf('(') },
    });
  });
});

describe('statements', () => {
  const kinds = (list: readonly Statement[]): string => list.map((s) => s.s).join(' ');

  test.each([
    ['const a = 1, b = 2; let c; var d', 'let let let let'],
    ['if (a) b; else if (c) d; else { e }', 'if'],
    ['for (const a of b) c; for (a in b) {} for await (const a of b) {}', 'for-each for-each for-each'],
    ['for (let i = 0; i < 1; i++) a; while (a) b; do a; while (b)', 'loop loop loop'],
    ['try { a } catch { b } finally { c } switch (a) { case 1: b; default: c }', 'try switch'],
    ['l: for (;;) { break l; continue }', 'block'],
    ['throw a; debugger; ; { b }', 'throw block'],
    [
      'interface A {} type B = A; declare const c: A; declare function f(): void; function g(): void; function g() {}',
      'function',
    ],
    ['abstract class A { abstract a(): void; declare b: 1; [k: string]: any; c?: D }', 'class'],
    [
      'declare enum E {} declare namespace N { const a: 1 } declare module "x" {} namespace T { export type A = 1 }',
      '',
    ],
  ])('%s', (text, expected) => expect(kinds(facts(text).body)).toBe(expected));

  test('branches, loops and handlers keep what they hold', () => {
    const [branch] = facts('if (a) b(); else if (c) { d(); e() }').body;
    if (branch?.s !== 'if') throw new Error('no branch');
    expect([show(branch.test), kinds(branch.then), kinds(branch.else)]).toEqual(['a', 'expression', 'if']);
    expect(branch.else[0]).toMatchObject({ test: { name: 'c' }, else: [] });
    expect(facts('for (x of xs) a').body[0]).toMatchObject({
      declares: false,
      over: 'values',
      pattern: { p: 'name', name: 'x' },
    });
    expect(facts('for (const k in o) a').body[0]).toMatchObject({ declares: true, over: 'keys' });
    expect(facts('do a; while (b)').body[0]).toMatchObject({ bodyFirst: true, init: [], update: null });
    expect(facts('try {} finally {}').body[0]).toMatchObject({ handler: null, param: null });
    expect(facts('try {} catch ({ a }) {}').body[0]).toMatchObject({ handler: [], param: { p: 'object' } });
  });

  test('destructuring', () => {
    const [d] = facts('const { a, b: { c = 1 }, ["d"]: e, ...f } = x').body;
    expect(bare(d)).toMatchObject({
      pattern: {
        properties: [
          { key: 'a', value: { p: 'name', name: 'a' } },
          {
            key: 'b',
            value: { properties: [{ key: 'c', value: { p: 'default', of: { name: 'c' }, value: { value: 1 } } }] },
          },
          { key: 'd', value: { name: 'e' } },
        ],
        rest: { p: 'name', name: 'f' },
      },
    });
    expect(bare(facts('[a, , b.c, ...d] = x').body[0])).toMatchObject({
      value: { target: { p: 'array', items: [{ name: 'a' }, null, { p: 'member' }], rest: { name: 'd' } } },
    });
  });
});

describe('modules', () => {
  test('imports', () => {
    const { imports, kind } = facts(`
      import a, { b as c, type T, default as d } from 'x';
      import * as e from './y';
      import './z';
      import type { U } from 'u';
      import { type V } from 'v';
      import f = require('w');
      import type g = require('g');
      export {} from './side';`);
    expect(kind).toBe('esm');
    expect(imports.map((i) => [i.from, i.typeOnly, i.names.map((n) => `${n.imported}>${n.local}`).join(' ')])).toEqual([
      ['x', false, 'default>a b>c default>d'],
      ['x', true, 'T>T'],
      ['./y', false, '*>e'],
      ['./z', false, ''],
      ['u', true, 'U>U'],
      ['v', true, 'V>V'],
      ['w', false, '=>f'],
      ['g', true, '=>g'],
      ['./side', false, ''],
    ]);
  });

  test.each<[string, string, string?]>([
    ["export * from './a'", 'star ./a'],
    ["export * as ns from './a'", 'from ./a *>ns'],
    ["export { a, default as b, type T } from './a'", 'from ./a a>a, from ./a default>b'],
    ['export { a as b, type T }; export type { U }', 'local a>b'],
    ["export type * from './a'; export interface I {}", ''],
    ['export const a = 1, { b, c: [d], ...e } = x', 'local a>a, local b>b, local d>d, local e>e', 'let let'],
    ['export function f(): void; export function f() {}', 'local f>f', 'function'],
    [
      'export class C {}; export enum E { A }; export abstract class D {}',
      'local C>C, local E>E, local D>D',
      'class let class',
    ],
    ['export default express()', 'local *default*>default', 'let'],
    ['export default function f() {}', 'local f>default', 'function'],
    ['export default function () {}', 'local *default*>default', 'function'],
    ['export default class {}', 'local *default*>default', 'class'],
    ['export default interface I {}', ''],
    ['export default (req, res) => {}', 'local *default*>default', 'let'],
    ["export import a = require('a')", 'local a>a'],
    ['export import b = A.b.c', 'local b>b', 'let'],
    ["export { x as 'a-b' }", 'local x>a-b'],
  ])('%s', (text, expected, statements) => {
    const f = facts(text);
    const shown = f.exports.map((e) => {
      if (e.kind === 'star') return `star ${e.from}`;
      return e.kind === 'from' ? `from ${e.from} ${e.imported}>${e.name}` : `local ${e.local}>${e.name}`;
    });
    expect(shown.join(', ')).toBe(expected);
    expect(f.body.map((s) => s.s).join(' ')).toBe(statements ?? '');
  });

  test.each([
    ['a.js', 'const a = require("a"); module.exports = a; return 1', 'script', 3],
    ['a.js', 'import a from "a"; await a()', 'esm', 1],
    ['a.js', 'await a()', 'script', 1],
    ['a.js', 'var let = 010; with (a) { b }', 'script', 1],
    ['a.cjs', 'import a from "a"; a()', 'esm', 1],
    ['a.mjs', 'export const a = <b/>', 'esm', 1],
    ['a.ts', 'import a = require("a"); export = a', 'script', 1],
    ['a.cts', 'exports.a = 1', 'script', 1],
    ['a.ts', '#!/usr/bin/env node\nlet a = <any>b', 'script', 1],
  ])('%s: %s', (file, text, kind, count) => {
    const f = facts(text, file);
    expect([f.kind, f.body.length]).toEqual([kind, count]);
  });
});

describe('functions and classes', () => {
  const fn = (text: string): FunctionExpression => only(text) as FunctionExpression;

  test.each([
    ['(err, req, res, next) => {}', 4],
    ['(err, req, res, next = f) => {}', 3],
    ['(a, ...b) => {}', 1],
    ['({ a }, [b]) => {}', 2],
    ['(function (this: App, a?: B) {})', 1],
    ['(a = 1, b) => {}', 0],
  ])('length of %s is %i', (text, length) => expect(fn(text).length).toBe(length));

  test('a concise body is a return', () => {
    expect(fn('x => y').body).toMatchObject([{ s: 'return', value: { k: 'ref', name: 'y' } }]);
  });

  test('types of parameters and variables', () => {
    const types = fn(
      '(a: Express, b: express.Application | undefined, c: { app: Express; n(): void }, d: Map<A[], 1>, e: A | B, f: Req & { u: U }, g: typeof x.y, h: import("express").Router, i: readonly string[]) => 1',
    ).params.map((p) => p.type);
    const named = (name: string, args: unknown[] = [], members: unknown[] = []) => ({ name, args, members });
    expect(types).toEqual([
      named('Express'),
      named('express.Application'),
      named('', [], [{ name: 'app', type: named('Express') }]),
      named('Map', [named('Array', [named('A')]), named('')]),
      null,
      named('Req', [], [{ name: 'u', type: named('U') }]),
      named('typeof x.y'),
      named('import("express").Router'),
      named('Array', [named('string')]),
    ]);
    expect(facts('let a: Foo<Bar>').body[0]).toMatchObject({
      type: { name: 'Foo', args: [{ name: 'Bar' }] },
      init: null,
    });
  });

  test('a decorated class', () => {
    const text = `@Controller('x')
      export class C<T> extends B.D<T> implements I, J.K {
        private a = 1; declare z: string; static { init() }
        constructor(private readonly s: S, @Inject('t') /* why */ public t?: T2) { super() }
        @Get(':id') one(@Param('id') id: string, @Body() { x }: Dto = d): void {}
        over(a: string): void; over(a: any) {}
        get #g() { return 1 } static async *[k]() {} 'quoted'() {}
      }`;
    const f = facts(text);
    const statement = f.body[0]!;
    if (statement.s !== 'class') throw new Error('no class');
    const c = statement.value;
    expect([c.name, c.extends && show(c.extends), c.implements, c.decorators.map(show)]).toEqual([
      'C',
      'B.D',
      ['I', 'J.K'],
      ['Controller("x")'],
    ]);
    expect(
      c.members.map(
        (m) => `${m.static ? 'static ' : ''}${m.kind} ${typeof m.name === 'string' ? m.name : show(m.name)}`,
      ),
    ).toEqual([
      'field a',
      'static static-block ',
      'method constructor',
      'method one',
      'method over',
      'getter #g',
      'static method k',
      'method quoted',
    ]);
    const params = (i: number) => (c.members[i]!.value as FunctionExpression).params;
    expect(
      params(2).map((p) => [p.property, p.type?.name, p.decorators.map(show), text.slice(p.at, p.at + 1)]),
    ).toEqual([
      [true, 'S', [], 's'],
      [true, 'T2', ['Inject("t")'], 't'],
    ]);
    expect(
      params(3).map((p) => [
        p.decorators.map(show),
        p.type?.name,
        p.default && show(p.default),
        text.slice(p.at, p.at + 2),
      ]),
    ).toEqual([
      [['Param("id")'], 'string', null, 'id'],
      [['Body()'], 'Dto', 'd', '{ '],
    ]);
    expect(c.members[3]!.decorators.map(show)).toEqual(['Get(":id")']);
  });
});

describe('enums and namespaces', () => {
  test.each([
    [
      'enum E { A, B = 5, C, D = "d", F = 1 << 3, G = F | 1, H = E.B, I = `${D}x`, J = -1, K }',
      '{A: 0,B: 5,C: 6,D: "d",F: 8,G: 9,H: 5,I: "dx",J: -1,K: 0}',
    ],
    ["const enum E { A = f(), B, 'c-d' = 'x' }", '{A: f(),B: unknown TSEnumMember,c-d: "x"}'],
    ['enum E { A = 1 / 0, B = -0, C = 1e999 }', '{A: (1 / 0),B: 0,C: unknown Infinity}'],
  ])('%s', (text, expected) => expect(show(only(text))).toBe(expected));

  test('a namespace is the function that TypeScript makes of it', () => {
    const call = only('namespace A.B { const p = 1; export const a = p; export function f() {} export type T = 1 }');
    expect(show(call)).toBe('{B: function/0 arrow()}');
    const object = only('namespace A { const p = 1; export const a = p }');
    if (object.k !== 'call' || object.callee.k !== 'function') throw new Error('no call');
    expect(object.callee.body.map((s) => (s.s === 'return' ? show(s.value!) : s.s))).toEqual(['let', 'let', '{a: a}']);
  });

  test('a namespace beside a class adds to it', () => {
    expect(
      facts('class A {} namespace A { export const b = 1 }').body.map((s) =>
        s.s === 'expression' ? show(s.value) : s.s,
      ),
    ).toEqual(['class', 'Object.assign(A,function/0 arrow())']);
  });
});

describe('suppressions', () => {
  test.each<[string, string, readonly string[], string | null]>([
    ['// authlint-disable-next-line rule-a, rule-b -- it is public', 'next-line', ['rule-a', 'rule-b'], 'it is public'],
    ['/* authlint-disable-next-line rule-a */', 'next-line', ['rule-a'], null],
    ['/** authlint-disable rule-a\n * -- two\n * lines */', 'file', ['rule-a'], 'two lines'],
    ['// authlint-disable -- all', 'file', [], 'all'],
    ['//authlint-disable-next-line', 'next-line', [], null],
    ['// authlint-disable-line rule-a -- no such word', 'unknown', ['rule-a'], 'no such word'],
  ])('%s', (comment, kind, rules, reason) => {
    const text = `a();\r\n${comment}\r\nb()`;
    expect(facts(text).suppressions).toEqual([
      { kind, rules, until: null, reason, at: 6, to: 6 + comment.length, nextLine: text.indexOf('b()') },
    ]);
  });

  test('only comments, and only the whole word', () => {
    expect(facts("'authlint-disable'; // authlint-disabled x\n// see authlint-disable x").suppressions).toEqual([]);
    expect(facts('// authlint-disable-next-line').suppressions[0]?.nextLine).toBe(29);
  });
});

describe('problems', () => {
  test.each([
    ['let x = {\n\n', 'syntax error on line 3: '],
    ['a;\nfoo(]', 'syntax error on line 2: '],
    ['/* é😀 */;\r\n)', 'syntax error on line 2: '],
  ])('%j', (text, start) => {
    const result = extract('a.ts', text);
    expect(result.facts).toBeNull();
    expect(result.problem).toContain(start);
  });

  test('an error that leaves a whole tree is none', () => {
    expect(extract('a.ts', 'const a = 1; const a = 2; break; return').problem).toBeNull();
    expect(extract('a.ts', '')).toMatchObject({ facts: { body: [], kind: 'script' }, problem: null });
  });
});

describe('hostile nesting', () => {
  const around = (open: string, inner: string, close: string) => (n: number) =>
    open.repeat(n) + inner + close.repeat(n);
  const trail =
    (first: string, link: string, last = '') =>
    (n: number) =>
      first + link.repeat(n) + last;
  const constructs: Record<string, (n: number) => string> = {
    parens: around('(', 'a', ')'),
    arrays: around('[', 'a', ']'),
    objects: (n) => `x=${around('{a:', '1', '}')(n)}`,
    blocks: around('{', 'a', '}'),
    callbacks: around('f(()=>{', 'a', '})'),
    functions: around('function f(){', 'a', '}'),
    classes: around('class A{a(){', '', '}}'),
    arrows: trail('x=', 'a=>', '1'),
    unary: trail('x=', '!', '1'),
    typeof: trail('x=', 'typeof ', '1'),
    ternaries: trail('x=', 'a?b:', 'c'),
    'else if': trail('', 'if(a){}else ', 'b'),
    'else if;': trail('', 'if(a)b,c;else ', 'b'),
    'for in newlines': trail('', 'for(;;)\n', 'b'),
    chain: trail('a', '.b()'),
    concatenation: trail('x=a', "+'b'"),
    assignments: trail('', 'a=', '1'),
    templates: around('x=`${', '1', '}`'),
    tagged: trail('a', '``'),
    casts: trail('x=a', ' as b'),
    generics: (n) => `let x:${around('A<', 'b', '>')(n)}`,
    'type arrows': trail('type x=', '()=>', 'd'),
    patterns: (n) => `let ${around('[', 'b', ']')(n)}=1`,
    defaults: (n) => `x=${around('(a=', 'b', ')=>1')(n)}`,
    decorators: (n) => `${around('@(', 'a', ')')(n)}class A{}`,
    namespaces: trail('namespace A', '.A', '{export const x=1}'),
    unclosed: trail('', '(a,('),
    'after a regex': (n) => `a=/[(/]"/;${around('(', 'a', ')')(n)}`,
    'after a quote in JSX': (n) => `x=<a>it's</a>;${around('(', 'a', ')')(n)}`,
    jsx: (n) => `x=${around('<a>', '', '</a>')(n)}`,
    'jsx holes': (n) => `x=${around('<a>{', '1', '}</a>')(n)}`,
  };

  test.each(Object.entries(constructs))('%s', (_, make) => {
    for (const file of ['a.ts', 'a.tsx', 'a.js']) {
      for (const n of [5_000, 50_000]) {
        const { facts: found, problem } = extract(file, make(n));
        if (problem !== null)
          expect(problem).toMatch(/^(?:nested too deep to analyse \(more than \d+ levels\)|syntax error)/);
        else expect(() => JSON.stringify(found)).not.toThrow();
      }
    }
  });

  test.each(['parens', 'else if', 'arrows', 'unary', 'chain', 'jsx'])('%s says so', (name) => {
    expect(extract('a.tsx', constructs[name]!(5_000)).problem).toContain('nested too deep');
  });

  test.each<[string, (n: number) => string, number]>([
    ['fluent chain', trail('app', ".get('/x', (req, res) => { res.send(1); })"), 1_000],
    ['concatenation', trail("x='a'", "+\n'b'"), 2_200],
    ['else if', trail('', 'if (a === 1) { b(); } else ', 'c()'), 900],
    ['statements without semicolons', trail('', 'exports.a = !b\nfoo(c ? d : e)\n'), 20_000],
    ['a long array', (n) => `x=[${'{ a: !b, c: d < e ? 1 : -1, f: x => y },'.repeat(n)}]`, 20_000],
    [
      'a minified line',
      (n) => `!function(){${'a=b?c:!d,e=/[(]/.test(f)/2;if(g)h();else{i("(")}'.repeat(n)}}()`,
      20_000,
    ],
    ['nested callbacks', around('f((a) => {\n', 'b', '})\n'), 60],
  ])('%s of real size is analysed', (_, make, n) => expect(extract('a.js', make(n)).problem).toBeNull());

  test('elements of real size are analysed', () => {
    const page = `x = <ul className="a">${"<li key={a}>it's `${b ? <b>c</b> : null} ({d})</li>\n".repeat(2_000)}</ul>`;
    expect(extract('a.tsx', page).problem).toBeNull();
  });
});
