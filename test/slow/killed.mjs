/** A small CNN trained with checkpoints, to be killed: node killed.mjs <checkpoint or -> <threads>. Says "go" when it trains, and in the end a hash of all that was learnt. */
import { createHash } from 'node:crypto';
import { setThreads } from 'glissade';
import { adam, batchNorm, conv2d, cosineDecay, crossEntropy, dense, dropout, flatten, maxPool2d, relu, sequential, train } from 'glissade/nn';

const [to, threads] = process.argv.slice(2);
setThreads(Number(threads));
const net = sequential([1, 8, 8], conv2d(6, 3, { padding: 'same', bias: false }), batchNorm(), relu(), maxPool2d(2), flatten(), dropout(0.25), dense(4));
const y = Array.from({ length: 61 }, (_, i) => ((i * i) % 13) % 4);
// noise, and a row that says the class
const x = { data: Float32Array.from({ length: 61 * 64 }, (_, i) => ((i * 7919) % 251) / 251 + (Math.floor((i % 64) / 8) === 2 * y[Math.floor(i / 64)] ? 0.3 : 0)), shape: [61, 1, 8, 8] };
let begun = false;
const model = await train(net, { x, y }, {
  loss: crossEntropy(), optimizer: adam({ learningRate: cosineDecay({ rate: 0.02, steps: 200 }) }), epochs: 40, batchSize: 8, validation: 0.2, classWeight: 'balanced',
  earlyStopping: { patience: 15 }, seed: 1, ...(to !== '-' && { checkpoint: { to, everyBatches: 2 } }),
  onProgress: () => {
    if (!begun) process.stdout.write('go\n');
    begun = true;
  },
}).model;
const hash = createHash('sha256').update(JSON.stringify([model.bestEpoch, model.history.map((epoch) => ({ ...epoch, seconds: 0 }))]));
for (const { kernel, bias, scale, shift, mean, variance } of [...model.parameters, ...model.layerState]) {
  for (const array of [kernel, bias, scale, shift, mean, variance]) if (array !== undefined) hash.update(new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength));
}
process.stdout.write(`${hash.digest('hex')} after ${model.history.length} epochs, the best ${model.bestEpoch}\n`);
