import { defineConfig } from 'vitest/config';

// `import` must not stand here: vitest hands these on to Node, where `require` would then be given ESM builds.
const conditions = ['authlint-source', 'node'];

export default defineConfig({
  ssr: { resolve: { conditions } },
  resolve: { conditions },
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, maxWorkers: 2 },
});
