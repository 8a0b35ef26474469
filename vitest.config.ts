import { availableParallelism } from 'node:os';
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
    // a hundred and sixty files: threads start faster than processes, and most of the time of a file of its own was loading
    // the library and starting kernels again. `npm run fuzz` gives every file a world of its own.
    pool: 'threads',
    isolate: process.env.FUZZ !== undefined,
    maxWorkers: availableParallelism(), // one less by default: half of a machine with two cores
    testTimeout: 120_000, // for machines that are slow, or busy with something else
    hookTimeout: 60_000,
  },
});
