import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { environment } from '../support/callers.ts';
import type { ExpressMajor, StepFunction } from '../support/express.ts';
import { loadExpress } from '../support/express.ts';

const require = createRequire(import.meta.url);

/** Evaluates CommonJS text from memory, with Express of the wanted major under its usual name, and returns the app. */
export function boot(files: Record<string, string>, main: string, major: ExpressMajor, feature: boolean): StepFunction {
  const loaded = new Map<string, { exports: unknown }>();
  const process = { env: { ...environment, ...(feature ? { FEATURE: '1' } : {}) } };
  const load = (path: string): unknown => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(path, module);
    const resolve = (specifier: string) => {
      if (specifier.startsWith('.')) return load(posix.join(posix.dirname(path), specifier));
      return specifier === 'express' ? loadExpress(major) : require(specifier);
    };
    const run = new Function('require', 'module', 'exports', 'process', files[path]!);
    run(resolve, module, module.exports, process);
    return module.exports;
  };
  return load(main) as StepFunction;
}
