import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { authlint, MISSPELT_GUARD, project } from '../support/run.ts';

const bin = fileURLToPath(new URL('../../bin/authlint.js', import.meta.url));

const text = (cwd: string, file = 'server.js') => readFileSync(join(cwd, file), 'utf8');

test('killed at any moment, the old file or the new one', { timeout: 300_000 }, async () => {
  const padding = `// ${'x'.repeat(200)}\n`.repeat(1500);
  const cwd = project({ 'server.js': MISSPELT_GUARD + padding });
  const loop = fileURLToPath(new URL('../support/fix-loop.ts', import.meta.url));
  await authlint(cwd, ['--fix']);
  const after = text(cwd);
  const before = after.replace(`'/orders', requireUser`, `'orders', requireUser`);
  expect(after).not.toBe(before);
  const seen = new Set<string>();
  for (let i = 0; i < 6 || (seen.size < 2 && i < 60); i++) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const execArgv = ['--import', 'tsx', '--conditions=authlint-source'];
    const child: ChildProcess = fork(loop, [cwd], { execArgv, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const turn = await new Promise<number>((resolve) => child.once('message', (told) => resolve(Number(told))));
    await sleep(turn * ((i * 0.37) % 1));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const now = text(cwd);
    expect([before.length, after.length]).toContain(now.length);
    expect(now === before || now === after).toBe(true);
    seen.add(now === before ? 'old' : 'new');
  }
  expect([...seen].sort()).toEqual(['new', 'old']);
  // A process looks once for what others have left behind, and this one has looked.
  writeFileSync(join(cwd, 'server.js'), before);
  execFileSync(process.execPath, [bin, '--fix'], { cwd });
  expect(text(cwd)).toBe(after);
  expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
