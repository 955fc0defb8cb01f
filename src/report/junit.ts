import type { Finding, Suppressed } from '#rule';
import { type FindingsInput, Locator } from './input.ts';
import { safe } from './safe.ts';
import { colorsOf } from './style.ts';
import { coverageLine, type Selection, selected } from './summary.ts';

/**
 * `--format junit`: a suite for each file and a case for each finding, as Jenkins and GitLab read them
 * (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd). Errors and warnings fail, remarks pass with a text, and what
 * is suppressed was skipped. A clean run is one case that passes, because many servers call an empty report broken.
 */
export function junit(input: FindingsInput, options: Selection): string {
  const locator = new Locator(input.textOf);
  const suites = new Map<string, Case[]>();
  const add = (finding: Finding, made: Case) => {
    const file = finding.at.file;
    suites.set(file, [...(suites.get(file) ?? []), made]);
  };
  for (const finding of selected(input, options).shown) add(finding, found(finding, locator));
  for (const suppressed of input.suppressed) add(suppressed.finding, skipped(suppressed, locator));
  if (suites.size === 0) suites.set('authlint', [clean(input)]);
  const all = [...suites.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="authlint" ${counts(all)}>`,
    ...[...suites]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, cases]) => [
        `  <testsuite name="${xml(file)}" ${counts(cases)} skipped="${cases.filter((one) => one.kind === 'skipped').length}">`,
        ...cases.map((one) => one.text),
        '  </testsuite>',
      ]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly kind: 'failed' | 'passed' | 'skipped';
  readonly text: string;
}

function counts(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${cases.filter((one) => one.kind === 'failed').length}" errors="0"`;
}

function found(finding: Finding, locator: Locator): Case {
  const details = [
    `${locator.label(finding.at)}: ${finding.message}`,
    ...finding.also.map((also) => `${locator.label(also.at)}: ${also.message}`),
    `fix: ${finding.remedy}`,
  ];
  const body = details.map(xml).join('\n');
  if (finding.severity === 'info') return testcase('passed', finding, locator, `<system-out>${body}</system-out>`);
  const attributes = `type="${finding.severity}" message="${xml(finding.message)}"`;
  return testcase('failed', finding, locator, `<failure ${attributes}>${body}</failure>`);
}

function skipped({ finding, by, reason }: Suppressed, locator: Locator): Case {
  const why = by === 'comment' ? `suppressed: ${reason ?? ''}` : 'in the baseline';
  return testcase('skipped', finding, locator, `<skipped message="${xml(why)}"/>`);
}

function testcase(kind: Case['kind'], { rule, at }: Finding, locator: Locator, inside: string): Case {
  const { line, column } = locator.at(at);
  const name = `${rule} (${line}:${column})`;
  return { kind, text: `    <testcase name="${name}" classname="${xml(at.file)}">${inside}</testcase>` };
}

function clean(input: FindingsInput): Case {
  const seen = coverageLine(input, colorsOf({ color: false, width: null }));
  const inside = `<system-out>${xml(seen)}</system-out>`;
  return { kind: 'passed', text: `    <testcase name="no findings" classname="authlint">${inside}</testcase>` };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Visible escapes first: XML 1.0 cannot hold control characters at all, nor what is no character. */
function xml(text: string): string {
  return (
    safe(text)
      .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
      .replace(/[&<>"]/g, (char) => ENTITIES[char]!)
      // At the start of a line this would be a command of GitHub, when the report is printed into a log.
      .replace(/^(\s*):(?=:)/, '$1&#58;')
  );
}
