/** The same convolutions, forward, by tfjs-wasm and jax-js on one thread, where a folder has them installed. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function convolutionsOf(folder) {
  const require = createRequire(pathToFileURL(join(folder, 'package.json')));
  return [await tensorflow(require), await jax(folder)];
}

/** Its images are NHWC. */
async function tensorflow(require) {
  const tf = require('@tensorflow/tfjs-core');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  return {
    name: `tfjs-wasm ${wasm.version_wasm}`,
    async measure(g, data, kernel, flop) {
      const x = tf.tensor4d(data, [g.images, g.height, g.width, g.groups * g.inputs]);
      const depthwise = g.groups > 1;
      const w = depthwise
        ? tf.tensor4d(kernel, [g.kernelHeight, g.kernelWidth, g.groups, 1])
        : tf.tensor4d(kernel, [g.kernelHeight, g.kernelWidth, g.inputs, g.outputs]);
      // done when the call returns; its numbers are not read
      return best(12, flop, () => (depthwise ? tf.depthwiseConv2d(x, w, g.strideHeight, 'same') : tf.conv2d(x, w, g.strideHeight, 'same')).dispose());
    },
  };
}

/** Run as it is called: under its jit a convolution takes longer. */
async function jax(folder) {
  const { defaultDevice, init, lax, numpy } = await import(pathToFileURL(join(folder, 'node_modules/@jax-js/jax/dist/index.js')).href);
  await init('wasm');
  defaultDevice('wasm');
  return {
    name: 'jax-js',
    async measure(g, data, kernel, flop) {
      const x = numpy.array(data).reshape([g.images, g.groups * g.inputs, g.height, g.width]);
      const w = numpy.array(kernel).reshape([g.groups * g.outputs, g.inputs, g.kernelHeight, g.kernelWidth]);
      const below = (side, kernelSide, stride, out, before) => (out - 1) * stride + kernelSide - side - before;
      const padding = [
        [g.padTop, below(g.height, g.kernelHeight, g.strideHeight, g.outHeight, g.padTop)],
        [g.padLeft, below(g.width, g.kernelWidth, g.strideWidth, g.outWidth, g.padLeft)],
      ];
      return best(2, flop, async () => {
        await lax.convGeneralDilated(x.ref, w.ref, [g.strideHeight, g.strideWidth], padding, { featureGroupCount: g.groups }).data();
      });
    },
  };
}

async function best(rounds, flop, work) {
  await work();
  let rate = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    rate = Math.max(rate, flop / (performance.now() - start) / 1e6);
  }
  return rate;
}
