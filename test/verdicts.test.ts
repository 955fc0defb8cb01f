import { describe, expect, test } from 'vitest';
import type { Model } from '#model';
import type { Finding } from '#rule';
import { expectationsIn } from './support/expectations.ts';
import { Verdicts } from './support/verdicts.ts';

const file = 'server.ts';

function finding(text: string, message: string, also: Finding['also'] = []): Finding {
  const at = { file, start: text.indexOf('app'), end: text.length };
  return {
    rule: 'late-cors',
    severity: 'error',
    confidence: 'high',
    message,
    remedy: '',
    at,
    also,
    fix: null,
    routes: [],
    key: '',
    identity: [],
    fingerprint: '',
  };
}

function failures(text: string, findings: readonly Finding[]): readonly string[] {
  const verdicts = new Verdicts(new Map([[file, text]]));
  verdicts.findings(findings);
  return verdicts.failures;
}

describe('expectations in comments', () => {
  test('several on a line, in all comment forms', () => {
    const line = 'app.use(x); // expect: late-cors "a > b" // chain: x > handler // access: anonymous';
    expect(expectationsIn(file, line).map(({ tag, subject, text }) => [tag, subject, text])).toEqual([
      ['expect', 'late-cors', 'a > b'],
      ['chain', 'x > handler', ''],
      ['access', 'anonymous', ''],
    ]);
    expect(expectationsIn('a.xml', '<cors/> <!-- also: late-cors -->')[0]?.subject).toBe('late-cors');
    expect(expectationsIn('a.yml', 'cors: # missing: late-cors')[0]?.tag).toBe('missing');
    expect(() => expectationsIn(file, 'x // expects: late-cors')).toThrow('no such tag');
    expect(() => expectationsIn(file, 'x // expect: late cors')).toThrow('after');
  });

  test('a finding without a comment fails as loudly as a comment without a finding', () => {
    expect(failures('app // expect: late-cors "below"', [finding('app', 'stands below')])).toEqual([]);
    expect(failures('app', [finding('app', 'stands below')])).toEqual([expect.stringContaining('unexpected finding')]);
    expect(failures('app // expect: late-cors', [])).toEqual([expect.stringContaining('no finding')]);
    const other = failures('app // expect: late-cors "above"', [finding('app', 'stands below')]);
    expect(other).toEqual([expect.stringContaining('unexpected finding'), expect.stringContaining('no finding')]);
  });

  test('further places are compared both ways', () => {
    const text = 'app // expect: late-cors\nroute // also: late-cors';
    const there = { message: 'route', at: { file, start: text.indexOf('route'), end: text.length } };
    expect(failures(text, [finding(text, 'x', [there])])).toEqual([]);
    expect(failures(text, [finding(text, 'x')])).toEqual([expect.stringContaining('names this line')]);
    expect(failures(text.replace(' // also: late-cors', ''), [finding(text, 'x', [there])])).toEqual([
      expect.stringContaining('unexpected place'),
    ]);
  });

  test('a known limit fails on the day it is gone', () => {
    expect(failures('app // missing: late-cors', [])).toEqual([]);
    expect(failures('app // missing: late-cors', [finding('app', 'x')])).toEqual([
      expect.stringContaining('limit is gone'),
    ]);
    expect(failures('app // spurious: late-cors', [finding('app', 'x')])).toEqual([]);
    expect(failures('app // spurious: late-cors', [])).toEqual([expect.stringContaining('limit is gone')]);
  });

  test('gaps are compared both ways', () => {
    const gapped = (text: string, reasons: readonly string[]) => {
      const verdicts = new Verdicts(new Map([[file, text]]));
      const gaps = reasons.map((reason) => ({ reason, at: { file, start: 0, end: 1 } }));
      verdicts.gaps({ gaps, routes: [] } as unknown as Model);
      return verdicts.failures;
    };
    expect(gapped('app // gap: dynamic', ['a dynamic import'])).toEqual([]);
    expect(gapped('app', ['a dynamic import'])).toEqual([expect.stringContaining('unexpected gap')]);
    expect(gapped('app // gap: dynamic', [])).toEqual([expect.stringContaining('no gap')]);
  });
});
