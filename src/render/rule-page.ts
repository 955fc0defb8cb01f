import type { Options, Rule } from '#rule';
import { capitalised, cell } from './words.ts';

const END = '<!-- end of the rendered header -->';

/** The page with its header block brought up to date; what people wrote below it stays untouched. */
export function renderRulePage(rule: Rule, page: string): string {
  const end = page.indexOf(END);
  const body = end >= 0 ? page.slice(end + END.length) : page.replace(/^\s*# .*(\r?\n|$)/, '');
  return `${header(rule)}\n\n${body.replace(/^\s+/, '')}`;
}

function header(rule: Rule): string {
  const cwe = rule.cwe.map((id) => `[CWE-${id}](https://cwe.mitre.org/data/definitions/${id}.html)`).join(', ');
  const facts = [
    `**Severity** ${rule.severity}`,
    `**Preset** \`${rule.preset}\``,
    `**Topic** ${rule.topic}`,
    `**Since** ${rule.since}`,
    ...(cwe ? [cwe] : []),
  ];
  return [
    `# ${rule.id}`,
    '',
    `${capitalised(rule.summary)}.`,
    '',
    facts.join(' · '),
    ...optionLines(rule.options),
    '',
    END,
  ].join('\n');
}

function optionLines(options: Options | undefined): string[] {
  const entries = Object.entries(options ?? {});
  if (entries.length === 0) return [];
  return [
    '',
    '| Option | Default | |',
    '| --- | --- | --- |',
    ...entries.map(([name, option]) => {
      const choices =
        option.kind === 'choice' ? ` One of ${option.choices.map((one) => `\`${one}\``).join(', ')}.` : '';
      return `| \`${name}\` | \`${cell(JSON.stringify(option.default))}\` | ${cell(option.help)}${choices} |`;
    }),
  ];
}
