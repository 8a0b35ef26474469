import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^glissade$/, replacement: source('index.ts') },
      { find: /^glissade\/(data|explain|nn|plot|report)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/*.test.ts'],
    setupFiles: ['test/properties.setup.ts'],
    pool: 'threads', // cheaper to start than processes, and there are a hundred files
    testTimeout: 30_000,
  },
});
