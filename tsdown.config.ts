import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { defineConfig } from 'tsdown';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** What is installed beside authlint: native code. All else is bundled. */
const external = Object.keys(dependencies);

const shared = defineConfig({
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  // Reading one file costs less CPU than resolving and reading the hundred that the libraries consist of.
  deps: {
    neverBundle: external,
    alwaysBundle: (id) => !id.startsWith('node:') && !external.some((name) => id === name || id.startsWith(`${name}/`)),
    onlyBundle: false,
  },
  inputOptions: {
    resolve: {
      conditionNames: ['authlint-source', 'import', 'node', 'default'],
      mainFields: ['module', 'main'],
    },
  },
});

export default defineConfig([
  { ...shared, entry: { index: 'src/index.ts' }, format: 'esm', dts: true, plugins: [lazily()] },
  { ...shared, entry: { eslint: 'src/eslint/index.ts' }, format: 'esm', dts: { emitDtsOnly: true } },
  // Compiled code is kept for scripts only, see bin/compiled.js.
  {
    ...shared,
    entry: { cli: 'src/cli/main.ts', eslint: 'src/eslint/index.ts' },
    format: 'cjs',
    dts: false,
    inputOptions: { ...shared.inputOptions, preserveEntrySignatures: 'allow-extension' },
    plugins: [lazily(), whenAsked('link'), ascii(), licenses()],
    outputOptions: {
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'link', test: /\/src\/link\// }] },
    },
  },
]);

/** `createRequire(…)('x')` loads x when it is needed; the bundler does the same for a plain `require`, with x inside. */
function lazily() {
  return {
    name: 'lazily',
    transform: (code: string) => code.replaceAll(/createRequire\(import\.meta\.url\)\((?=')/g, 'require('),
  };
}

/** Loads a chunk when it is first asked for something: a run that finds its model kept does without the linker. */
function whenAsked(name: string) {
  const eager = new RegExp(`const (\\w+) = require\\("(\\./${name}-[^"]+)"\\);`);
  return {
    name: 'when-asked',
    generateBundle(_: object, bundle: Record<string, { code?: string }>) {
      const code = ({ code = '' }: { code?: string }) => code;
      const importing = Object.values(bundle).filter((chunk) => eager.test(code(chunk)));
      if (importing.length === 0) throw new Error(`no chunk imports ${name}`);
      for (const chunk of importing)
        chunk.code = code(chunk).replace(eager, 'const $1 = new Proxy({}, { get: (_, key) => require("$2")[key] });');
    },
  };
}

/** One letter outside of ASCII makes Node decode all of a file letter by letter, and V8 keep it in twice the room. */
function ascii() {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return {
    name: 'ascii',
    // Later than `renderChunk`, behind which the code is printed once more.
    generateBundle(_: object, bundle: Record<string, { code?: string }>) {
      for (const chunk of Object.values(bundle))
        if (chunk.code !== undefined) chunk.code = chunk.code.replaceAll(/[^\0-\x7f]/g, escaped);
    },
  };
}

/** The licences of the bundled packages ask to be handed on with their code. */
function licenses() {
  return {
    name: 'licenses',
    generateBundle(this: { emitFile(file: object): void; getModuleIds(): Iterable<string> }) {
      const folders = new Set([...this.getModuleIds()].flatMap((id) => packageFolder(id) ?? []));
      const texts = [...folders].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        if (!file && !license) throw new Error(`${name} is bundled and names no licence`);
        const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
        return `${name} ${version}\n\n${text}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

function packageFolder(id: string): string | null {
  const parts = id.split(sep);
  const last = parts.lastIndexOf('node_modules');
  if (last < 0) return null;
  const folder = parts.slice(0, last + (parts[last + 1]?.startsWith('@') ? 3 : 2)).join(sep);
  return existsSync(join(folder, 'package.json')) ? folder : null;
}
