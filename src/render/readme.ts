/**
 * Brings the recorded outputs of a Markdown page up to date: the fenced block behind
 * `<!-- output of: authlint routes examples/orders-api -->` holds what that command prints.
 */
export function renderOutputs(page: string, outputs: ReadonlyMap<string, string>): string {
  return page.replace(BLOCK, (whole, head: string, command: string) => {
    const output = outputs.get(command);
    return output === undefined ? whole : `${head}\n\`\`\`text\n${output.trimEnd()}\n\`\`\`\n`;
  });
}

export function recordedCommands(page: string): string[] {
  return [...page.matchAll(BLOCK)].map((match) => match[2]!);
}

const BLOCK = /(<!-- output of: (.+?) -->)\n```text\n[\s\S]*?\n?```\n/g;
