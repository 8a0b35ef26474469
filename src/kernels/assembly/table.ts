/**
 * Runs a table of calls, together with the other threads: each takes the next chunk of the current call until none is
 * left, and waits for the others before the next call. What a chunk computes does not depend on who takes it.
 */
import { conv2d } from './conv2d';
import { Conv2dCall } from './conv2dCall';
import { conv2dInputGradient } from './conv2dInputGradient';
import { conv2dKernelGradient } from './conv2dKernelGradient';
import { copy, CopyCall, fill, FillCall } from './copy';
import { depthwise, depthwiseInputGradient, depthwiseKernelGradient } from './depthwise';
import { fold, FoldCall } from './fold';
import { gemm, GemmCall } from './gemm';
import { gram, GramCall } from './gram';
import { CheckCall, checkIndices, gather, GatherCall, oneHot, OneHotCall, scatterAdd, ScatterCall } from './indexed';
import { logistic, LogisticCall } from './logistic';
import { map, MapCall } from './map';
import { candidates, CandidatesCall } from './candidates';
import { nearest, NearestCall } from './nearest';
import { addParts, PartsCall } from './parts';
import { pool2d, Pool2dCall } from './pool2d';
import { argReduce, reduce, ReduceCall } from './reduce';
import { residual, ResidualCall } from './residual';
import { ColumnsCall, moments, standardise } from './standardise';
import { uniform, UniformCall } from './uniform';

/** What every call starts with. */
@unmanaged
class Call {
  kernel: i32;
  chunks: i32;
}

/** Runs one chunk of one call. `scratch` is this thread's own. */
// @ts-ignore: decorator
@inline
function runChunk(call: usize, chunk: i32, scratch: usize): void {
  switch (changetype<Call>(call).kernel) {
    case 0: gemm<f32>(changetype<GemmCall>(call), chunk, scratch); break;
    case 1: gemm<f64>(changetype<GemmCall>(call), chunk, scratch); break;
    case 2: conv2d<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 3: conv2d<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 4: conv2dInputGradient<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 5: conv2dInputGradient<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 6: conv2dKernelGradient<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 7: conv2dKernelGradient<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 8: addParts<f32>(changetype<PartsCall>(call)); break;
    case 9: addParts<f64>(changetype<PartsCall>(call)); break;
    case 10: depthwise<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 11: depthwise<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 12: depthwiseInputGradient<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 13: depthwiseInputGradient<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 14: depthwiseKernelGradient<f32>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 15: depthwiseKernelGradient<f64>(changetype<Conv2dCall>(call), chunk, scratch); break;
    case 16: map<f32>(changetype<MapCall>(call), chunk, scratch); break;
    case 17: map<f64>(changetype<MapCall>(call), chunk, scratch); break;
    case 18: reduce<f32>(changetype<ReduceCall>(call), chunk, scratch); break;
    case 19: reduce<f64>(changetype<ReduceCall>(call), chunk, scratch); break;
    case 20: pool2d<f32>(changetype<Pool2dCall>(call), chunk); break;
    case 21: pool2d<f64>(changetype<Pool2dCall>(call), chunk); break;
    case 22: map<i32>(changetype<MapCall>(call), chunk, scratch); break;
    case 23: copy(changetype<CopyCall>(call), chunk); break;
    case 24: fill(changetype<FillCall>(call), chunk); break;
    case 25: argReduce<f32>(changetype<ReduceCall>(call), chunk, scratch); break;
    case 26: argReduce<f64>(changetype<ReduceCall>(call), chunk, scratch); break;
    case 27: argReduce<i32>(changetype<ReduceCall>(call), chunk, scratch); break;
    case 28: gram(changetype<GramCall>(call), chunk, scratch); break;
    case 29: fold(changetype<FoldCall>(call), chunk); break;
    case 30: residual(changetype<ResidualCall>(call), chunk); break;
    case 31: checkIndices(changetype<CheckCall>(call)); break;
    case 32: gather(changetype<GatherCall>(call), chunk); break;
    case 33: scatterAdd<f32>(changetype<ScatterCall>(call), chunk); break;
    case 34: scatterAdd<f64>(changetype<ScatterCall>(call), chunk); break;
    case 35: scatterAdd<i32>(changetype<ScatterCall>(call), chunk); break;
    case 36: oneHot(changetype<OneHotCall>(call), chunk); break;
    case 37: nearest(changetype<NearestCall>(call), chunk, scratch); break;
    case 38: candidates(changetype<CandidatesCall>(call), chunk); break;
    case 39: uniform<f32>(changetype<UniformCall>(call), chunk, scratch); break;
    case 40: uniform<f64>(changetype<UniformCall>(call), chunk, scratch); break;
    case 41: logistic(changetype<LogisticCall>(call), chunk, scratch); break;
    case 42: moments(changetype<ColumnsCall>(call), chunk); break;
    case 43: standardise(changetype<ColumnsCall>(call), chunk); break;
    default: unreachable();
  }
}

/** The whole table by one thread. `calls` holds the address of each call. */
export function run(calls: usize, count: i32, scratch: usize): void {
  for (let i = 0; i < count; i++) {
    const call = load<usize>(calls + (<usize>i << 2));
    const chunks = changetype<Call>(call).chunks;
    for (let chunk = 0; chunk < chunks; chunk++) runChunk(call, chunk, scratch);
  }
}

/** Looks at a counter this often before it sleeps; about 20 µs. */
const PATIENCE: i32 = 20000;

/**
 * The whole table, by this thread and any others that come in while it runs, even late. `counters` holds two numbers
 * per call, 0 at the start: chunks taken, chunks done.
 */
export function share(calls: usize, count: i32, counters: usize, scratch: usize): void {
  for (let i = 0; i < count; i++) {
    const call = load<usize>(calls + (<usize>i << 2));
    const chunks = changetype<Call>(call).chunks;
    const taken = counters + (<usize>i << 3);
    const done = taken + 4;
    while (true) {
      const chunk = atomic.add<i32>(taken, 1);
      if (chunk >= chunks) break;
      runChunk(call, chunk, scratch);
      if (atomic.add<i32>(done, 1) + 1 === chunks) atomic.notify(done, -1);
    }
    waitFor(done, chunks);
  }
}

function waitFor(word: usize, wanted: i32): void {
  for (let i = 0; i < PATIENCE; i++) if (atomic.load<i32>(word) >= wanted) return;
  while (true) {
    const now = atomic.load<i32>(word);
    if (now >= wanted) return;
    atomic.wait<i32>(word, now, -1);
  }
}
