import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { link } from '#link';
import type { Generator } from '../generator/campaign.ts';
import { memoryProgram } from '../support/memory-program.ts';
import { asksFor, disagreements } from './compare.ts';
import { generate } from './generate.ts';
import { majors, platforms } from './protocol.ts';
import { nestBooter } from './runner.ts';

export interface NestSetup {
  readonly seed: number;
  readonly major: (typeof majors)[number];
  readonly platform: (typeof platforms)[number];
}

/** Random applications of NestJS, on both adapters. */
export function nest(): Generator<NestSetup> {
  const folder = mkdtempSync(join(tmpdir(), 'authlint-nest-'));
  const booters = new Map(majors.map((major) => [major, nestBooter()]));
  const installed = new Map(majors.map((major) => [major, versionOf(major)]));
  let count = 0;
  return {
    setup: fc.noShrink(
      fc.record({
        seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        major: fc.constantFrom(...majors),
        platform: fc.constantFrom(...platforms),
      }),
    ),
    async attempt({ seed, major, platform }) {
      const text = on(platform, generate(seed));
      const source = `Nest ${major} on ${platform}\n${text}`;
      const model = link(memoryProgram({ 'main.ts': text }, { '@nestjs/core': installed.get(major)! }));
      const own = join(folder, String(count++));
      mkdirSync(own);
      writeFileSync(join(own, 'main.ts'), text);
      const job = { folder: own, entry: join(own, 'main.ts'), major, platform, asks: asksFor(model) };
      const report = await booters.get(major)!.run(job);
      const { routes } = model;
      const tried = { source, routes: routes.length, unknown: 0 };
      if (!report.booted) return { ...tried, boots: false, disagreements: [`does not start: ${report.reason}`] };
      // Every guard of these applications can be read to its end, and who answers in its place.
      const unknown = routes
        .filter(({ access, swallowed }) => access === 'unknown' && !swallowed)
        .map(({ why }) => `called unknown: ${why}`);
      return { ...tried, boots: true, disagreements: [...disagreements(model, report), ...unknown] };
    },
    close() {
      for (const booter of booters.values()) booter.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What covers a path is not the same on both. */
function on(platform: (typeof platforms)[number], text: string): string {
  if (platform === 'express') return text;
  const adapter = "import { FastifyAdapter } from '@nestjs/platform-fastify';";
  return `${adapter}\n${text.replace(/(NestFactory\.create\(\w+)/, '$1, new FastifyAdapter()')}`;
}

/** The release that is booted: some facts are of a minor. */
function versionOf(major: number): string {
  const own = createRequire(new URL(`../environments/nest${major}/package.json`, import.meta.url));
  return own('@nestjs/core/package.json').version;
}
