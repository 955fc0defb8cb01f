import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../support/compile.ts';

type Hooks = {
  _resolveFilename: (specifier: string, parent: { filename?: string } | undefined, ...rest: unknown[]) => string;
  _extensions: Record<
    string,
    (module: NodeModule & { _compile(code: string, file: string): void }, file: string) => void
  >;
};

const modules = Module as unknown as Hooks;
const environments = fileURLToPath(new URL('../environments', import.meta.url));

/** Lets programs in a folder get their packages from the environment of one major of Nest; returns how to undo it. */
export function serveFrom(folder: string, major: number): { require: NodeJS.Require; undo: () => void } {
  const own = createRequire(join(environments, `nest${major}`, 'package.json'));
  const { _resolveFilename: resolve } = modules;
  const load = modules._extensions['.ts']!;
  modules._resolveFilename = function redirected(specifier, parent, ...rest) {
    const isOurs = parent?.filename?.startsWith(folder) && !/^[./]|^node:/.test(specifier);
    // Libraries that several environments share would get their Nest from the place where they lie.
    const isShared = specifier.startsWith('@nestjs/') && !parent?.filename?.startsWith(environments);
    return isOurs || isShared ? own.resolve(specifier) : resolve.call(this, specifier, parent, ...rest);
  };
  modules._extensions['.ts'] = (module, file) => {
    if (!dirname(file).startsWith(folder)) load(module, file);
    else module._compile(compile(readFileSync(file, 'utf8'), file), file);
  };
  return {
    require: own,
    undo: () => {
      modules._resolveFilename = resolve;
      modules._extensions['.ts'] = load;
    },
  };
}
