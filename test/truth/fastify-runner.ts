import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Booter } from '../support/booter.ts';
import type { Ask } from '../support/inject.ts';
import { entryOf, type FixtureProgram } from '../support/programs.ts';
import type { FastifyJob, InjectedReport } from './fastify-child.ts';

/**
 * Boots programs with one major of Fastify: a copy of the program stands inside the environment, so that its imports find
 * what is installed there.
 */
export class FastifyRunner {
  readonly #boots: string;
  readonly #booter = new Booter<FastifyJob, InjectedReport>(new URL('./fastify-child.ts', import.meta.url), {
    patience: 30_000,
  });
  #count = 0;

  constructor(major: 4 | 5) {
    this.#boots = fileURLToPath(new URL(`../environments/fastify${major}/.boots`, import.meta.url));
  }

  async run(program: Pick<FixtureProgram, 'folder'>, asks: readonly Ask[]): Promise<InjectedReport> {
    const entry = entryOf(program.folder);
    if (!entry) return { booted: false, reason: 'no server file' };
    const copy = join(this.#boots, `${process.pid}-${this.#count++}`);
    mkdirSync(copy, { recursive: true });
    cpSync(program.folder, copy, { recursive: true });
    const report = await this.#booter.run({ entry: join(copy, relative(program.folder, entry)), asks });
    rmSync(copy, { recursive: true, force: true });
    return report;
  }

  close(): void {
    this.#booter.close();
    rmSync(this.#boots, { recursive: true, force: true });
  }
}
