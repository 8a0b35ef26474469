/** What the processor can do at most, measured beside what is judged: by turns, because shared machines change their pace. */
import { hostMachine } from '../dist/runtime/index.js';

const flopPerTurn = { float32: 4 * 12 * 4, float64: 4 * 12 * 2 };
const turns = 20_000;

/** GFLOP/s of multiplications and additions on registers alone, once. */
export function roofOnce(dtype) {
  const machine = hostMachine();
  return machine.scope(() => {
    const state = machine.allocate(256);
    machine.float32(state, 64).fill(0);
    const milliseconds = time(() => (dtype === 'float32' ? machine.kernels.roofF32(turns, state) : machine.kernels.roofF64(turns, state)));
    return (turns * flopPerTurn[dtype]) / milliseconds / 1e6;
  });
}

export function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Each of the works and the roof by turns; GFLOP/s at their best. `works`: name → [flop, function]. */
export function byTurns(works, dtype, rounds) {
  const best = { roof: 0 };
  for (const [name, [, work]] of Object.entries(works)) {
    work();
    best[name] = 0;
  }
  for (let round = 0; round < rounds; round++) {
    best.roof = Math.max(best.roof, roofOnce(dtype));
    for (const [name, [flop, work]] of Object.entries(works)) {
      const repeat = Math.max(1, Math.floor(3e7 / flop));
      best[name] = Math.max(best[name], (repeat * flop) / time(() => { for (let i = 0; i < repeat; i++) work(); }) / 1e6);
    }
  }
  return best;
}

export const percent = (a, b) => `${((100 * a) / b).toFixed(0).padStart(4)} %`;
