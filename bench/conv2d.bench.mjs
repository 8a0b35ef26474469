/**
 * Convolutions, forward and both gradients, float32, one thread: GFLOP/s and the share of our own product of matrices
 * at n = 512 in the same run. Arrays lie in the kernels' memory, as in a compiled program.
 *
 *   npm run bench -- conv2d [FOLDER]     FOLDER: where @tensorflow/tfjs-core, tfjs-backend-wasm and @jax-js/jax are installed
 */
import { conv2dForwardWork, conv2dInputGradientWork, conv2dKernelGradientWork, conv2dPartsBytes, gemmWork } from '../dist/kernels/index.js';
import { hostMachine, runShared } from '../dist/runtime/index.js';
import { convolutionsOf } from './conv2dPeers.mjs';
import { byTurns, percent } from './roof.mjs';

const same = (images, inputs, side, outputs, groups = 1) => ({
  images, groups, inputs, outputs, height: side, width: side, kernelHeight: 3, kernelWidth: 3, outHeight: side, outWidth: side,
  strideHeight: 1, strideWidth: 1, padTop: 1, padLeft: 1, dilationHeight: 1, dilationWidth: 1,
});

const shapes = {
  '32×1×28×28 → 16, 3×3': same(32, 1, 28, 16),
  '32×16×14×14 → 32, 3×3': same(32, 16, 14, 32),
  '8×32×56×56 → 64, 3×3': same(8, 32, 56, 64),
  '1×3×224×224 → 32, 7×7 stride 2': {
    images: 1, groups: 1, inputs: 3, outputs: 32, height: 224, width: 224, kernelHeight: 7, kernelWidth: 7, outHeight: 112, outWidth: 112,
    strideHeight: 2, strideWidth: 2, padTop: 3, padLeft: 3, dilationHeight: 1, dilationWidth: 1,
  },
  'depthwise 8×64×56×56, 3×3': same(8, 1, 56, 1, 64),
};

export default async function bench([folder]) {
  const peers = folder === undefined ? [] : await convolutionsOf(folder);
  const numbers = (length) => Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 500 - 1);
  process.stdout.write('                                    forward  of gemm      dx  of gemm  dkernel  of gemm     gemm\n');
  for (const [name, g] of Object.entries(shapes)) {
    const x = numbers(g.images * g.groups * g.inputs * g.height * g.width);
    const kernel = numbers(g.groups * g.outputs * g.inputs * g.kernelHeight * g.kernelWidth);
    const dy = numbers(g.images * g.groups * g.outputs * g.outHeight * g.outWidth);
    const flop = 2 * dy.length * g.inputs * g.kernelHeight * g.kernelWidth;
    const best = hostMachine().scope(() => {
      const at = { x: put(x), weights: put(kernel), y: put(dy), parts: hostMachine().allocate(conv2dPartsBytes(g, 'float32')) };
      const square = () => ({ address: put(numbers(512 * 512)), row: 512, column: 1 });
      return byTurns({
        forward: [flop, ready(conv2dForwardWork(g, 'float32', at))],
        dx: [flop, ready(conv2dInputGradientWork(g, 'float32', at))],
        dkernel: [flop, ready(conv2dKernelGradientWork(g, 'float32', at))],
        gemm: [2 * 512 ** 3, ready(gemmWork({ m: 512, n: 512, k: 512, a: square(), b: square(), c: square() }, 'float32'))],
      }, 'float32', 20);
    });
    const line = ['forward', 'dx', 'dkernel'].map((each) => `${best[each].toFixed(1).padStart(8)} ${percent(best[each], best.gemm).padStart(8)}`);
    process.stdout.write(`${name.padEnd(34)}${line.join('')}${best.gemm.toFixed(1).padStart(9)}\n`);
    for (const peer of peers) {
      const rate = await peer.measure(g, x, kernel, flop);
      process.stdout.write(`    ${peer.name} forward: ${rate.toFixed(1)}, ours ${(best.forward / rate).toFixed(2)} ×\n`);
    }
  }
}

function put(data) {
  const address = hostMachine().allocate(data.byteLength);
  hostMachine().float32(address, data.length).set(data);
  return address;
}

/** The work written as a table, to be run by one thread. */
function ready({ calls, scratchBytes }) {
  const table = hostMachine().writeTable(calls);
  return () => runShared(hostMachine(), table, scratchBytes, 1);
}
