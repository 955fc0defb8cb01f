import { describe, expect, test } from 'vitest';
import type { SuppressionFact } from '#facts';
import { type Finding, suppress } from '#rule';

const rules = ['late-authentication', 'unknown-scheme', 'late-cors'];

describe('suppressions', () => {
  test('a justified one silences its rule on the next line only', () => {
    const text = '// authlint-disable-next-line late-authentication -- internal port\napp.get();\napp.get();\n';
    const result = run(text, [found(text, 'app.get', 0), found(text, 'app.get', 1)]);
    expect(result.suppressed).toBe(1);
    expect(result.findings.map(({ rule, at }) => [rule, at.start])).toEqual([
      ['late-authentication', text.lastIndexOf('app.get')],
    ]);
  });

  test('another rule on the same line stays', () => {
    const text = '// authlint-disable-next-line unknown-scheme, late-cors -- legacy\napp.get();\n';
    const result = run(text, [found(text, 'app.get', 0), found(text, 'app.get', 0, 'late-cors')]);
    expect(result.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "unused-suppression: The suppression has no effect: it silences 'unknown-scheme', which reports nothing in the next line",
      'late-authentication: message',
    ]);
  });

  test('stacked comments all mean the line below them', () => {
    const text =
      '// authlint-disable-next-line late-authentication -- a\n// authlint-disable-next-line late-cors -- b\napp.get();';
    const result = run(text, [found(text, 'app.get', 0), found(text, 'app.get', 0, 'late-cors')]);
    expect(result.findings).toEqual([]);
  });

  test('a file-level one covers the whole file, also above it', () => {
    const text = 'app.get();\n/* authlint-disable late-authentication -- demo */\napp.get();\n';
    expect(run(text, [found(text, 'app.get', 0), found(text, 'app.get', 1)]).findings).toEqual([]);
  });

  test('without a reason it does not count and is itself reported', () => {
    const text = '// authlint-disable-next-line late-authentication\napp.get();\n';
    expect(run(text, [found(text, 'app.get', 0)]).findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['unjustified-suppression', 'warning'],
      ['late-authentication', 'error'],
    ]);
  });

  test('an unknown rule is reported with the nearest name', () => {
    const text = '// authlint-disable-next-line late-authentification -- typo\napp.get();\n';
    expect(run(text, []).findings.map((one) => one.message)).toEqual([
      "The suppression has no effect: it names a rule that does not exist, 'late-authentification'; did you mean 'late-authentication'?",
    ]);
  });

  test('no rule at all is reported', () => {
    const text = '// authlint-disable-next-line -- everything\napp.get();\n';
    expect(run(text, [found(text, 'app.get', 0)]).findings.map((one) => one.rule)).toEqual([
      'unused-suppression',
      'late-authentication',
    ]);
  });

  test('one that only a wider preset needs is not called unused', () => {
    const text = '// authlint-disable-next-line late-cors -- audited\napp.get();\n';
    const files = [{ file: 'a.ts', text, suppressions: facts(text) }];
    const widest = () => [found(text, 'app.get', 0, 'late-cors')];
    expect(suppress([], { files, rules, widest }).findings).toEqual([]);
  });

  test('the fingerprint survives moved lines', () => {
    const text = '// authlint-disable late-cors -- x\n';
    const [before] = run(text, []).findings;
    const [after] = run(`\n\n${text}`, []).findings;
    expect(after?.fingerprint).toBe(before?.fingerprint);
  });
});

function run(text: string, findings: Finding[]) {
  const files = [{ file: 'a.ts', text, suppressions: facts(text) }];
  return suppress(findings, { files, rules, widest: () => findings });
}

function found(text: string, needle: string, nth: number, rule = 'late-authentication'): Finding {
  let start = text.indexOf(needle);
  for (let i = 0; i < nth; i++) start = text.indexOf(needle, start + 1);
  const at = { file: 'a.ts', start, end: start + needle.length };
  return {
    rule,
    severity: 'error',
    confidence: 'high',
    message: 'message',
    remedy: '',
    at,
    also: [],
    fix: null,
    fingerprint: 'f',
  };
}

/** What the extractor would say, for comments of one line. */
function facts(text: string): SuppressionFact[] {
  return [...text.matchAll(/(?:\/\/|\/\*) authlint-disable(-next-line)?([^\n]*?)(?: \*\/)?$/gm)].map((match) => {
    const [names = '', reason] = match[2]!.split('-- ');
    const end = text.indexOf('\n', match.index);
    return {
      kind: match[1] ? 'next-line' : 'file',
      rules: names.split(/[\s,]+/).filter(Boolean),
      reason: reason?.trim() || null,
      at: match.index,
      to: match.index + match[0].length,
      nextLine: end < 0 ? text.length : end + 1,
    };
  });
}
