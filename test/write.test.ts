import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transpileModule } from 'typescript';
import { describe, expect, test } from 'vitest';
import { WriteError, writeWhole } from '../src/session/files/write.ts';
import { folderWith } from './support/folder.ts';

describe('a file is written as a whole', () => {
  test('new, in folders that did not exist, and over an old one, whose permissions stay', () => {
    const folder = folderWith({});
    const path = join(folder, 'a/b/out.json');
    writeWhole(path, 'one');
    expect(readFileSync(path, 'utf8')).toBe('one');
    chmodSync(path, 0o640);
    writeWhole(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['out.json']);
  });

  test('or not at all, with the reason in one sentence', () => {
    const folder = folderWith({ 'file.txt': 'x', 'target.txt': 'untouched' });
    mkdirSync(join(folder, 'folder'));
    symlinkSync('target.txt', join(folder, 'link.txt'));
    const refuse = (name: string, content: string | Uint8Array = 'new') => {
      try {
        writeWhole(join(folder, name), content, name);
      } catch (error) {
        expect(error).toBeInstanceOf(WriteError);
        return (error as Error).message;
      }
      throw new Error('was written');
    };
    expect(refuse('folder')).toBe('cannot write folder: it is not a regular file');
    expect(refuse('link.txt')).toBe('cannot write link.txt: it is not a regular file');
    expect(refuse('file.txt/below.txt')).toBe('cannot write file.txt/below.txt: a part of its path is not a folder');
    if (existsSync('/proc/self'))
      expect(() => writeWhole('/proc/nowhere/x', 'new')).toThrow('cannot write /proc/nowhere/x: no folder can be made');
    expect(refuse(`${'n'.repeat(300)}.txt`)).toMatch(/: its name is too long$/);
    expect(readFileSync(join(folder, 'target.txt'), 'utf8')).toBe('untouched');
    expect(readdirSync(folder).sort()).toEqual(['file.txt', 'folder', 'link.txt', 'target.txt']);
  });

  test('a disk without room leaves the old text', () => {
    const folder = folderWith({ 'write.mjs': compiled(), 'out/file.txt': 'old' });
    const script = `import('./write.mjs').then(({ writeWhole }) => writeWhole('out/file.txt', 'x'.repeat(1e6)))`;
    // A limit of 64 kB for each file stands for the full disk.
    const run = spawnSync('bash', ['-c', `trap '' XFSZ; ulimit -f 64; exec node -e "${script}"`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.stderr).toContain('cannot write out/file.txt: it is too large for this file system');
    expect(readdirSync(join(folder, 'out'))).toEqual(['file.txt']);
    expect(readFileSync(join(folder, 'out/file.txt'), 'utf8')).toBe('old');
  });

  test('a process killed at any moment leaves one whole text, and the next one removes what it left behind', async () => {
    const folder = folderWith({
      'write.mjs': compiled(),
      'loop.mjs': `import { writeWhole } from './write.mjs';
        const texts = ['a', 'b'].map((letter) => letter.repeat(4_000_000));
        process.send('writing');
        for (let i = 0; ; i++) writeWhole('out/file.txt', texts[i % 2]);`,
    });
    const file = join(folder, 'out/file.txt');
    writeWhole(file, 'a');
    let strays = 0;
    for (let i = 0; i < 12 || (strays === 0 && i < 80); i++) {
      const child = spawn(process.execPath, ['loop.mjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      await new Promise((resolve) => child.once('message', resolve));
      await sleep((i * 7) % 40);
      await killed(child);
      const text = readFileSync(file, 'utf8');
      expect(text === 'a' || (text.length === 4_000_000 && new Set(text).size === 1)).toBe(true);
      const left = readdirSync(join(folder, 'out')).length - 1;
      expect(left).toBeLessThanOrEqual(1);
      strays += left;
    }
    // Otherwise no kill hit a write, and the test proves nothing.
    expect(strays).toBeGreaterThan(0);
    writeFileSync(join(folder, 'out/.mine.tmp'), '');
    const next = spawn(process.execPath, ['loop.mjs'], { cwd: folder, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    await new Promise((resolve) => next.once('message', resolve));
    await sleep(100);
    next.kill('SIGSTOP');
    const names = readdirSync(join(folder, 'out'));
    await killed(next);
    expect(names.filter((name) => name.includes('.authlint-') && !name.includes(`-${next.pid}-`))).toEqual([]);
    expect(names).toContain('.mine.tmp');
  });
});

/** For processes of their own, which have no loader. */
function compiled(): string {
  const source = readFileSync(new URL('../src/session/files/write.ts', import.meta.url), 'utf8');
  return transpileModule(source, { compilerOptions: { module: 99, target: 99 } }).outputText;
}

function killed(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
}
