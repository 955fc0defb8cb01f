import type { PathTest } from '../../request/noted/uses.ts';
import { testPattern, wordsOf } from '../../values/regex.ts';

/** A text for which a test of the path holds, and where in a text it must stand. */
export interface WantedText {
  /** A segment may be `*`: whatever stands there. */
  readonly text: string;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** What to write into a path so that a test of it holds; nothing where the whole path is told. */
export function wantedTexts({ match, text }: PathTest): readonly WantedText[] {
  switch (match) {
    case 'substring':
      return [{ text, isStart: false, isEnd: false }];
    case 'suffix':
      return [{ text, isStart: false, isEnd: true }];
    case 'prefix':
      return [{ text, isStart: true, isEnd: false }];
    case 'piece':
      return [{ text, isStart: true, isEnd: true }];
    case 'segments':
      return [{ text: text.replace(/\*$/, '').replace(/:[^/]+/g, '*'), isStart: true, isEnd: !text.endsWith('*') }];
    case 'pattern':
      return matching(text);
    default:
      return [];
  }
}

const mostExamples = 4;

/** One text for each alternative of a regular expression, `/…/flags`; the words of one that tells the whole path. */
function matching(written: string): readonly WantedText[] {
  const end = written.lastIndexOf('/');
  const [source, flags] = [written.slice(1, end), written.slice(end + 1)];
  return alternatives(source)
    .slice(0, mostExamples)
    .flatMap((one) => {
      const [isStart, isEnd] = [one.startsWith('^'), /(^|[^\\])\$$/.test(one)];
      if (isStart && isEnd) return wordsOf(one).map((text) => ({ text, isStart, isEnd }));
      const text = exampleOf(one);
      return testPattern({ source, flags }, text) === true ? [{ text, isStart, isEnd }] : [];
    });
}

/** The parts between the `|` that stand in no brackets. */
function alternatives(source: string): string[] {
  const parts = [''];
  for (let i = 0, depth = 0; i < source.length; i++) {
    const token = source[i] === '\\' ? source.slice(i, ++i + 1) : source[i]!;
    if (token === '(' || token === '[') depth++;
    if (token === ')' || token === ']') depth--;
    if (token === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'x', s: ' ', b: '', B: '', D: 'x', W: '-', S: 'x' };

/** A text that it matches, mostly: every part stands there once. */
function exampleOf(source: string): string {
  let text = '';
  for (let i = 0; i < source.length; i++) {
    const token = source[i]!;
    if (token === '\\') {
      const escaped = source[++i] ?? '';
      text += classes[escaped] ?? escaped;
    } else if (token === '[') {
      const end = source.indexOf(']', i + 2);
      const first = source.slice(i + 1, end);
      text += first.startsWith('^') ? 'x' : first.startsWith('\\') ? exampleOf(first.slice(0, 2)) : first.charAt(0);
      i = end < 0 ? source.length : end;
    } else if (token === '(') {
      const end = closing(source, i);
      const inner = source.slice(i + 1, end);
      if (!/^\?(<?[=!])/.test(inner)) text += exampleOf(alternatives(inner.replace(/^\?(:|<\w+>)/, ''))[0]!);
      i = end;
    } else if (token === '{') i = Math.max(i, source.indexOf('}', i));
    else if (token === '.') text += 'x';
    else if (!'^$*+?'.includes(token)) text += token;
  }
  return text;
}

function closing(source: string, from: number): number {
  for (let i = from, depth = 0; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0) return i;
  }
  return source.length;
}
