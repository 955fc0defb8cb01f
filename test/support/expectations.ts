/** Expectations stand as comments on the line that causes them; several may share a line. */
export const tags = ['expect', 'also', 'missing', 'spurious', 'chain', 'access', 'gap', 'shows'] as const;
export type Tag = (typeof tags)[number];

export const isAboutRule = (tag: Tag): boolean => tags.indexOf(tag) < tags.indexOf('chain');

export interface Expectation {
  readonly tag: Tag;
  readonly file: string;
  readonly line: number;
  /** The rule, for the first four tags; for the last, a sentence of fixtures/frameworks/behaviour.md. */
  readonly subject: string;
  /** What the sentence must contain, in quotes after the rule. */
  readonly text: string;
}

const opening = '(?:\\/\\/|#|<!--)';
const names = tags.join('|');
const pattern = new RegExp(`${opening}\\s*(${names}):\\s*(.*?)(?=\\s*${opening}\\s*(?:${names}):|\\s*-->|$)`, 'g');
const about = /^([\w-]+)(?:\s+"(.*)")?$/;
const misspelt = new RegExp(`${opening}\\s*(expects?|expected|chains|accesses|gaps|missed|spuriously):`);

export function expectationsIn(file: string, text: string): Expectation[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const wrong = misspelt.exec(line)?.[1];
    if (wrong && wrong !== 'expect') throw new Error(`${file}:${index + 1}: no such tag: ${wrong}`);
    return [...line.matchAll(pattern)].map((match) => expectation(match[1] as Tag, match[2]!.trim(), file, index + 1));
  });
}

function expectation(tag: Tag, value: string, file: string, line: number): Expectation {
  if (!isAboutRule(tag)) return { tag, file, line, subject: value, text: '' };
  const parts = about.exec(value);
  if (!parts)
    throw new Error(`${file}:${line}: after '${tag}:' stand a rule and perhaps a text in quotes, not ${value}`);
  return { tag, file, line, subject: parts[1]!, text: parts[2] ?? '' };
}
