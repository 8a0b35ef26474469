import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The suites too slow for the gate: packed tarball, browser, a million rows. */
const slow = mergeConfig(base, {});
slow.test = { ...slow.test, pool: 'forks', include: ['test/slow/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false };
export default slow;
