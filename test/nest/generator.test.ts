import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { link } from '#link';
import { memoryProgram } from '../support/memory-program.ts';
import { asksFor, disagreements } from './compare.ts';
import { generate } from './generate.ts';
import { majors, platforms } from './protocol.ts';
import { Runner } from './runner.ts';

const setups = 100;
const seed = Number(process.env['AUTHLINT_SEED'] ?? 20_260_101);
const folder = mkdtempSync(join(tmpdir(), 'authlint-nest-'));
const runners = new Map(majors.map((major) => [major, new Runner()]));
afterAll(() => {
  for (const runner of runners.values()) runner.close();
  rmSync(folder, { recursive: true, force: true });
});

test(`${setups} random applications behave as the model says (AUTHLINT_SEED=${seed})`, {
  timeout: 300_000,
}, async () => {
  let routes = 0;
  for (let index = 0; index < setups; index++) {
    const text = generate(seed + index);
    const major = majors[index % majors.length]!;
    const platform = platforms[Math.floor(index / 2) % platforms.length]!;
    const model = link(memoryProgram({ 'main.ts': text }, { '@nestjs/core': `${major}.0.0` }));
    const own = join(folder, String(index));
    mkdirSync(own);
    writeFileSync(join(own, 'main.ts'), text);
    const job = { folder: own, entry: join(own, 'main.ts'), major, platform, asks: asksFor(model) };
    const report = await runners.get(major)!.run(job);
    const about = `seed ${seed + index}, Nest ${major} on ${platform}\n${text}`;
    if (!report.booted) expect.fail(`${report.reason}\n${about}`);
    expect(disagreements(model, report), about).toEqual([]);
    // Every guard of these applications can be read to its end.
    expect(
      model.routes.filter(({ access }) => access === 'unknown').map(({ why }) => why),
      about,
    ).toEqual([]);
    routes += model.routes.length;
  }
  console.info(`seed ${seed}: ${setups} applications, ${routes} routes`);
});
