/** The same convolutions, forward, by tfjs-wasm on one thread, where a folder has it installed. Its images are NHWC. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function convolutionsOf(folder) {
  const require = createRequire(pathToFileURL(join(folder, 'package.json')));
  const tf = require('@tensorflow/tfjs-core');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  return {
    measure(g, data, kernel, flop) {
      const x = tf.tensor4d(data, [g.images, g.height, g.width, g.groups * g.inputs]);
      const depthwise = g.groups > 1;
      const w = depthwise
        ? tf.tensor4d(kernel, [g.kernelHeight, g.kernelWidth, g.groups, 1])
        : tf.tensor4d(kernel, [g.kernelHeight, g.kernelWidth, g.inputs, g.outputs]);
      const work = () => (depthwise ? tf.depthwiseConv2d(x, w, g.strideHeight, 'same') : tf.conv2d(x, w, g.strideHeight, 'same')).dispose();
      work();
      let best = 0;
      for (let round = 0; round < 12; round++) {
        const start = performance.now();
        work();
        best = Math.max(best, flop / (performance.now() - start) / 1e6);
      }
      return { name: `tfjs-wasm ${wasm.version_wasm}`, best };
    },
  };
}
