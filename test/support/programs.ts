import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A program of the fixtures: what is analysed, and booted, as a whole. Where it starts is decided by depth alone, so that a
 * program may hold packages of its own:
 *
 *     fixtures/rules/<rule>/<framework>/{bad,good}[/<case>]      the case, or bad/good itself when sources stand in it
 *     fixtures/frameworks/<framework>/<feature>
 *     fixtures/projects/<name>
 */
export interface FixtureProgram {
  /** `rules/late-session/express/bad/order`. */
  readonly name: string;
  readonly folder: string;
  readonly framework: string;
  readonly rule: string | null;
  /** False for programs of which the rule must be silent. */
  readonly isBad: boolean;
}

export const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

const isSource = /\.(?:[cm]?[jt]sx?|cs|xml|json)$/;

export function programs(): FixtureProgram[] {
  return [...ruleProgams(), ...frameworkPrograms(), ...projectPrograms()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ruleProgams(): FixtureProgram[] {
  return folders('rules').flatMap((rule) =>
    folders(`rules/${rule}`).flatMap((framework) =>
      folders(`rules/${rule}/${framework}`).flatMap((side) => {
        if (side !== 'bad' && side !== 'good')
          throw new Error(`fixtures/rules/${rule}/${framework}/${side}: neither bad nor good`);
        const base = `rules/${rule}/${framework}/${side}`;
        const names = holdsSources(base) ? [base] : folders(base).map((name) => `${base}/${name}`);
        return names.map((name) => ({ name, folder: join(fixtures, name), framework, rule, isBad: side === 'bad' }));
      }),
    ),
  );
}

function frameworkPrograms(): FixtureProgram[] {
  return folders('frameworks').flatMap((framework) =>
    folders(`frameworks/${framework}`).map((feature) => {
      const name = `frameworks/${framework}/${feature}`;
      return { name, folder: join(fixtures, name), framework, rule: null, isBad: true };
    }),
  );
}

function projectPrograms(): FixtureProgram[] {
  return folders('projects').map((project) => {
    const name = `projects/${project}`;
    const manifest = join(fixtures, name, 'package.json');
    const text = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
    const framework = ['express', 'fastify', 'koa', 'hono', '@nestjs/core', '@hapi/hapi'].find((one) =>
      text.includes(`"${one}"`),
    );
    return {
      name,
      folder: join(fixtures, name),
      framework: framework?.replace(/^@(hapi|nestjs)\/\w+$/, '$1') ?? 'unknown',
      rule: null,
      isBad: true,
    };
  });
}

function folders(path: string): string[] {
  const folder = join(fixtures, path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function holdsSources(path: string): boolean {
  const folder = join(fixtures, path);
  return readdirSync(folder).some((name) => isSource.test(name) && statSync(join(folder, name)).isFile());
}

/** Text of every file of a program that can carry expectations, by path relative to its folder. */
export function textsOf(program: FixtureProgram): Map<string, string> {
  const texts = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(path);
      else if (entry.isFile() && isSource.test(entry.name)) {
        texts.set(relative(program.folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
      }
    }
  };
  visit(program.folder);
  return texts;
}

const names = ['server', 'index', 'main', 'app'];
const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** The file that starts the server of a folder. */
export function entryOf(folder: string): string | null {
  for (const base of ['', 'src/']) {
    for (const name of names) {
      const found = extensions.map((extension) => join(folder, `${base}${name}.${extension}`)).find(existsSync);
      if (found) return found;
    }
  }
  return null;
}
