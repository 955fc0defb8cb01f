import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import semver from 'semver';
import { afterAll, describe, expect, test } from 'vitest';
import { analysed } from '../support/analysed.ts';
import { Booter } from '../support/booter.ts';
import { entryOf, programs, textsOf } from '../support/programs.ts';
import type { InjectedReport } from './fastify-child.ts';
import type { HapiJob } from './hapi-child.ts';
import { asksFor, disagreements, KEPT_OUT } from './injected-compare.ts';

const require = createRequire(import.meta.url);
const booter = new Booter<HapiJob, InjectedReport>(new URL('./hapi-child.ts', import.meta.url), { patience: 30_000 });
afterAll(() => booter.close());

const all = programs().filter(({ framework }) => framework === 'hapi');
const comment = /boot: no(?: -- (.+))?/;
const differs = /differs: (.+)/g;
const installed = ['@hapi/hapi', 'hapi20', 'hapi18', 'hapi17', 'hapi16'];

/** The installed copy that satisfies what a program asks for. */
function copiesFor(folder: string): Record<string, string> {
  const manifest = join(folder, 'package.json');
  const { dependencies = {} } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  const name = dependencies.hapi ? 'hapi' : '@hapi/hapi';
  const range: string = dependencies[name] ?? '*';
  const fits = (one: string) => semver.satisfies(require(`${one}/package.json`).version, range);
  return { [name]: installed.find(fits) ?? expect.fail(`no ${name} ${range} is installed`) };
}

describe('the model agrees with running servers of hapi', () => {
  test.concurrent.each(all.map((program) => [program.name, program] as const))(
    '%s',
    { timeout: 60_000 },
    async (_name, program) => {
      const whole = [...textsOf(program).values()].join('\n');
      const reason = comment.exec(whole)?.[1];
      const { model } = await analysed(program);
      const entry = entryOf(program.folder)!;
      const report = await booter.run({ entry, asks: asksFor(model), copies: copiesFor(program.folder) });
      if (!report.booted) {
        expect(reason, `does not boot, and nothing says why: ${report.reason}`).toBeTruthy();
        return;
      }
      expect(reason, 'said not to boot, but it boots').toBeUndefined();
      const found = disagreements(model, report).filter((text) => !text.includes(KEPT_OUT));
      const known = [...whole.matchAll(differs)].map(([, text]) => text!.split(' -- ')[0]!);
      expect(found.filter((one) => !known.some((text) => one.includes(text)))).toEqual([]);
      expect(
        known.filter((text) => !found.some((one) => one.includes(text))),
        'differences that are gone',
      ).toEqual([]);
    },
  );
});
