import type { SuppressionFact } from '#facts';
import { didYouMean, LineTable } from '#text';
import type { Finding, Suppressed } from './finding.ts';
import type { Fix } from './fix.ts';
import type { Rule } from './rule.ts';
import { byPlace } from './run.ts';

type SuppressionRule = 'unjustified-suppression' | 'unused-suppression' | 'expired-suppression';

const remedies: Readonly<Record<SuppressionRule, string>> = {
  'unjustified-suppression': 'Write the reason behind the rule: `-- why this is fine`.',
  'unused-suppression': 'Remove the comment, or name the rule that it is meant for.',
  'expired-suppression':
    'Fix what it silences, or decide anew: `rule until 2027-01-31 -- why this is fine until then`.',
};

/** Their findings come from `suppress`, not from the model; here they are known by name like all others. */
export const suppressionRules: readonly Rule[] = [
  pseudoRule('unjustified-suppression', 'an inline suppression that gives no reason and therefore does not count'),
  pseudoRule('unused-suppression', 'an inline suppression that silences nothing'),
  pseudoRule('expired-suppression', 'an inline suppression whose date has passed, or is no date'),
];

function pseudoRule(id: SuppressionRule, summary: string): Rule {
  return {
    id,
    summary,
    severity: 'warning',
    topic: 'coverage',
    preset: 'recommended',
    since: '0.1.0',
    cwe: [],
    messages: {},
    remedy: remedies[id],
    ...(id === 'unused-suppression' ? { mends: true } : {}),
    *check() {},
  };
}

export interface SuppressedFile {
  readonly file: string;
  readonly text: string;
  readonly suppressions: readonly SuppressionFact[];
}

export interface Suppression {
  /** What remains, together with what is wrong with the suppressions themselves; sorted by place. */
  readonly findings: Finding[];
  /** What the comments silence. */
  readonly suppressed: Suppressed[];
}

export interface SuppressionInput {
  readonly files: readonly SuppressedFile[];
  /** Ids of all rules there are, whether or not they ran. */
  readonly rules: readonly string[];
  /**
   * What all rules say at the widest preset. A suppression is unused when not even these contain what it suppresses;
   * otherwise a run with fewer rules would ask for the removal of comments that the next run needs.
   */
  readonly widest: () => readonly Finding[];
  /** `2027-01-31`: from the next day on, a suppression until then does not count any more. */
  readonly today: string;
}

export function suppress(findings: readonly Finding[], input: SuppressionInput): Suppression {
  const judged = input.files.flatMap((file) => directives(file, input));
  const effective = judged.flatMap((one) => (one.kind === 'directive' ? [one.directive] : []));
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const by = effective.find((directive) => directive.covers(finding));
    if (by) suppressed.push({ finding, by: 'comment', reason: by.fact.reason });
    else kept.push(finding);
  }
  const complaints = judged.flatMap((one) => (one.kind === 'complaint' ? [one.finding] : []));
  const idle = effective.filter((directive) => !findings.some((finding) => directive.covers(finding)));
  if (idle.length > 0) {
    const widest = input.widest();
    for (const directive of idle) {
      if (!widest.some((finding) => directive.covers(finding))) complaints.push(unused(directive));
    }
  }
  return { findings: [...kept, ...complaints].sort(byPlace), suppressed };
}

interface Directive {
  readonly file: string;
  readonly rule: string;
  readonly fact: SuppressionFact;
  covers(finding: Finding): boolean;
}

type Judged =
  | { readonly kind: 'directive'; readonly directive: Directive }
  | { readonly kind: 'complaint'; readonly finding: Finding };

function directives({ file, text, suppressions }: SuppressedFile, { rules, today }: SuppressionInput): Judged[] {
  if (suppressions.length === 0) return [];
  const lines = new LineTable(text);
  return suppressions.flatMap((fact): Judged[] => {
    if (fact.kind === 'unknown') {
      const message = `it is neither 'authlint-disable-next-line' nor 'authlint-disable', which stand above`;
      return [complaint(file, fact, 'unused-suppression', fact.rules.join(', '), message)];
    }
    if (fact.rules.length === 0)
      return [complaint(file, fact, 'unused-suppression', '', 'it names no rule, so it silences nothing')];
    if (fact.reason === null) {
      const named = fact.rules.join(', ');
      return [
        complaint(file, fact, 'unjustified-suppression', named, `it gives no reason, so '${named}' is still reported`),
      ];
    }
    const outdated = untilProblem(fact.until, today);
    if (outdated) {
      const named = fact.rules.join(', ');
      return [complaint(file, fact, 'expired-suppression', named, `${outdated}, so '${named}' is reported again`)];
    }
    const line = fact.kind === 'next-line' ? suppressedLine(fact, suppressions, lines) : null;
    return fact.rules.map((rule): Judged => {
      if (!rules.includes(rule)) {
        const message = `it names a rule that does not exist, '${rule}'${didYouMean(rule, rules)}`;
        return complaint(file, fact, 'unused-suppression', rule, message);
      }
      const covers = (finding: Finding) =>
        finding.rule === rule &&
        finding.at.file === file &&
        (line === null || lines.at(finding.at.start).line === line);
      return { kind: 'directive', directive: { file, rule, fact, covers } };
    });
  });
}

/** A day that does not exist must not make a suppression last for ever, nor a date that nobody can compare. */
function untilProblem(until: string | null, today: string): string | null {
  if (until === null) return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T00:00:00Z`) : Number.NaN;
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(until);
  if (!exists) return `'until' needs a date like 2027-01-31, not '${until}'`;
  return until < today ? `it was meant until ${until}` : null;
}

/** Comments may stand on top of each other: each then means the line below the last of them. */
function suppressedLine(fact: SuppressionFact, all: readonly SuppressionFact[], lines: LineTable): number {
  let line = lines.at(fact.nextLine).line;
  for (;;) {
    const below = all.find(
      (other) => other.kind === 'next-line' && other.at >= fact.to && lines.at(other.at).line === line,
    );
    if (!below) return line;
    const next = lines.at(below.nextLine).line;
    if (next <= line) return line;
    line = next;
  }
}

function unused({ file, rule, fact }: Directive): Finding {
  const where = fact.kind === 'file' ? 'this file' : 'the next line';
  const idle = finding(
    file,
    fact,
    'unused-suppression',
    rule,
    `it silences '${rule}', which reports nothing in ${where}`,
  );
  // A comment that names several rules may still be needed for the others.
  return fact.rules.length > 1 ? idle : { ...idle, fix: removal(idle.at) };
}

function removal(at: Finding['at']): Fix {
  return { title: 'Remove the comment', safe: true, changes: [{ kind: 'comment', at }] };
}

function complaint(file: string, fact: SuppressionFact, rule: SuppressionRule, key: string, message: string): Judged {
  return { kind: 'complaint', finding: finding(file, fact, rule, key, message) };
}

function finding(file: string, fact: SuppressionFact, rule: SuppressionRule, key: string, message: string): Finding {
  const at = { file, start: fact.at, end: fact.to };
  return {
    rule,
    severity: 'warning',
    confidence: 'high',
    message: `The suppression has no effect: ${message}`,
    remedy: remedies[rule],
    at,
    also: [],
    fix: null,
    routes: [],
    key: `${fact.kind} ${key}`,
    identity: [],
    fingerprint: '',
  };
}
