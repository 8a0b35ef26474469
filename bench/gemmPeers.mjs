/** The same products by tfjs-wasm and onnxruntime-web, one thread, where a folder has them installed. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function peersOf(folder) {
  const require = createRequire(pathToFileURL(join(folder, 'package.json')));
  const peers = [await tensorflow(require), await onnx(require)];
  return {
    async measure(n, [a, b]) {
      const results = [];
      for (const peer of peers) {
        const work = await peer.prepare(n, a, b);
        await work();
        const repeat = Math.max(1, Math.floor(3e7 / (2 * n ** 3)));
        let best = 0;
        for (let round = 0; round < 12; round++) {
          const start = performance.now();
          for (let i = 0; i < repeat; i++) await work();
          best = Math.max(best, (repeat * 2 * n ** 3) / (performance.now() - start) / 1e6);
        }
        results.push({ name: peer.name, best });
      }
      return results;
    },
  };
}

async function tensorflow(require) {
  const tf = require('@tensorflow/tfjs-core');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  return {
    name: `tfjs-wasm ${wasm.version_wasm}`,
    async prepare(n, a, b) {
      const [x, y] = [a, b].map((data) => tf.tensor2d(data, [n, n]));
      // the product is done when the call returns; its numbers are not read
      return () => tf.matMul(x, y).dispose();
    },
  };
}

async function onnx(require) {
  const ort = require('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  return {
    name: `onnxruntime-web ${ort.env.versions?.web ?? ''}`,
    async prepare(n, a, b) {
      const session = await ort.InferenceSession.create(matMulModel(), { executionProviders: ['wasm'] });
      const feeds = { a: new ort.Tensor('float32', a, [n, n]), b: new ort.Tensor('float32', b, [n, n]) };
      return () => session.run(feeds);
    },
  };
}

/** An ONNX file of one node, c = MatMul(a, b), in protobuf by hand. */
function matMulModel() {
  const bytes = (field, content) => [(field << 3) | 2, content.length, ...content];
  const text = (field, value) => bytes(field, [...Buffer.from(value)]);
  const number = (field, value) => [field << 3, value];
  const shape = bytes(2, [...bytes(1, text(2, 'n')), ...bytes(1, text(2, 'm'))]);
  const value = (name) => [...text(1, name), ...bytes(2, bytes(1, [...number(1, 1), ...shape]))];
  const node = [...text(1, 'a'), ...text(1, 'b'), ...text(2, 'c'), ...text(4, 'MatMul')];
  const graph = [...bytes(1, node), ...text(2, 'g'), ...bytes(11, value('a')), ...bytes(11, value('b')), ...bytes(12, value('c'))];
  return Uint8Array.from([...number(1, 8), ...bytes(8, number(2, 13)), ...bytes(7, graph)]);
}
