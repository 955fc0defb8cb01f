import type { Library } from './steps.ts';
import { imports } from './steps.ts';

export type ModuleStyle = 'esm' | 'cjs';

/** One file of a rendered setup: written once, printed as ESM or CommonJS. */
export class SourceFile {
  readonly path: string;
  readonly libraries = new Set<Library>();
  /** Local name by the file it comes from. */
  readonly locals = new Map<string, Set<string>>();
  readonly declarations: string[] = [];
  readonly body: string[] = [];
  readonly exports: string[] = [];
  defaultExport: string | null = null;

  constructor(path: string) {
    this.path = path;
  }

  use(from: SourceFile, name: string): void {
    if (from === this) return;
    const names = this.locals.get(from.path) ?? new Set();
    this.locals.set(from.path, names.add(name));
  }

  print(style: ModuleStyle, express: string): string {
    return [...this.head(style, express), ...this.declarations, ...this.body, ...this.foot(style), ''].join('\n');
  }

  private head(style: ModuleStyle, express: string): string[] {
    const esm = style === 'esm';
    const lines = [esm ? `import express from '${express}';` : `const express = require('${express}');`];
    for (const library of [...this.libraries].sort()) lines.push(imports[library][style]);
    for (const [from, names] of this.locals) {
      const isDefault = names.has('default');
      const list = isDefault ? localOf(from) : `{ ${[...names].sort().join(', ')} }`;
      lines.push(esm ? `import ${list} from './${from}';` : `const ${list} = require('./${from}');`);
    }
    return lines;
  }

  private foot(style: ModuleStyle): string[] {
    const esm = style === 'esm';
    if (this.defaultExport)
      return [esm ? `export default ${this.defaultExport};` : `module.exports = ${this.defaultExport};`];
    if (this.exports.length === 0) return [];
    const names = this.exports.join(', ');
    return [esm ? `export { ${names} };` : `module.exports = { ${names} };`];
  }
}

/** How a default export is called by those who import it. */
export function localOf(path: string): string {
  return path.replace(/\.\w+$/, '');
}
