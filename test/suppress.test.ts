import { describe, expect, test } from 'vitest';
import type { SuppressionFact } from '#facts';
import { type Finding, suppress } from '#rule';

const TODAY = '2026-11-22';
const rules = ['late-authentication', 'unknown-scheme', 'late-cors'];

describe('suppressions', () => {
  test('a justified one silences its rule on the next line only', () => {
    const text = '// authlint-disable-next-line late-authentication -- internal port\napp.get();\napp.get();\n';
    const result = run(text, [found(text, 'app.get', 0), found(text, 'app.get', 1)]);
    expect(result.suppressed.map(({ by, reason }) => [by, reason])).toEqual([['comment', 'internal port']]);
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

  test('a directive that there is not is reported', () => {
    const text = 'app.get(); // authlint-disable-line late-authentication -- as in another tool\n';
    expect(run(text, [found(text, 'app.get', 0)]).findings.map((one) => one.rule)).toEqual([
      'late-authentication',
      'unused-suppression',
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
    expect(suppress([], { files, rules, widest, today: TODAY }).findings).toEqual([]);
  });

  test('one with a date counts up to that day, and is reported from then on', () => {
    const text = '// authlint-disable-next-line late-cors until 2026-11-22 -- until the new gateway\napp.get();\n';
    expect(run(text, [found(text, 'app.get', 0, 'late-cors')]).findings).toEqual([]);
    const over = run(text, [found(text, 'app.get', 0, 'late-cors')], '2026-11-23');
    expect(over.suppressed).toEqual([]);
    expect(over.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "expired-suppression: The suppression has no effect: it was meant until 2026-11-22, so 'late-cors' is reported again",
      'late-cors: message',
    ]);
  });

  test.each(['2027-02-30', 'soon', '', '2027-1-31', '31.01.2027', '9999-99-99'])('no date: %s', (until) => {
    const text = `// authlint-disable-next-line late-cors until ${until} -- later\napp.get();\n`;
    expect(
      run(text, [found(text, 'app.get', 0, 'late-cors')]).findings.map(({ rule, message }) => [rule, message]),
    ).toEqual([
      [
        'expired-suppression',
        `The suppression has no effect: 'until' needs a date like 2027-01-31, not '${until}', so 'late-cors' is reported again`,
      ],
      ['late-cors', 'message'],
    ]);
  });
});

function run(text: string, findings: Finding[], today = TODAY) {
  const files = [{ file: 'a.ts', text, suppressions: facts(text) }];
  return suppress(findings, { files, rules, widest: () => findings, today });
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
    routes: [],
    key: '',
    identity: [],
    fingerprint: 'f',
  };
}

/** What the extractor would say, for comments of one line. */
function facts(text: string): SuppressionFact[] {
  return [...text.matchAll(/(?:\/\/|\/\*) authlint-disable(-next-line|-line)?([^\n]*?)(?: \*\/)?$/gm)].map((match) => {
    const [subject = '', reason] = match[2]!.split('-- ');
    const [names = '', until = null] = subject.split(/ until ?/);
    const end = text.indexOf('\n', match.index);
    return {
      kind: ({ '-next-line': 'next-line', '-line': 'unknown' } as const)[match[1] ?? ''] ?? 'file',
      rules: names.split(/[\s,]+/).filter(Boolean),
      until: until?.trim() ?? null,
      reason: reason?.trim() || null,
      at: match.index,
      to: match.index + match[0].length,
      nextLine: end < 0 ? text.length : end + 1,
    };
  });
}
