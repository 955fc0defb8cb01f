import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { root } from '../support/modules.ts';

const QUESTION = /(?:\[Y\/n\]|\[s\]kip:) \S*$/;

/** `authlint init` in a terminal of its own; each answer is typed when a question stands there. */
function inTerminal(cwd: string, answers: readonly string[]): Promise<{ code: number | null; shown: string }> {
  const command = `'${process.execPath}' '${join(root, 'bin/authlint.js')}' init`;
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = [...answers];
  let shown = '';
  let since = '';
  terminal.stdout.on('data', (part: Buffer) => {
    shown += part;
    since += part;
    if (!QUESTION.test(since)) return;
    since = '';
    terminal.stdin.write(left.shift() ?? '\x04');
  });
  return new Promise((resolve) => terminal.once('close', (code) => resolve({ code, shown })));
}

function shop(): string {
  const cwd = folderWith({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/hooks/.keep': '' });
  cpSync(join(root, 'examples/orders-api'), cwd, { recursive: true });
  return cwd;
}
const added = (cwd: string) =>
  ['authlint.config.json', 'auth-surface.lock', 'authlint-baseline.txt', '.git/hooks/pre-commit', '.github'].filter(
    (name) => existsSync(join(cwd, name)),
  );

const isThere = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'script')));
if (!isThere) console.warn('script is not installed here: init is not tried in a terminal');

test.runIf(isThere)('init in a terminal asks, and does what is answered', { timeout: 60_000 }, async () => {
  const cwd = shop();
  const { code, shown } = await inTerminal(cwd, ['\r', 'n\r', 'y\r', 'no\r']);
  expect({ code, questions: shown.match(/\[Y\/n\]/g)?.length }).toEqual({ code: 0, questions: 4 });
  expect(shown).toContain("Now run 'npx authlint'.");
  expect(shown).not.toContain('Warning');
  expect(added(cwd)).toEqual(['authlint.config.json', 'auth-surface.lock', '.git/hooks/pre-commit']);
  expect(statSync(join(cwd, '.git/hooks/pre-commit')).mode & 0o100).toBe(0o100);
});

test.runIf(isThere)(
  'the end of the input agrees to nothing, and an interrupt ends it',
  { timeout: 60_000 },
  async () => {
    const ended = shop();
    expect(await inTerminal(ended, ['\x04', '\x04'])).toMatchObject({ code: 0 });
    expect(added(ended)).toEqual(['authlint.config.json']);
    const interrupted = shop();
    expect(await inTerminal(interrupted, ['\r', '\x03'])).toMatchObject({ code: 130 });
    expect(added(interrupted)).toEqual(['authlint.config.json', 'auth-surface.lock']);
    expect(readdirSync(interrupted).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
);
