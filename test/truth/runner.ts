import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { Booter, type NotBooted } from '../support/booter.ts';
import type { ExpressMajor } from '../support/express.ts';
import type { Ask } from '../support/inject.ts';
import { entryOf, type FixtureProgram } from '../support/programs.ts';
import type { Job, Report } from './protocol.ts';

/** Boots fixtures whose requests are followed from step to step. */
export class Runner {
  readonly #booter: Booter<Job, Report>;

  constructor(file = './child.ts') {
    this.#booter = new Booter(new URL(file, import.meta.url));
  }

  async run(
    program: FixtureProgram,
    asks: readonly Ask[],
    copies: Readonly<Record<string, string>> = {},
  ): Promise<Report | NotBooted> {
    const entry = entryOf(program.folder);
    if (!entry) return { booted: false, reason: 'no server file' };
    return this.#booter.run({ folder: program.folder, entry, major: majorOf(program.folder), asks, copies });
  }

  close(): void {
    this.#booter.close();
  }
}

/** Express 5 unless the program asks for something that only 4 satisfies. */
export function majorOf(folder: string): ExpressMajor {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return 5;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  const range: unknown = dependencies.express ?? devDependencies.express;
  return typeof range === 'string' && semver.validRange(range) && !semver.intersects(range, '>=5') ? 4 : 5;
}
