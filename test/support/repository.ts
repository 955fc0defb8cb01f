import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Contents, folderWith } from './folder.ts';

export interface Repository {
  readonly cwd: string;
  /** Runs git there, as somebody without a configuration of their own; throws when it fails. */
  git(...args: string[]): string;
  write(contents: Readonly<Record<string, string>>): void;
}

const SOMEBODY = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org', '-c', 'commit.gpgsign=false'];

/** A repository with one commit. */
export function repositoryWith(contents: Contents): Repository {
  const cwd = folderWith(contents);
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]): string =>
    execFileSync('git', [...SOMEBODY, ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'first', '--allow-empty');
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), content);
    }
  };
  return { cwd, git, write };
}
