import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// `import` must not stand here: vitest hands these on to Node, where `require` would then be given ESM builds.
const conditions = ['authlint-source', 'node'];

// Commands that tests start must not keep anything in the home of whoever runs them.
const AUTHLINT_CACHE_DIR = fileURLToPath(new URL('node_modules/.cache/authlint-tests', import.meta.url));

// Tests with the real tools of others are many seconds each: `npm run integration`.
const isIntegration = process.env['AUTHLINT_INTEGRATION'] !== undefined;
const include = [isIntegration ? 'test/integration/**/*.test.ts' : 'test/**/*.test.ts'];
const exclude = ['**/node_modules/**', ...(isIntegration ? [] : ['test/integration/**'])];

/** What takes longest begins first, so that no worker is left with it alone; a fresh checkout knows no durations. */
const longest = [
  'nest/truth',
  'fixtures',
  'truth/truth',
  'cache',
  'fix',
  'generator/generator',
  'nest/generator',
  'truth/onion',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  ssr: { resolve: { conditions } },
  resolve: { conditions },
  // One process for all files that a worker gets: what they import is loaded, and made fast, once. Files leave nothing behind.
  test: {
    include,
    exclude,
    globalSetup: 'test/support/run-folder.ts',
    isolate: false,
    testTimeout: 30_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    env: { AUTHLINT_CACHE_DIR },
  },
});
