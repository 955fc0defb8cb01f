import { Booter, type NotBooted } from '../support/booter.ts';
import type { Ask } from '../support/inject.ts';
import { entryOf, type FixtureProgram } from '../support/programs.ts';
import type { Job, Report } from './protocol.ts';

/** Boots fixtures of one framework. */
export class Runner {
  readonly #booter: Booter<Job, Report>;

  constructor(framework: string) {
    this.#booter = new Booter(new URL('./child.ts', import.meta.url), { args: [framework] });
  }

  async run(program: FixtureProgram, asks: readonly Ask[]): Promise<Report | NotBooted> {
    const entry = entryOf(program.folder);
    if (!entry) return { booted: false, reason: 'no server file' };
    return this.#booter.run({ folder: program.folder, entry, asks });
  }

  close(): void {
    this.#booter.close();
  }
}
