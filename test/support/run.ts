import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export const PACKAGE_ROOT = new URL('../..', import.meta.url);

interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: number;
  /** What a person answers, one after the other. */
  readonly answers?: readonly string[];
}

/** The CLI within this process, with a world of its own. */
export async function authlint(
  cwd: string,
  argv: readonly string[],
  { env = {}, tty, answers }: World = {},
): Promise<Run> {
  let out = '';
  let err = '';
  const terminal = tty === undefined ? {} : { isTTY: true, columns: tty };
  const left = [...(answers ?? [])];
  const ask = async (question: string) => {
    out += `${question}\n`;
    return left.shift() ?? 'skip';
  };
  const code = await main(argv, {
    ...(answers ? { ask } : {}),
    cwd,
    env,
    root: PACKAGE_ROOT,
    stdout: { ...terminal, write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  });
  return { code, out, err };
}

/** A folder that looks like the root of a project and lasts as long as the test. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'authlint-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const all = { 'package.json': '{ "dependencies": { "express": "^5.1.0" } }', 'package-lock.json': '{}', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** How servers of Express begin that have a guard of their own. */
export const REQUIRE_USER = `import express from 'express';
import jwt from 'jsonwebtoken';
const app = express();
function requireUser(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.SECRET, { algorithms: ['HS256'] });
  } catch {
    return res.sendStatus(401);
  }
  next();
}
`;

/** An Express server with one open route above its guard and one behind it. */
export const LATE_GUARD = `${REQUIRE_USER}app.get('/orders', (req, res) => res.json(['all']));
app.use(requireUser);
app.get('/me', (req, res) => res.json(req.user));
app.listen(3000);
`;

/** A server with something that is mended safely: its guard lacks a slash. */
export const MISSPELT_GUARD = `${REQUIRE_USER}app.use('orders', requireUser);
app.get('/orders', (req, res) => res.json(['all']));
// authlint-disable-next-line duplicate-scheme -- long gone
app.post('/orders', (req, res) => res.json('made'));
app.listen(3000);
`;
