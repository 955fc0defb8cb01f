import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { constants, Script } from 'node:vm';

const BUILT = fileURLToPath(new URL('../dist', import.meta.url));
// Whoever may write here may change the code itself. What lies in the analysed project is never run.
const KEPT = join(BUILT, 'compiled');
/** Length of a digest in letters. */
const SEAL = 64;
/** Bytecode that a function runs before V8 optimises it: 9 times the usual, because optimising takes a run of seconds longer. */
const BUDGET = 1_200_000;

const require = createRequire(import.meta.url);
/** Scripts of this process, with where they belong, of which no compiled code was there. */
const fresh = [];

/**
 * Loads built code with what V8 has made of it in an earlier process: a third of a short run goes into compiling otherwise.
 * What the first process has compiled is kept when it ends. `module.enableCompileCache` does the same, from Node 22 on.
 */
export function load(name) {
  setFlagsFromString(`--interrupt-budget=${BUDGET}`);
  const usual = require.extensions['.js'];
  require.extensions['.cjs'] = (module, path) => {
    if (dirname(path) === BUILT) run(module, path);
    else usual(module, path);
  };
  process.once('exit', () => {
    for (const [path, script] of fresh) keep(path, script);
  });
  return require(join(BUILT, `${name}.cjs`));
}

function run(module, filename) {
  const bytes = readFileSync(filename);
  // V8 looks at the length of the source and at its own version and flags, not at the text.
  const key = hash('sha256', bytes).slice(0, 16);
  const path = join(KEPT, `${basename(filename, '.cjs')}-${key}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = read(path);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${bytes}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  // Functions are compiled when they are first called: all that this process has called is kept.
  if (!cachedData || script.cachedDataRejected) fresh.push([path, script]);
  const { exports } = module;
  script.runInThisContext().call(exports, exports, createRequire(filename), module, filename, BUILT);
}

/** What was kept, unless it is damaged: V8 would believe it. */
function read(path) {
  try {
    const bytes = readFileSync(path);
    const data = bytes.subarray(SEAL);
    return bytes.toString('latin1', 0, SEAL) === hash('sha256', data) ? data : null;
  } catch {
    return null;
  }
}

function keep(path, script) {
  try {
    const data = script.createCachedData();
    mkdirSync(KEPT, { recursive: true });
    const own = `${path}.${process.pid}`;
    writeFileSync(own, Buffer.concat([Buffer.from(hash('sha256', data)), data]));
    renameSync(own, path);
  } catch {
    // A read-only installation starts as it always did.
  }
}
