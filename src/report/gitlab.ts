import type { Severity } from '#rule';
import { type FindingsInput, Locator } from './input.ts';
import { safe, safeJson } from './safe.ts';
import { type Selection, selected } from './summary.ts';

const SEVERITY: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/**
 * `--format gitlab`: a Code Quality report. GitLab shows one finding for each fingerprint.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlab(input: FindingsInput, options: Selection): string {
  const locator = new Locator(input.textOf);
  const issues = selected(input, options).shown.map((finding) => {
    const { file, line, column, endLine, endColumn } = locator.at(finding.at);
    return {
      type: 'issue',
      check_name: finding.rule,
      description: safe(finding.message),
      content: { body: safe(finding.remedy) },
      categories: ['Security'],
      severity: SEVERITY[finding.severity],
      fingerprint: finding.fingerprint,
      location: {
        path: file,
        lines: { begin: line, end: endLine },
        positions: { begin: { line, column }, end: { line: endLine, column: endColumn } },
      },
      other_locations: finding.also.map(({ at }) => {
        const other = locator.at(at);
        return { path: other.file, lines: { begin: other.line, end: other.endLine } };
      }),
    };
  });
  return `${safeJson(issues)}\n`;
}
