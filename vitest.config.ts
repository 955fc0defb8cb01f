import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['authlint-source', 'node', 'import', 'default'] } },
  resolve: { conditions: ['authlint-source', 'node', 'import', 'default'] },
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000 },
});
