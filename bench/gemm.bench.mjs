/**
 * Products of square matrices: GFLOP/s, and the share of the register-only roof measured in the same run. Arrays lie
 * in the kernels' memory, as in a compiled program; "with copies" is the call on host arrays.
 *
 *   npm run bench -- gemm [FOLDER]     FOLDER: where @tensorflow/tfjs, tfjs-backend-wasm and onnxruntime-web are installed
 */
import { planGemm } from '../dist/kernels/index.js';
import { gemm, hostMachine, runShared, threadLimit, threadsReady } from '../dist/runtime/index.js';
import { peersOf } from './gemmPeers.mjs';
import { byTurns, percent } from './roof.mjs';

const sizes = [16, 32, 64, 128, 256, 512, 1024];
const types = { float32: Float32Array, float64: Float64Array };

export default async function bench([folder]) {
  const threads = threadLimit();
  await threadsReady(hostMachine());
  const peers = folder === undefined ? undefined : await peersOf(folder);
  for (const dtype of ['float32', 'float64']) {
    process.stdout.write(`${dtype}\n    n   1 thread   of roof   ${threads} threads   with copies, 1 thread      roof\n`);
    for (const n of sizes) {
      const flop = 2 * n ** 3;
      const data = [1, 2].map((seed) => types[dtype].from({ length: n * n }, (_, i) => ((i * 7919 * seed) % 1000) / 500 - 1));
      const [a, b] = data.map((each) => ({ data: each, row: n, column: 1 }));
      const { table, plan } = inMemory(n, dtype, data);
      const best = byTurns({
        one: [flop, () => runShared(hostMachine(), table, plan.scratchBytes, 1)],
        all: [flop, () => runShared(hostMachine(), table, plan.scratchBytes, threads)],
        copies: [flop, () => gemm({ m: n, n, k: n, a, b, threads: 1 })],
      }, dtype, n > 500 ? 10 : 40);
      const line = [best.one.toFixed(1).padStart(10), percent(best.one, best.roof).padStart(9), best.all.toFixed(1).padStart(11), best.copies.toFixed(1).padStart(24), best.roof.toFixed(1).padStart(9)];
      process.stdout.write(`${String(n).padStart(5)} ${line.join('')}\n`);
      if (dtype === 'float32' && peers !== undefined) {
        for (const { name, best: rate } of await peers.measure(n, data)) process.stdout.write(`        ${name}: ${rate.toFixed(1)}, ours ${(best.one / rate).toFixed(2)} ×\n`);
      }
    }
  }
}

/** The table of one product, its operands written into the memory. */
function inMemory(n, dtype, [a, b]) {
  const machine = hostMachine();
  const plan = planGemm(n, n, n, 1, dtype);
  const put = (data) => {
    const address = machine.allocate(data.byteLength);
    machine[dtype](address, data.length).set(data);
    return address;
  };
  const words = {
    m: n, n, k: n, a: put(a), aRow: n, aColumn: 1, aBatch: 0, b: put(b), bRow: n, bColumn: 1, bBatch: 0,
    c: machine.allocate(a.byteLength), cRow: n, cBatch: 0, accumulate: 0, biasKind: 0, bias: 0, activation: 0,
    blockRows: plan.blockRows, blockColumns: plan.blockColumns, blockDepth: plan.blockDepth,
  };
  return { plan, table: machine.writeTable([{ kernel: dtype === 'float32' ? 'gemmFloat32' : 'gemmFloat64', chunks: plan.chunks, words }]) };
}
