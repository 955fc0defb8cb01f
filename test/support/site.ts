import { existsSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const frame = /\(?((?:file:\/\/)?\/[^()\n]*?):(\d+):(\d+)\)?$/;

/** The innermost frame of a call stack that is a file below a folder, which the file is given relative to. */
export function siteIn(stack: string, folder: string): Site | null {
  for (const line of stack.split('\n')) {
    const match = frame.exec(line.trim());
    if (!match) continue;
    const file = match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!;
    const inside = relative(folder, file);
    if (inside.startsWith('..') || isAbsolute(inside) || !existsSync(file)) continue;
    return { file: inside.split(sep).join('/'), line: Number(match[2]), column: Number(match[3]) };
  }
  return null;
}
