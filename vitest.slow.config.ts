import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The suites too slow for the gate: packed tarball, browser, a million rows. */
const slow = mergeConfig(base, {});
// a process for each file: what is measured is the memory of one process
slow.test = { ...slow.test, pool: 'forks', isolate: true, include: ['test/slow/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false };
export default slow;
