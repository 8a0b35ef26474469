/**
 * Convolution with one input and one output channel per group. There is no matrix to multiply: a vector of positions
 * is summed over the taps, read from a window (window.ts) where neighbours are neighbours whatever the stride.
 */
import { Conv2dCall, divideUp, taps } from './conv2dCall';
import { finishVector } from './epilogue';
import { openScratch, reserve } from './scratch';
import { lanes, multiplyAdd } from './vector';
import { columnAt, fill, rowLength, Window } from './window';

/** y = Σ_{u,v} w[u, v]·x[i·s + u·d − p, …]. Chunk = `blockImages` planes of images × groups. */
export function depthwise<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  openScratch(scratch);
  const window = inputWindow<T>(call);
  const offsets = reserve(<usize>taps(call) << 2);
  for (let t = 0; t < taps(call); t++) store<i32>(offsets + (<usize>t << 2), tapAt(call, window, t) * <i32>sizeof<T>());
  window.data = reserve(0);
  const plane = <usize>(call.height * call.width) * sizeof<T>();
  const out = <usize>(call.outHeight * call.outWidth) * sizeof<T>();
  const last = min(call.images * call.groups, (chunk + 1) * call.blockImages);
  for (let p = chunk * call.blockImages; p < last; p++) {
    const channel = <usize>(p % call.groups);
    fill(sizeof<T>(), window, call.x + <usize>p * plane, 1, call.height, call.width, -call.padTop, -call.padLeft);
    const weights = call.weights + channel * taps(call) * sizeof<T>();
    const bias = v128.splat<T>(call.biasKind === 0 ? <T>0 : load<T>(call.bias + channel * sizeof<T>()));
    const y = call.y + <usize>p * out;
    sumTaps<T>(window, call.strideHeight, weights, offsets, taps(call), y, call.outHeight, call.outWidth, bias, call.biasKind, call.activation);
  }
}

/** dx for stride 1: the same sum over dy, the taps backwards. */
export function depthwiseInputGradient<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  openScratch(scratch);
  const window = changetype<Window>(reserve(offsetof<Window>()));
  const down = (call.kernelHeight - 1) * call.dilationHeight;
  const across = (call.kernelWidth - 1) * call.dilationWidth;
  window.rows = call.height + down;
  window.step = 1;
  window.run = call.width + across;
  const offsets = reserve(<usize>taps(call) << 2);
  for (let t = 0; t < taps(call); t++) {
    const up = down - t / call.kernelWidth * call.dilationHeight;
    const left = across - t % call.kernelWidth * call.dilationWidth;
    store<i32>(offsets + (<usize>t << 2), (up * rowLength(window) + left) * <i32>sizeof<T>());
  }
  window.data = reserve(0);
  const plane = <usize>(call.height * call.width) * sizeof<T>();
  const out = <usize>(call.outHeight * call.outWidth) * sizeof<T>();
  const last = min(call.images * call.groups, (chunk + 1) * call.blockImages);
  for (let p = chunk * call.blockImages; p < last; p++) {
    fill(sizeof<T>(), window, call.y + <usize>p * out, 1, call.outHeight, call.outWidth, call.padTop - down, call.padLeft - across);
    const weights = call.weights + <usize>(p % call.groups * taps(call)) * sizeof<T>();
    sumTaps<T>(window, 1, weights, offsets, taps(call), call.x + <usize>p * plane, call.height, call.width, v128.splat<T>(0), 0, 0);
  }
}

/** dw[u, v] = Σ dy[i, j]·x[…] over images and positions. Chunk = `blockImages` channels. */
export function depthwiseKernelGradient<T>(call: Conv2dCall, chunk: i32, scratch: usize): void {
  openScratch(scratch);
  const window = inputWindow<T>(call);
  window.data = reserve(0);
  const plane = <usize>(call.height * call.width) * sizeof<T>();
  const out = <usize>(call.outHeight * call.outWidth) * sizeof<T>();
  const last = min(call.groups, (chunk + 1) * call.blockImages);
  for (let channel = chunk * call.blockImages; channel < last; channel++) {
    const weights = call.weights + <usize>(channel * taps(call)) * sizeof<T>();
    for (let image = 0; image < call.images; image++) {
      const p = <usize>(image * call.groups + channel);
      fill(sizeof<T>(), window, call.x + p * plane, 1, call.height, call.width, -call.padTop, -call.padLeft);
      for (let t = 0; t < taps(call); t++) {
        const from = window.data + <usize>tapAt(call, window, t) * sizeof<T>();
        const sum = productSum<T>(from, <usize>(rowLength(window) * call.strideHeight) * sizeof<T>(), call.y + p * out, call.outHeight, call.outWidth);
        const at = weights + <usize>t * sizeof<T>();
        store<T>(at, image === 0 ? sum : load<T>(at) + sum);
      }
    }
  }
}

function inputWindow<T>(call: Conv2dCall): Window {
  const window = changetype<Window>(reserve(offsetof<Window>()));
  window.rows = (call.outHeight - 1) * call.strideHeight + (call.kernelHeight - 1) * call.dilationHeight + 1;
  window.step = call.strideWidth;
  window.run = divideUp((call.outWidth - 1) * call.strideWidth + (call.kernelWidth - 1) * call.dilationWidth + 1, window.step);
  return window;
}

// @ts-ignore: decorator
@inline
function tapAt(call: Conv2dCall, window: Window, t: i32): i32 {
  return t / call.kernelWidth * call.dilationHeight * rowLength(window) + columnAt(window, t % call.kernelWidth * call.dilationWidth);
}

/** to[i, j] = Σ_t weights[t]·window[i·stride, j + offset t]; the last vector of a row overlaps the one before it. */
function sumTaps<T>(window: Window, stride: i32, weights: usize, offsets: usize, count: i32, to: usize, height: i32, width: i32, bias: v128, biasKind: i32, activation: i32): void {
  const rowBytes = <usize>(rowLength(window) * stride) * sizeof<T>();
  for (let i = 0; i < height; i++) {
    const from = window.data + <usize>i * rowBytes;
    let j = 0;
    for (; j + 4 * lanes<T>() <= width; j += 4 * lanes<T>()) {
      const at = from + <usize>j * sizeof<T>();
      let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0), s2 = v128.splat<T>(0), s3 = v128.splat<T>(0);
      for (let t = 0; t < count; t++) {
        const x = at + load<i32>(offsets + (<usize>t << 2));
        const w = v128.load_splat<T>(weights + <usize>t * sizeof<T>());
        s0 = multiplyAdd<T>(s0, w, v128.load(x));
        s1 = multiplyAdd<T>(s1, w, v128.load(x, 16));
        s2 = multiplyAdd<T>(s2, w, v128.load(x, 32));
        s3 = multiplyAdd<T>(s3, w, v128.load(x, 48));
      }
      const y = to + <usize>j * sizeof<T>();
      v128.store(y, finishVector<T>(s0, biasKind, bias, activation));
      v128.store(y, finishVector<T>(s1, biasKind, bias, activation), 16);
      v128.store(y, finishVector<T>(s2, biasKind, bias, activation), 32);
      v128.store(y, finishVector<T>(s3, biasKind, bias, activation), 48);
    }
    if (width >= lanes<T>()) {
      while (j < width) {
        j = min(j, width - lanes<T>());
        const at = from + <usize>j * sizeof<T>();
        let s = v128.splat<T>(0);
        for (let t = 0; t < count; t++) {
          s = multiplyAdd<T>(s, v128.load_splat<T>(weights + <usize>t * sizeof<T>()), v128.load(at + load<i32>(offsets + (<usize>t << 2))));
        }
        v128.store(to + <usize>j * sizeof<T>(), finishVector<T>(s, biasKind, bias, activation));
        j += lanes<T>();
      }
    } else {
      for (; j < width; j++) {
        const at = from + <usize>j * sizeof<T>();
        let s: T = 0;
        for (let t = 0; t < count; t++) s += load<T>(weights + <usize>t * sizeof<T>()) * load<T>(at + load<i32>(offsets + (<usize>t << 2)));
        store<T>(to + <usize>j * sizeof<T>(), v128.extract_lane<T>(finishVector<T>(v128.splat<T>(s), biasKind, bias, activation), 0));
      }
    }
    to += <usize>width * sizeof<T>();
  }
}

/** Σ a[i, j]·b[i, j]: each lane over its columns, then the lanes in order, then what is left of the rows. */
function productSum<T>(a: usize, aRow: usize, b: usize, height: i32, width: i32): T {
  let s0 = v128.splat<T>(0), s1 = v128.splat<T>(0);
  let rest: T = 0;
  for (let i = 0; i < height; i++) {
    let j = 0;
    for (; j + 2 * lanes<T>() <= width; j += 2 * lanes<T>()) {
      const at = <usize>j * sizeof<T>();
      s0 = multiplyAdd<T>(s0, v128.load(a + at), v128.load(b + at));
      s1 = multiplyAdd<T>(s1, v128.load(a + at, 16), v128.load(b + at, 16));
    }
    for (; j < width; j++) rest += load<T>(a + <usize>j * sizeof<T>()) * load<T>(b + <usize>j * sizeof<T>());
    a += aRow;
    b += <usize>width * sizeof<T>();
  }
  const sums = v128.add<T>(s0, s1);
  let total: T = v128.extract_lane<T>(sums, 0) + v128.extract_lane<T>(sums, 1);
  if (sizeof<T>() === 4) total = total + v128.extract_lane<T>(sums, 2) + v128.extract_lane<T>(sums, 3);
  return total + rest;
}
