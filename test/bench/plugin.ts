/**
 * The plugin in ESLint over a generated project: what all its rules together cost, by ESLint's own clock. On a busy machine
 * the clock goes on while others work; `cpu` is what the process itself used, with ESLint's parsing and the engine's threads.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import { writeLargeProject } from './large-project.ts';

const FILES = 2500;
const KEYSTROKES = 15;

const require = createRequire(import.meta.url);
const authlint = require('../../bin/eslint.js') as typeof import('../../src/eslint/index.ts')['default'];

const cwd = mkdtempSync(join(tmpdir(), 'authlint-bench-'));
const cache = mkdtempSync(join(tmpdir(), 'authlint-bench-cache-'));
process.env['AUTHLINT_CACHE_DIR'] = cache;
console.log(
  `\nESLint plugin: milliseconds for all rules together\n${''.padEnd(42)}${['median', 'min', 'max', 'cpu', 'budget'].map((one) => one.padStart(10)).join('')}`,
);
try {
  const files = writeLargeProject(cwd, FILES);
  const config: Linter.Config[] = [{ files: ['**/*.ts'], languageOptions: { parser } }, authlint.configs.recommended];
  const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: config, stats: true });

  const type = async (file: string, text: string, by = eslint) => {
    const before = process.cpuUsage();
    const [result] = await by.lintText(text, { filePath: join(cwd, file) });
    const { user, system } = process.cpuUsage(before);
    return { rules: rulesTime(result!), cpu: (user + system) / 1000 };
  };
  const textOf = (file: string) => readFileSync(join(cwd, file), 'utf8');

  print('first file of the project', [await type('src/app.ts', textOf('src/app.ts'))], 1000);
  // Another session, which asks for the same model.
  const settings = { authlint: { preset: 'recommended', config: false } };
  const again = new ESLint({ cwd, overrideConfigFile: true, overrideConfig: [...config, { settings }], stats: true });
  print('first file, with a model that is kept', [await type('src/app.ts', textOf('src/app.ts'), again)], 1000);
  const before = process.cpuUsage();
  const results = await eslint.lintFiles(files);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / files.length;
  print(
    `every file of a run over ${files.length}`,
    results.map((result) => ({ rules: rulesTime(result), cpu })),
    0.5,
  );
  const kinds = {
    'keystroke in a file beside the server': ['src/domain7/model/entity1027.ts', 'trim()', 'trim().at(NTH)'],
    'keystroke in a comment of a router': [
      'src/domain7/routes.ts',
      'export const router',
      '// guarded NTH\nexport const router',
    ],
    'keystroke in a text of a handler': ['src/domain7/controller.ts', "'not found'", "'not found NTH'"],
    'keystroke in a condition of a handler': ['src/domain7/controller.ts', '=== null', '=== null || input.page > NTH'],
    'keystroke in a condition of a service': ['src/domain7/service.ts', 'rows.length === 0', 'rows.length === NTH'],
    'keystroke in the list of routers': ['src/app.ts', "'/api/domain7'", "'/api/domain-NTH'"],
  } as const;
  for (const [name, [file, from, to]] of Object.entries(kinds)) {
    const times: Measured[] = [];
    for (let n = 0; n < KEYSTROKES; n++) {
      times.push(await type(file, textOf(file).replace(from, to.replace('NTH', String(n)))));
    }
    print(name, times, 30);
  }
} finally {
  for (const folder of [cwd, cache]) rmSync(folder, { recursive: true });
}

function rulesTime({ stats }: ESLint.LintResult): number {
  const rules = stats!.times!.passes.flatMap((pass) => Object.entries(pass.rules ?? {}));
  return rules.reduce((sum, [name, { total }]) => sum + (name.startsWith('authlint/') ? total : 0), 0);
}

interface Measured {
  readonly rules: number;
  readonly cpu: number;
}

function print(name: string, measured: readonly Measured[], budget: number): void {
  const times = measured.map(({ rules }) => rules).sort((a, b) => a - b);
  const cpu = measured.map((one) => one.cpu).sort((a, b) => a - b);
  const middle = measured.length >> 1;
  const columns = [times[middle]!, times[0]!, times.at(-1)!, cpu[middle]!].map((one) => one.toFixed(2).padStart(10));
  console.log(`${name.padEnd(42)}${columns.join('')}${String(budget).padStart(10)}`);
}
