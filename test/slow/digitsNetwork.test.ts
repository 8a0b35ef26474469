/** A CNN on the digits of the repository, cross-validated: at least 98 % right, in less than a minute. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kFold } from '../../src/index.ts';
import { adam, conv2d, cosineDecay, crossEntropy, dense, dropout, flatten, maxPool2d, relu, sequential, train, type TrainingData } from '../../src/nn/index.ts';

const rows = readFileSync(new URL('../../datasets/digits.csv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
const net = sequential([1, 8, 8], conv2d(16, 3, { padding: 'same' }), relu(), conv2d(32, 3, { padding: 'same' }), relu(), maxPool2d(2), dropout(0.25),
  flatten(), dense(64), relu(), dropout(0.5), dense(10));

function taken(which: Int32Array): TrainingData<number[]> {
  return {
    x: { data: Float32Array.from([...which].flatMap((row) => rows[row].slice(0, 64)), (ink) => ink / 16), shape: [which.length, 1, 8, 8] },
    y: Array.from(which, (row) => rows[row][64]),
  };
}

test('a CNN tells digits apart, at least 98 % in five folds', async () => {
  const begin = performance.now();
  let right = 0;
  for (const fold of kFold(5).split(rows.length)) {
    const [training, test] = [taken(fold.train), taken(fold.test)];
    const steps = 15 * Math.ceil(training.y.length / 32);
    const model = await train(net, training, { loss: crossEntropy(), optimizer: adam({ learningRate: cosineDecay({ rate: 2e-3, steps }) }), epochs: 15 }).model;
    (await model.predict(test.x)).forEach((label, i) => { right += label === test.y[i] ? 1 : 0; });
  }
  expect(right / rows.length).toBeGreaterThanOrEqual(0.98);
  expect(performance.now() - begin).toBeLessThan(60_000);
}, 180_000);
