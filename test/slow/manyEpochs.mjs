/** 1,000 epochs of a small CNN with a validation: what they leave in memory, and what a step allocates. node manyEpochs.mjs [checkpoint] */
import { Session } from 'node:inspector/promises';
import { PerformanceObserver } from 'node:perf_hooks';
import { adam, batchNorm, conv2d, crossEntropy, dense, dropout, flatten, maxPool2d, relu, sequential, train } from 'glissade/nn';

const net = sequential([1, 8, 8], conv2d(8, 3, { padding: 'same' }), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.2), dense(4));
const x = { data: Float32Array.from({ length: 330 * 64 }, (_, i) => ((i * 7919) % 251) / 251), shape: [330, 1, 8, 8] };
const y = Array.from({ length: 330 }, (_, i) => ((i * i) % 13) % 4);
const steps = 9; // of an epoch: 264 samples, the last batch of 8
const checkpoint = process.argv[2];
const session = new Session();
session.connect();
const resident = [];
let allocated = 0;
let collecting = 0; // milliseconds
let training = 0;
const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) collecting += duration; });
observer.observe({ entryTypes: ['gc'] });
for await (const { epoch, seconds } of train(net, { x, y }, { loss: crossEntropy(), optimizer: adam(), epochs: 1000, batchSize: 32, validation: 0.2, ...(checkpoint && { checkpoint }) })) {
  if (epoch % 50 === 0 && epoch <= 900) resident.push(Math.round(process.memoryUsage().rss / (1 << 20)));
  if (epoch <= 900) training += 1000 * seconds;
  if (epoch === 900) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    observer.disconnect();
    await session.post('HeapProfiler.startSampling', { samplingInterval: 1024, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  }
  if (epoch === 1000) allocated = bytesOf((await session.post('HeapProfiler.stopSampling')).profile.head);
}
process.stdout.write(JSON.stringify({ resident, perStep: Math.round(allocated / (100 * steps)), collecting: collecting / training }));

/** All that was allocated, also what is gone again. */
function bytesOf({ selfSize, children }) {
  return children.reduce((total, child) => total + bytesOf(child), selfSize);
}
