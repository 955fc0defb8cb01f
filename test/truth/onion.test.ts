import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import semver from 'semver';
import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { programs, textsOf } from '../support/programs.ts';
import { asksFor, Comparison } from './compare.ts';
import { Runner } from './runner.ts';

const require = createRequire(import.meta.url);
const runner = new Runner('./onion-child.ts');
afterAll(() => runner.close());

const all = programs().filter(({ framework }) => framework === 'koa' || framework === 'hono');
const comment = /boot: no(?: -- (.+))?/;
const differs = /differs: (.+)/g;

/** Under which names other versions of a package are installed. */
const copies: Readonly<Record<string, readonly string[]>> = {
  '@koa/router': ['koa-router10', 'koa-router11', 'koa-router12', 'koa-router13', 'koa-router14'],
  'koa-router': ['koa-router7'],
  hono: ['hono2', 'hono49'],
};

/** The installed copy that satisfies what a program asks for. */
function copiesFor(folder: string): Record<string, string> {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return {};
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  return Object.fromEntries(
    Object.entries(copies).flatMap(([name, others]) => {
      const range = dependencies[name];
      const fits = (one: string) => semver.satisfies(versionOf(one), range);
      if (typeof range !== 'string' || fits(name)) return [];
      return [[name, others.find(fits) ?? expect.fail(`no ${name} ${range} is installed`)]];
    }),
  );
}

function versionOf(name: string): string {
  const main = require.resolve(name);
  const root = main.slice(0, main.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length);
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

describe('the model agrees with running servers of Koa and Hono', () => {
  test.concurrent.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, program) => {
      const texts = textsOf(program);
      const whole = [...texts.values()].join('\n');
      const reason = comment.exec(whole)?.[1];
      const { model } = await analysed(program);
      const report = await runner.run(program, asksFor(model), copiesFor(program.folder));
      if (!report.booted) {
        expect(reason, `does not boot, and nothing says why: ${report.reason}`).toBeTruthy();
        return;
      }
      expect(reason, 'said not to boot, but it boots').toBeUndefined();
      const { disagreements } = new Comparison(model, texts, report);
      // A program says itself where it is known to differ, and why.
      const known = [...whole.matchAll(differs)].map(([, text]) => text!.split(' -- ')[0]!);
      expect(disagreements.filter((one) => !known.some((text) => one.includes(text)))).toEqual([]);
      expect(
        known.filter((text) => !disagreements.some((one) => one.includes(text))),
        'differences that are gone',
      ).toEqual([]);
    },
  );
});
