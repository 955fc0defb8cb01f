import type { SuppressionFact } from '#facts';
import type { Comment } from './parse.ts';

const DIRECTIVE = /^[\s*]*authlint-disable((?:-\w+)*)(?![\w-])([\s\S]*)$/;
const KINDS: Readonly<Record<string, SuppressionFact['kind']>> = { '': 'file', '-next-line': 'next-line' };

export function suppressions(comments: readonly Comment[], text: string): SuppressionFact[] {
  // Nearly no file has one, and a search of the text is cheaper than a look at each comment.
  if (!text.includes('authlint-disable')) return [];
  const found: SuppressionFact[] = [];
  for (const comment of comments) {
    const match = DIRECTIVE.exec(comment.value);
    if (match) found.push(suppression(comment, KINDS[match[1]!] ?? 'unknown', match[2] ?? '', text));
  }
  return found;
}

function suppression(comment: Comment, kind: SuppressionFact['kind'], rest: string, text: string): SuppressionFact {
  const at = comment.range ? comment.range[0] : (comment.start as number);
  const to = comment.range ? comment.range[1] : (comment.end as number);
  // A block comment's further lines may start with a star.
  const flat = rest.replace(/\s*[\r\n]\s*\**\s*/g, ' ').trim();
  const [, subject = '', reason = ''] = /^(.*?)(?:(?:^|\s)--+(?:\s+(.*))?)?$/.exec(flat) ?? [];
  const words = subject.split(/[\s,]+/).filter((word) => word !== '');
  const until = words.indexOf('until');
  return {
    kind,
    rules: until < 0 ? words : words.slice(0, until),
    until: until < 0 ? null : words.slice(until + 1).join(' '),
    reason: reason.trim() || null,
    at,
    to,
    nextLine: lineAfter(text, to),
  };
}

function lineAfter(text: string, offset: number): number {
  const lineBreak = /\r\n|\n|\r/g;
  lineBreak.lastIndex = offset;
  return lineBreak.test(text) ? lineBreak.lastIndex : text.length;
}
