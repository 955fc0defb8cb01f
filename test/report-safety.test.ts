import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agent,
  compact,
  explainRoute,
  findingsJson,
  github,
  gitlab,
  junit,
  markdown,
  pretty,
  routesJson,
  routesTable,
  safe,
  sarif,
} from '#report';
import { allRules } from '#session';
import { FINDINGS, INPUT, link, MODEL, place, route, SOURCES, step } from './support/samples.ts';
import { gitlabErrors, junitErrors, sarifSchemaErrors, workflowCommands } from './support/validators.ts';

const PLAIN = { color: false, width: null };
const SARIF = { version: '1', rules: allRules, pageOf: () => null, suppressed: true };

describe('nothing of the analysed code reaches the output raw', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is about them.
  const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
  const hostile = fc
    .array(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]0;x\u0007',
        '\n::error::',
        '::error file=x::',
        '::stop-commands::x',
        '##[error]',
        '##vso[task.complete]',
        ']]>',
        '</failure>&"',
        '](javascript:x)',
        '|',
        '`',
        '<img src=x>',
        '@me',
        '%0A::error::',
        ',line=1::',
        '\uffff',
        '\r',
        '\u009b',
        '\u202e',
        '\u2066',
        '\t',
        'a',
        '宽',
        '💥',
        '\0',
        '\ud800',
        ' ',
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(''));

  test('in any report', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, fc.nat(40), fc.nat(40), (file, text, source, start, length) => {
        const input = poisoned(file, text, source, start, length);
        for (const width of [null, 60]) {
          const look = { color: false, width };
          const outputs = [
            pretty(input, look),
            compact(input, look),
            agent(input, {}),
            gitlab(input, {}),
            junit(input, {}),
            markdown(input, {}),
            sarif(input, SARIF),
            routesTable(input, input.model.routes, look),
            explainRoute(input, input.model.routes[0]!, look),
            findingsJson(input, { version: '1' }),
            routesJson(input, input.model.routes),
          ];
          for (const output of outputs) {
            expect(output).not.toMatch(RAW);
            expect(workflowCommands(output)).toEqual([]);
            expect(output).not.toMatch(/##(vso|teamcity)?\[/);
          }
        }
        const log = github(input, {});
        expect(log).not.toMatch(RAW);
        const commands = workflowCommands(log);
        expect(commands.map(({ name, properties }) => [name, properties])).toEqual([
          ['error', expect.objectContaining({ file: safe(file), title: 'authlint late-cors' })],
        ]);
        expect(commands[0]!.text.split('\n')[0]).toBe(safe(text));
        expect(JSON.parse(findingsJson(input, { version: '1' })).findings[0].message).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  test('in the formats that others read, which stay valid', async () => {
    const inputs = fc
      .sample(fc.tuple(hostile, hostile, hostile, fc.nat(40), fc.nat(40)), { numRuns: 60, seed: 5 })
      .map((parts) => poisoned(...parts));
    const logs = inputs.map((input) => sarif(input, SARIF));
    expect(logs.flatMap(sarifSchemaErrors)).toEqual([]);
    expect(await junitErrors(inputs.map((input) => junit(input, {})))).toEqual([]);
    expect(inputs.flatMap((input) => gitlabErrors(gitlab(input, {})))).toEqual([]);
    for (const [index, log] of logs.entries()) {
      const [result] = JSON.parse(log).runs[0].results;
      const { uri } = result.locations[0].physicalLocation.artifactLocation;
      expect(uri).toMatch(/^[\w.~!*'()%/-]*$/);
      expect(decodeURIComponent(uri)).toBe(inputs[index]!.findings[0]!.at.file.replace(/\p{Surrogate}/gu, '\ufffd'));
      expect(result.message.text).not.toContain('](');
    }
  });

  test('Markdown shows it as text', () => {
    const text = markdown(
      poisoned('a|b`.js', '<img src=x> **bold** [x](y) @me #1 https://evil.example www.evil.example', '', 0, 0),
      {},
    );
    const [row] = text.split('\n').filter((line) => line.startsWith('| ❌'));
    expect(row!.split(/(?<!\\)\|/)).toHaveLength(6);
    expect(row).not.toMatch(/<img|\*\*bold|\]\(|@me|(?<!&)#1|https:\/\/|www\.evil/);
  });

  test('a file cannot be named like a command of a build server', async () => {
    const name = '::error file=a::pwned';
    const input = poisoned(name, 'x ::error::y', 'x', 0, 1);
    const { text } = { text: pretty(input, { color: true, width: 40 }) };
    expect(text).toContain('\\x3a:error file=a::pwned');
    expect(workflowCommands(text)).toEqual([]);
  });

  test('the escapes are visible', () => {
    expect(safe('a\u001b[2J\u202e\n')).toBe('a\\x1b[2J\\u202e\\n');
  });

  test('a line of a megabyte is cut around its mark', () => {
    const text = `${'x'.repeat(500_000)}BAD${'y'.repeat(500_000)}`;
    const at = { file: 'a.js', start: 500_000, end: 500_003 };
    const output = pretty(
      { ...INPUT, findings: [{ ...FINDINGS[0]!, at, also: [] }], textOf: () => text },
      { color: false, width: 80 },
    );
    const lines = output.split('\n');
    const mark = lines.findIndex((line) => line.includes('^^^'));
    expect(lines[mark - 1]!.indexOf('BAD')).toBe(lines[mark]!.indexOf('^^^'));
    expect(Math.max(...lines.slice(0, mark + 1).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('marks stand below wide characters and tabs', () => {
    const text = '\tconst 名 = bad();\n';
    const at = place('a.js', 'bad()', text);
    const output = pretty({ ...INPUT, findings: [{ ...FINDINGS[0]!, at, also: [] }], textOf: () => text }, PLAIN);
    const [source, mark] = output.split('\n').filter((line) => /bad\(\)|\^{5}/.test(line));
    expect(mark!.indexOf('^')).toBe(source!.indexOf('bad()') + 1);
  });
});

function poisoned(file: string, text: string, source: string, start: number, length: number): typeof INPUT {
  const at = { file, start, end: start + length };
  const guard = step(0, text, 'authenticate', at, {
    why: text,
    schemes: [text],
    library: { package: text, export: text, version: text },
  });
  const bad = route(0, text, text, at, {
    chain: [link(guard)],
    guard: 0,
    why: text,
    schemes: [text],
    requirements: [text],
    gaps: [{ reason: text, at }],
    mounts: [at],
    late: [{ step: 0, outcome: guard.outcome, covers: 'all', how: 'below' }],
    conditions: [{ kind: 'unknown', text, at, holds: true }],
  });
  const app = { ...MODEL.apps[0]!, framework: text, version: text, at };
  return {
    ...INPUT,
    model: { ...MODEL, apps: [app], steps: [guard], routes: [bad], gaps: [{ reason: text, at }] },
    findings: [{ ...FINDINGS[0]!, rule: 'late-cors', message: text, remedy: text, at, also: [{ message: text, at }] }],
    notes: [{ file, reason: text }],
    problems: [{ file, reason: text }],
    textOf: (name) => (name === file ? source : (SOURCES[name] ?? null)),
  };
}
