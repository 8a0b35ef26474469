/** Trains an epoch on an IDX file and prints the most memory that it took: node manyImages.mjs FILE BYTES-FOR-PIXELS */
import { openImages } from '../../dist/data/index.js';
import { crossEntropy, dense, flatten, sequential, sgd, train } from '../../dist/nn/index.js';

const [path, memory] = process.argv.slice(2);
const images = await openImages(path, { memory: Number(memory) });
const { normalization, history } = await train(sequential([1, 32, 32], flatten(), dense(2)), images, { loss: crossEntropy(), optimizer: sgd(), epochs: 1, batchSize: 256 }).model;
process.stdout.write(JSON.stringify({ count: images.count, peak: process.resourceUsage().maxRSS / 1024, normalization, loss: history[0].trainLoss }));
