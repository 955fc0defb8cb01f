import { createRequire } from 'node:module';
import { link } from '#link';
import { packageOf } from '../support/express.ts';
import { memoryProgram } from '../support/memory-program.ts';
import type { Generator } from './campaign.ts';
import type { Judgement } from './judge.ts';
import { judge } from './judge.ts';
import type { Rendered } from './render.ts';
import { render } from './render.ts';
import { type Setup, setup } from './setup.ts';
import { imports } from './steps.ts';

const require = createRequire(import.meta.url);
const installed = (name: string): string => require(`${name}/package.json`).version;
const versions = Object.fromEntries(Object.keys(imports).map((name) => [name, installed(name)]));

/** Routers mounted by routers that are mounted again and again: nothing new, but slow. */
const most = 40;

interface Tried {
  readonly rendered: Rendered;
  readonly judgement: Judgement;
}

/** Renders a setup, links it, boots it, and compares. */
async function trySetup(setup: Setup): Promise<Tried> {
  const rendered = render(setup);
  if (rendered.routes.length > most) {
    return { rendered, judgement: { disagreements: [], routes: 0, served: 0, abstained: 0 } };
  }
  const program = memoryProgram(rendered.print(setup.modules), {
    ...versions,
    express: installed(packageOf[setup.major]),
  });
  return { rendered, judgement: await judge(rendered, link(program), setup.modules) };
}

/** A setup as source text, for people. */
function sourceOf({ setup, print }: Rendered): string {
  const files = Object.entries(print(setup.modules)).map(([path, text]) => `// ---- ${path}\n${text}`);
  return `Express ${setup.major}\n${files.join('\n')}`;
}

/** Random servers of Express 4 and 5. Only of routes that a caller can reach is there anything to know. */
export const express: Generator<Setup> = {
  setup,
  async attempt(value) {
    const { rendered, judgement } = await trySetup(value);
    const { disagreements, served, abstained } = judgement;
    return { source: sourceOf(rendered), boots: true, routes: served, unknown: abstained, disagreements };
  },
};
