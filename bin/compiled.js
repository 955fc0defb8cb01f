import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';

const BUILT = fileURLToPath(new URL('../dist', import.meta.url));
// Whoever may write here may change the code itself. What lies in the analysed project is never run.
const KEPT = join(BUILT, 'compiled');
/** Length of a digest in letters. */
const SEAL = 64;

/** Of each letter of a script, what a process that has used most of it has at least compiled, in bytes. */
const DENSE = 0.75;
/** By so much has to grow what was kept by a process that has used less of it: one that loads the plugin and links nothing. */
const GROWN = 1.25;

/** Scripts of this process of which no compiled code was there, or little, with where it belongs and how much that was. */
const fresh = [];
const modules = new Map();

/**
 * Loads built code with what V8 has made of it in an earlier process: a third of a short run goes into compiling otherwise.
 * What the first process has compiled is kept when it ends. `module.enableCompileCache` does the same, from Node 22 on, and
 * for all code of the process, which may be somebody else's.
 */
export function load(name) {
  process.once('exit', keepFresh);
  return required(`${name}.cjs`);
}

/** Before the process ends: an editor's lasts for days, and is killed. */
export function keepFresh() {
  for (const [path, script, before] of fresh.splice(0)) keep(path, script, before);
}

function required(name) {
  let module = modules.get(name);
  if (!module) {
    module = { exports: {} };
    modules.set(name, module);
    run(module, join(BUILT, name));
  }
  return module.exports;
}

function run(module, filename) {
  const bytes = readFileSync(filename);
  // V8 looks at the length of the source and at its own version and flags, not at the text.
  const key = hash('sha256', bytes).slice(0, 16);
  // Processes with other flags would take away each other's.
  const path = join(KEPT, `${basename(filename, '.cjs')}-${key}-${cachedDataVersionTag()}-${process.arch}.bin`);
  const cachedData = read(path);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${bytes}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  // Functions are compiled when they are first called: all that this process has called is kept.
  const before = script.cachedDataRejected || !cachedData ? 0 : cachedData.length;
  if (before < DENSE * bytes.length) fresh.push([path, script, before]);
  const installed = createRequire(filename);
  const require = (id) => (/^\.\/.*\.cjs$/.test(id) ? required(id.slice(2)) : installed(id));
  const { exports } = module;
  script.runInThisContext().call(exports, exports, require, module, filename, BUILT);
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

function keep(path, script, before) {
  try {
    const data = script.createCachedData();
    if (data.length < GROWN * before) return;
    mkdirSync(KEPT, { recursive: true });
    const { threadId } = process.getBuiltinModule('node:worker_threads');
    const own = `${path}.${process.pid}-${threadId}`;
    writeFileSync(own, Buffer.concat([Buffer.from(hash('sha256', data)), data]));
    renameSync(own, path);
  } catch {
    // A read-only installation starts as it always did.
  }
}
