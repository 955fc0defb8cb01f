import type { Model } from '#model';
import type { Finding } from '#rule';
import { type Files, lint, onDisk, type Problem } from '#session';
import { everythingBelow } from '../../src/session/files/walk.ts';
import type { FixtureProgram } from './programs.ts';

export interface Analysed {
  readonly model: Model;
  /** Of all rules, as preset `audit` has them. */
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

const known = new Map<string, Promise<Analysed>>();

/** What authlint says of a program of the fixtures: worked out once for all tests that this process runs. */
export function analysed({ folder }: FixtureProgram): Promise<Analysed> {
  const before = known.get(folder);
  if (before) return before;
  const made = analyse(folder);
  known.set(folder, made);
  return made;
}

/** Fixtures are walked, because starting git takes as long as most of them do altogether. */
const from: Files = { ...onDisk, below: (folder) => everythingBelow(folder, () => true, noteNothing) };

function noteNothing(): void {}

async function analyse(cwd: string): Promise<Analysed> {
  const { model, findings, problems } = await lint({ cwd, preset: 'audit', from });
  return { model, findings, problems };
}
