/**
 * Networks trained by compiled programs and by `train`, clusters and a lasso have the bits they had in the last version, whatever the number of threads. The
 * slow suite `platforms` holds every Node, Chromium and every bundler to the same bits.
 * When a kernel knowingly changes them:   npm test -- test/training -u
 */
import { expect, test } from 'vitest';
import { run } from './slow/consumer/program.js';

test('the bits of a training are those of the last version, with one thread and with two', async () => {
  const [one, two] = (await run()).results.map((result) => Object.entries(result).filter(([name]) => name !== 'threads' && name !== 'helped').map(([name, hash]) => `${name} ${hash}\n`).join(''));
  expect(two).toBe(one);
  await expect(one).toMatchFileSnapshot('__fixtures__/training.sha256');
});
