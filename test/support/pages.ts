/** A fenced code block of a Markdown page. */
export interface Block {
  readonly heading: string;
  readonly line: number;
  /** What stands behind the fence: `ts express server.ts`. */
  readonly words: readonly string[];
  readonly text: string;
}

export interface Page {
  readonly headings: readonly string[];
  readonly blocks: readonly Block[];
}

/** Second-level headings and code blocks, in order. */
export function readPage(text: string): Page {
  const headings: string[] = [];
  const blocks: Block[] = [];
  let open: { readonly words: readonly string[]; readonly line: number; readonly lines: string[] } | null = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.startsWith('```')) {
      if (open)
        blocks.push({
          heading: headings.at(-1) ?? '',
          line: open.line,
          words: open.words,
          text: open.lines.join('\n'),
        });
      open = open ? null : { words: line.slice(3).trim().split(/\s+/), line: index + 1, lines: [] };
    } else if (open) open.lines.push(line);
    else if (line.startsWith('## ')) headings.push(line.slice(3).trim());
  }
  return { headings, blocks };
}

export interface Example {
  readonly line: number;
  readonly files: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

const code = /^[cm]?[jt]sx?$|script$/;
const fileLine = /^\/\/ file: (\S+)$/;

/** Programs under a heading, one per block; `// file: users.ts` starts a further file of the same program. */
export function examplesOf({ blocks }: Page, heading: string): Example[] {
  return blocks
    .filter((block) => block.heading === heading && code.test(block.words[0] ?? ''))
    .map(({ line, words, text }) => ({
      line,
      words,
      files: filesOf(text, words[0]!.startsWith('j') ? 'server.js' : 'server.ts'),
    }));
}

function filesOf(text: string, main: string): Record<string, string> {
  const files: Record<string, string> = {};
  let name = main;
  for (const line of text.split('\n')) {
    const next = fileLine.exec(line)?.[1];
    if (next) name = next;
    else files[name] = files[name] === undefined ? line : `${files[name]}\n${line}`;
  }
  return files;
}
