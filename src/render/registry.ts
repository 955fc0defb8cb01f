import { camelCase } from './words.ts';

export interface RuleFile {
  readonly id: string;
  /** The name under which the file exports its rule; `default` for a default export. */
  readonly exported: string;
}

const WIDTH = 120;

/** `rules/index.ts`: static imports, so that bundlers and types see every rule. */
export function renderRegistry(files: readonly RuleFile[]): string {
  const sorted = [...files].sort((a, b) => (a.id < b.id ? -1 : 1));
  const imports = sorted.map(({ id, exported }) => {
    const name = exported === 'default' ? camelCase(id) : `{ ${exported} }`;
    return `import ${name} from './${id}.ts';`;
  });
  const names = sorted.map(({ id, exported }) => (exported === 'default' ? camelCase(id) : exported));
  const line = `export const rules: readonly Rule[] = [${names.join(', ')}];`;
  const list = line.length <= WIDTH ? line : `export const rules: readonly Rule[] = [\n  ${names.join(',\n  ')},\n];`;
  return [
    `// Rendered by \`npm run render\` from the files beside it.`,
    `import type { Rule } from '#rule';`,
    ...imports,
    '',
    '/** All rules, sorted by id. */',
    list,
    '',
  ].join('\n');
}
