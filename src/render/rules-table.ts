import type { Rule, Topic } from '#rule';
import { capitalised, cell } from './words.ts';

/** Rule id → framework → `true` where both a `bad` and a `good` fixture exist, else why it has no such defect. */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, true | string>>;

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
export function renderRulesTable(
  rules: readonly Rule[],
  frameworks: ReadonlyMap<string, string>,
  matrix: Matrix,
): string {
  const parts = [
    '# Rules',
    '',
    '<!-- Rendered by `npm run render` from the rule files and the fixtures. -->',
    '',
    `${rules.length} rules. \`authlint explain <rule>\` prints a rule's page. **Preset** is the narrowest preset that runs the rule:`,
    '`recommended` reports what is certain, `strict` also what is likely, `audit` everything.',
    'A framework is ticked where a bad *and* a good fixture server exist for the rule; *n/a* stands where it cannot have the',
    'defect, with the reason below the table. An empty cell is not proven yet.',
    '',
  ];
  for (const [topic, about] of Object.entries(TOPICS)) {
    const members = rules.filter((rule) => rule.topic === topic);
    if (members.length === 0) continue;
    parts.push(
      `## ${capitalised(topic)}: ${about}`,
      '',
      ...table(members, frameworks, matrix),
      '',
      ...reasons(members, frameworks, matrix),
    );
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

function table(rules: readonly Rule[], frameworks: ReadonlyMap<string, string>, matrix: Matrix): string[] {
  const head = ['Rule', 'Reports', 'Severity', 'Preset', ...frameworks.values()];
  return [
    row(head),
    row(head.map((_, i) => (i < 4 ? '---' : ':-:'))),
    ...rules.map((rule) =>
      row([
        `[${rule.id}](${rule.id}.md)`,
        cell(rule.summary),
        rule.severity,
        rule.preset,
        ...[...frameworks.keys()].map((framework) => mark(matrix.get(rule.id)?.get(framework))),
      ]),
    ),
  ];
}

function mark(known: true | string | undefined): string {
  if (known === undefined) return '';
  return known === true ? '✓' : 'n/a';
}

function reasons(rules: readonly Rule[], frameworks: ReadonlyMap<string, string>, matrix: Matrix): string[] {
  const lines = rules.flatMap(({ id }) =>
    [...frameworks].flatMap(([name, title]) => {
      const reason = matrix.get(id)?.get(name);
      return typeof reason === 'string' ? [`* ${id}, ${title}: ${reason}`] : [];
    }),
  );
  return lines.length > 0 ? [...lines, ''] : [];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
