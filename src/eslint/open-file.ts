import type { OpenFile, Parsed } from '#session';
import type { RuleContext } from './surroundings.ts';

/**
 * Parsers whose trees give the same facts as authlint's own, which a test compares over all fixtures. From any other's, and
 * from those of plugins that make JavaScript of other languages, only the text is taken.
 */
const KNOWN = new Set(['espree', 'typescript-eslint/parser', 'oxlint']);

/** The file that is linted, as it stands in the editor; null when it is no file or only a part of one. */
export function openFile({ filename, physicalFilename, sourceCode, languageOptions }: RuleContext): OpenFile | null {
  if (filename !== physicalFilename || /^<.*>$/.test(filename)) return null;
  return {
    path: filename,
    text: sourceCode.text,
    get tree(): Parsed | null {
      if (!KNOWN.has(parserName(languageOptions?.parser))) return null;
      return { program: sourceCode.ast, comments: sourceCode.getAllComments() };
    },
  };
}

function parserName(parser: unknown): string {
  const { meta, name } = (parser ?? {}) as { readonly meta?: { readonly name?: unknown }; readonly name?: unknown };
  return String(meta?.name ?? name ?? '');
}
