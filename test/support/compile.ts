import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript';

const require = createRequire(import.meta.url);
const { version } = require('typescript/package.json') as { version: string };
const kept = fileURLToPath(new URL(`../../node_modules/.cache/authlint-tests/typescript-${version}`, import.meta.url));

/**
 * Compiles with the metadata of constructors' types, which Nest injects by and other compilers leave out, and with decorators of parameters. The same text is
 * booted on several versions and adapters, and in several processes: it is compiled once.
 */
export function compile(text: string, file: string): string {
  const key = [transpile, extname(file), text].join('\0');
  const path = join(kept, `${createHash('sha256').update(key).digest('hex')}.js`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    const compiled = transpile(text, file);
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, compiled);
    renameSync(`${path}.${process.pid}`, path);
    return compiled;
  }
}

function transpile(text: string, fileName: string): string {
  // Only where something has to be compiled: loading it costs more than compiling a program.
  const compiler = require('typescript') as typeof ts;
  return compiler.transpileModule(text, {
    fileName,
    compilerOptions: {
      module: compiler.ModuleKind.CommonJS,
      target: compiler.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      esModuleInterop: true,
      inlineSourceMap: false,
    },
  }).outputText;
}
