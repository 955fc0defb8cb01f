import { commentsOf } from '#extract';
import { LineTable } from '#text';
import manifest from '../../package.json' with { type: 'json' };

interface PlainProgram {
  readonly type: 'Program';
  readonly sourceType: 'module';
  readonly body: readonly never[];
  readonly tokens: readonly never[];
  readonly comments: readonly object[];
  readonly range: readonly [number, number];
  readonly loc: object;
}

/**
 * For TypeScript where ESLint has no parser for it, as in a project with TypeScript 7 or without any: authlint reads the text
 * itself, and to all other rules the file is empty but for its comments, so that `eslint-disable` works.
 */
export const parser = {
  meta: { name: 'authlint/parser', version: manifest.version },

  parseForESLint(text: string, options: { readonly filePath?: string } = {}): { readonly ast: PlainProgram } {
    const lines = new LineTable(text);
    const positionAt = (offset: number) => {
      const { line, column } = lines.at(offset);
      return { line, column: column - 1 };
    };
    const placed = (start: number, end: number) => ({
      range: [start, end] as const,
      loc: { start: positionAt(start), end: positionAt(end) },
    });
    const comments = commentsOf(options.filePath ?? 'file.ts', text).map(({ type, value, start = 0, end = 0 }) => ({
      type,
      value,
      ...placed(start, end),
    }));
    const whole = placed(0, text.length);
    return { ast: { type: 'Program', sourceType: 'module', body: [], tokens: [], comments, ...whole } };
  },
};
