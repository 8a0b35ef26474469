/**
 * MNIST from its files to a test accuracy, as a user would: openImages, train on images shifted by up to a pixel, without validation, evaluate.
 * Two convolutions (16 and 32 of 3×3), each with relu and a pool of 2, dropout, dense 64, relu, dense 10; Adam, its rate along a cosine from 0.002
 * to 0; batches of 32, 5 epochs. A line per seed; the bits, and so the accuracy, depend on the seed alone.
 *
 *   npm run bench -- mnist FOLDER [SEED …]     FOLDER: with MNIST's four IDX files, also as .gz; default: seeds 0 to 4
 */
import { accuracy } from '../dist/index.js';
import { openImages } from '../dist/data/index.js';
import { adam, conv2d, cosineDecay, crossEntropy, dense, dropout, flatten, maxPool2d, randomShift, relu, sequential, train } from '../dist/nn/index.js';

const [epochs, batchSize] = [5, 32];

export default async function bench([folder, ...seeds]) {
  if (folder === undefined) throw new RangeError('mnist: a folder must be named that holds the four files of MNIST: npm run bench -- mnist FOLDER');
  const images = await openImages(folder);
  const net = sequential([1, 28, 28],
    conv2d(16, 3, { padding: 'same' }), relu(), maxPool2d(2), conv2d(32, 3, { padding: 'same' }), relu(), maxPool2d(2),
    flatten(), dropout(0.25), dense(64), relu(), dense(10));
  const learningRate = cosineDecay({ rate: 2e-3, steps: epochs * Math.ceil(images.count / batchSize) });
  for (const seed of seeds.length === 0 ? [0, 1, 2, 3, 4] : seeds.map(Number)) {
    const [begin, before] = [performance.now(), process.cpuUsage()];
    const run = train(net, images, { loss: crossEntropy(), optimizer: adam({ learningRate }), epochs, batchSize, seed, augment: randomShift({ pixels: 1 }) });
    const model = await run.model;
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(before);
    const { loss, metrics } = await model.evaluate(images.test, { metrics: [accuracy] });
    process.stdout.write(
      `seed ${seed}: ${(100 * metrics.accuracy).toFixed(2)} % of ${images.test.count} test images right, loss ${loss.toFixed(4)}; ` +
      `${epochs} epochs in ${seconds.toFixed(0)} s (${((user + system) / 1e6).toFixed(0)} s of processors), ${(epochs * images.count / seconds).toFixed(0)} images/s\n`,
    );
  }
}
