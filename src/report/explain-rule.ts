import { type Colors, colorsOf, type Look, wrap } from './style.ts';

/** A rule's page, made readable in a terminal. */
export function explainRule(page: string, look: Look): string {
  const colors = colorsOf(look);
  const out: string[] = [];
  let inCode = false;
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) out.push(inline(wrap(paragraph.join(' '), look.width, ''), colors));
    paragraph = [];
  };
  for (const line of page.replace(/<!--[\s\S]*?-->\n?/g, '').split(/\r?\n/)) {
    const fence = /^\s*```/.test(line);
    const structural = fence || inCode || /^(?:#|\||\s*[-*] |\s*\d+\. |\s*$)/.test(line);
    if (!structural) {
      paragraph.push(line.trim());
      continue;
    }
    flush();
    if (fence) inCode = !inCode;
    else if (inCode) out.push(`    ${colors.cyan(line)}`.trimEnd());
    else out.push(structure(line, look, colors));
  }
  flush();
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function structure(line: string, look: Look, colors: Colors): string {
  const heading = /^#+\s+(.*)$/.exec(line);
  if (heading) return colors.bold(colors.underline(heading[1]!));
  const item = /^(\s*)(?:[-*]|(\d+\.))\s+(.*)$/.exec(line);
  if (item) {
    const bullet = `${item[1]}${item[2] ?? '•'} `;
    const text = wrap(item[3]!, look.width, ' '.repeat(bullet.length));
    return inline(bullet + text.slice(bullet.length), colors);
  }
  return inline(line, colors);
}

function inline(text: string, colors: Colors): string {
  return text
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => colors.bold(bold))
    .replace(/`([^`\n]+)`/g, (whole, code: string) => (colors.isColorSupported ? colors.cyan(code) : whole))
    .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, (_, name: string, url: string) => `${name} (${url})`)
    .replace(/\[([^\]]+)\]\([^)]+\)/g, (_, name: string) => name);
}
