import typescript from '@typescript-eslint/parser';
import { ESLint as ESLint10, type Linter } from 'eslint';
import { ESLint as ESLint9 } from 'eslint9';
import plugin, { type PluginConfig } from '../../src/eslint/index.ts';

export const majors = { 'ESLint 9': ESLint9 as typeof ESLint10, 'ESLint 10': ESLint10 } as const;

export const TYPESCRIPT: Linter.Config = {
  files: ['**/*.{ts,mts,cts,tsx}'],
  languageOptions: { parser: typescript },
};

/** ESLint as a project would have it that uses authlint alone. */
export function eslintIn(
  cwd: string,
  { major = 'ESLint 10', config = plugin.configs.recommended, more = [] }: EslintOptions = {},
): ESLint10 {
  const jsx: Linter.Config = {
    files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
  };
  return new majors[major]({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [jsx, TYPESCRIPT, config, ...more],
    ignore: false,
    errorOnUnmatchedPattern: false,
  });
}

interface EslintOptions {
  readonly major?: keyof typeof majors;
  readonly config?: PluginConfig;
  readonly more?: readonly Linter.Config[];
}
