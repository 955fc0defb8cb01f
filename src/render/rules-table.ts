import type { Rule, Topic } from '#rule';
import { capitalised, cell } from './words.ts';

/** Rule id → frameworks for which both a `bad` and a `good` fixture exist. */
export type Matrix = ReadonlyMap<string, ReadonlySet<string>>;

const TOPICS: Readonly<Record<Topic, string>> = {
  ordering: 'steps that stand in the wrong order',
  coverage: 'routes that a guard does not reach, or reaches by mistake',
  guards: 'guards that do not guard',
  schemes: 'names and defaults of the ways to authenticate',
  login: 'routes that exist to obtain credentials, and deliberate holes',
  cors: 'what the browser asks before it calls',
  disclosure: 'personal data, credentials and internals that leave the server',
  tokens: 'how tokens are verified and issued',
  sessions: 'how a principal is kept between requests',
  errors: 'what becomes of a failure on its way out',
};

/** `rules/README.md`: all rules by topic, and for which frameworks each is proven. */
export function renderRulesTable(rules: readonly Rule[], matrix: Matrix): string {
  const frameworks = [...new Set([...matrix.values()].flatMap((ticked) => [...ticked]))].sort();
  const parts = [
    '# Rules',
    '',
    '<!-- Rendered by `npm run render` from the rule files and the fixtures. -->',
    '',
    `${rules.length} rules. \`authlint explain <rule>\` prints a rule's page. **Preset** is the narrowest preset that runs the rule:`,
    '`recommended` reports what is certain, `strict` also what is likely, `audit` everything.',
    ...(frameworks.length > 0
      ? ['A framework is ticked where a bad *and* a good fixture server exist for the rule.']
      : []),
    '',
  ];
  for (const [topic, about] of Object.entries(TOPICS)) {
    const members = rules.filter((rule) => rule.topic === topic);
    if (members.length === 0) continue;
    parts.push(`## ${capitalised(topic)}: ${about}`, '', ...table(members, frameworks, matrix), '');
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

function table(rules: readonly Rule[], frameworks: readonly string[], matrix: Matrix): string[] {
  const head = ['Rule', 'Reports', 'Severity', 'Preset', ...frameworks.map(capitalised)];
  return [
    row(head),
    row(head.map((_, i) => (i < 4 ? '---' : ':-:'))),
    ...rules.map((rule) =>
      row([
        `[${rule.id}](${rule.id}.md)`,
        cell(rule.summary),
        rule.severity,
        rule.preset,
        ...frameworks.map((framework) => (matrix.get(rule.id)?.has(framework) ? '✓' : '')),
      ]),
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
