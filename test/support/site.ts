import { existsSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const frame = /\(?((?:file:\/\/)?\/[^()\n]*?):(\d+):(\d+)\)?$/;

/** From where a function is installed. An error, because its stack is only put into words when somebody reads it. */
export type Installed = Error;

export function installedHere(): Installed {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  const installed = new Error();
  Error.stackTraceLimit = limit;
  return installed;
}

/** Every request passes the same steps: each is looked up once. */
const known = new WeakMap<Installed, Site | null>();

/** The innermost frame that is a file below a folder, which the file is given relative to. */
export function siteIn(installed: Installed, folder: string): Site | null {
  const before = known.get(installed);
  if (before !== undefined) return before;
  const site = innermost(installed.stack ?? '', folder);
  known.set(installed, site);
  return site;
}

function innermost(stack: string, folder: string): Site | null {
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
