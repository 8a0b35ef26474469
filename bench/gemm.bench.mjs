/**
 * Products of square matrices: GFLOP/s, and the share of the register-only roof measured in the same run. Arrays lie
 * in the kernels' memory, as in a compiled program; "matmul" is the operation called on arrays.
 *
 *   npm run bench -- gemm [FOLDER]     FOLDER: where @tensorflow/tfjs, tfjs-backend-wasm and onnxruntime-web are installed
 */
import { gemmWork } from '../dist/kernels/index.js';
import { array, matmul, setThreads } from '../dist/index.js';
import { hostMachine, runShared, threadLimit, threadsReady } from '../dist/runtime/index.js';
import { peersOf } from './gemmPeers.mjs';
import { byTurns, percent } from './roof.mjs';

const sizes = [16, 32, 64, 128, 256, 512, 1024];
const types = { float32: Float32Array, float64: Float64Array };

export default async function bench([folder]) {
  const threads = threadLimit();
  await threadsReady(hostMachine());
  const peers = folder === undefined ? undefined : await peersOf(folder);
  for (const dtype of ['float32', 'float64']) {
    process.stdout.write(`${dtype}\n    n   1 thread   of roof   ${threads} threads   matmul, 1 thread     roof\n`);
    for (const n of sizes) {
      const flop = 2 * n ** 3;
      const data = [1, 2].map((seed) => types[dtype].from({ length: n * n }, (_, i) => ((i * 7919 * seed) % 1000) / 500 - 1));
      const [a, b] = data.map((each) => array(each, [n, n]));
      const { table, scratchBytes } = inMemory(n, dtype, data);
      const best = byTurns({
        one: [flop, () => runShared(hostMachine(), table, scratchBytes, 1)],
        all: [flop, () => runShared(hostMachine(), table, scratchBytes, threads)],
        eager: [flop, () => { setThreads(1); matmul(a, b); setThreads(Infinity); }],
      }, dtype, n > 500 ? 10 : 40);
      const line = [best.one.toFixed(1).padStart(10), percent(best.one, best.roof).padStart(9), best.all.toFixed(1).padStart(11), best.eager.toFixed(1).padStart(16), best.roof.toFixed(1).padStart(9)];
      process.stdout.write(`${String(n).padStart(5)} ${line.join('')}\n`);
      if (dtype === 'float32' && peers !== undefined) {
        for (const { name, best: rate } of await peers.measure(n, data)) process.stdout.write(`        ${name}: ${rate.toFixed(1)}, ours ${(best.one / rate).toFixed(2)} ×\n`);
      }
    }
  }
}

/** The table of one product, its operands written into the memory. */
function inMemory(n, dtype, data) {
  const machine = hostMachine();
  const [a, b, c] = [...data, data[0]].map((numbers) => {
    const address = machine.allocate(numbers.byteLength);
    machine[dtype](address, numbers.length).set(numbers);
    return { address, row: n, column: 1 };
  });
  const { calls, scratchBytes } = gemmWork({ m: n, n, k: n, a, b, c }, dtype);
  return { table: machine.writeTable(calls), scratchBytes };
}
