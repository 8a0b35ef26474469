/**
 * How a convolution and its gradients are cut. Depends on sizes only, so that any number of threads gives the same
 * bits. Knows no memory; the scratch it counts is what assembly/conv2d*.ts reserve.
 */
import { bytesOf, gemmDepth, roundUp, tileColumns, tileRows } from './gemmPlan.ts';
import type { KernelFloat } from './gemmPlan.ts';

/** Sizes of x [images, groups·inputs, height, width], kernel [groups·outputs, inputs, kh, kw], y [images, groups·outputs, oh, ow]. */
export interface Conv2dGeometry {
  readonly images: number;
  readonly groups: number;
  /** Input and output channels of one group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

export interface Conv2dPlan {
  readonly blockColumns: number;
  readonly blockImages: number;
  readonly blockDepth: number;
  readonly chunks: number;
  /** Results that are summed apart and added in order; 1 but for the kernel's gradient. */
  readonly parts: number;
  readonly scratchBytes: number;
}

/** Columns of a packed block: 256 × 256 numbers stay in the second cache beside a packed kernel. */
const mostColumns = 256;

/** Multiplications worth a chunk of their own. */
const smallestChunk = 1 << 20;

const mostParts = 8;

export function planConv2d(g: Conv2dGeometry, dtype: KernelFloat): Conv2dPlan {
  const taps = g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  const blockColumns = evenBlock(positions, mostColumns, tileColumns[dtype]);
  const blockImages = imagesPerChunk(g, g.outputs * g.inputs * taps * blockColumns);
  const blockDepth = Math.min(gemmDepth, g.inputs * taps);
  const chunks = Math.ceil(positions / blockColumns) * g.groups * Math.ceil(g.images / blockImages);
  const rows = (Math.floor((blockColumns - 1) / g.outWidth) + 1) * g.strideHeight + g.kernelHeight * g.dilationHeight + 1;
  const window = channelsIn(blockDepth, taps, g.inputs) * rows * inputRow(g);
  return { blockColumns, blockImages, blockDepth, chunks, parts: 1, scratchBytes: scratch(g.outputs, blockColumns, blockDepth, window, dtype) };
}

export function planConv2dInputGradient(g: Conv2dGeometry, dtype: KernelFloat): Conv2dPlan {
  const taps = g.kernelHeight * g.kernelWidth;
  const positions = Math.ceil(g.height / g.strideHeight) * Math.ceil(g.width / g.strideWidth);
  const blockColumns = evenBlock(positions, mostColumns, tileColumns[dtype]);
  const blockImages = imagesPerChunk(g, g.outputs * g.inputs * taps * blockColumns);
  const blockDepth = Math.min(gemmDepth, g.outputs * taps);
  const chunks = Math.ceil(positions / blockColumns) * g.groups * Math.ceil(g.images / blockImages);
  // with a stride, a phase holds fewer taps, so a block of the sum spans more channels and a row may be short
  const strided = g.strideHeight > 1 || g.strideWidth > 1;
  const channels = strided ? Math.min(g.outputs, blockDepth) : channelsIn(blockDepth, taps, g.outputs);
  const shortest = Math.max(1, Math.floor(g.width / g.strideWidth));
  const rows = Math.min(Math.floor((blockColumns - 1) / shortest) + 2, Math.ceil(g.height / g.strideHeight)) + g.kernelHeight * g.dilationHeight + 1;
  const row = Math.ceil(g.width / g.strideWidth) + g.kernelWidth * g.dilationWidth + 1;
  return { blockColumns, blockImages, blockDepth, chunks, parts: 1, scratchBytes: scratch(g.inputs, blockColumns, blockDepth, channels * rows * row, dtype) };
}

export function planConv2dKernelGradient(g: Conv2dGeometry, dtype: KernelFloat): Conv2dPlan {
  const taps = g.kernelHeight * g.kernelWidth;
  const positions = g.outHeight * g.outWidth;
  const wide = g.inputs * taps;
  const channels = Math.min(g.inputs, Math.max(1, Math.floor(2 * mostColumns / taps)));
  const blockColumns = channels * taps;
  const blocks = Math.ceil(wide / blockColumns) * g.groups;
  const work = g.images * positions * g.groups * g.outputs * wide / smallestChunk;
  const wanted = blocks >= mostParts ? 1 : Math.min(g.images, evenParts(work));
  const blockImages = Math.ceil(g.images / wanted);
  const parts = Math.ceil(g.images / blockImages);
  const blockDepth = Math.min(gemmDepth, positions);
  const rows = (Math.floor((blockDepth - 1) / g.outWidth) + 2) * g.strideHeight + g.kernelHeight * g.dilationHeight + 1;
  const window = channels * rows * inputRow(g);
  const straight = scratch(g.outputs, blockColumns, blockDepth, window, dtype);
  // rows and columns may change places; the sums then have a place of their own
  const turned = scratch(blockColumns, g.outputs, blockDepth, window + blockColumns * roundUp(g.outputs, tileColumns[dtype]), dtype);
  return { blockColumns, blockImages, blockDepth, chunks: blocks * parts, parts, scratchBytes: Math.max(straight, turned) };
}

/** About as many as `work`, but a power of two: two threads do three parts in the time that one needs for two. */
function evenParts(work: number): number {
  let parts = 1;
  while (parts < mostParts && 1.5 * parts <= work) parts *= 2;
  return parts;
}

/** Blocks of at most `most`, all but the last a multiple of a tile, about equally long. */
function evenBlock(length: number, most: number, multiple: number): number {
  const blocks = Math.ceil(length / most);
  return roundUp(Math.ceil(length / blocks), multiple);
}

function imagesPerChunk(g: Conv2dGeometry, workOfOne: number): number {
  return Math.max(1, Math.min(g.images, Math.floor(2 * smallestChunk / Math.max(1, workOfOne))));
}

/** Channels that `depth` consecutive (channel, tap) can touch. */
function channelsIn(depth: number, taps: number, all: number): number {
  return Math.min(all, Math.ceil(depth / taps) + 1);
}

/** The longest row of a window on x. */
function inputRow(g: Conv2dGeometry): number {
  return (g.outWidth - 1) * g.strideWidth + (g.kernelWidth - 1) * g.dilationWidth + 1 + g.strideWidth;
}

function scratch(m: number, n: number, depth: number, window: number, dtype: KernelFloat): number {
  const panels = roundUp(m, tileRows) + roundUp(n, tileColumns[dtype]);
  return 2048 + 4 * (m + 2 * n + depth) + bytesOf[dtype] * (panels * Math.max(1, depth) + window);
}

/** The direct kernels of one channel per group, cut by planes (or, for the kernel's gradient, channels). */
export function planDepthwise(g: Conv2dGeometry, dtype: KernelFloat, planes: number): Conv2dPlan {
  const workOfOne = g.outHeight * g.outWidth * g.kernelHeight * g.kernelWidth * (g.images * g.groups / planes);
  const blockImages = Math.max(1, Math.min(planes, Math.floor(smallestChunk / workOfOne)));
  const rows = Math.max((g.outHeight - 1) * g.strideHeight + 1, g.height) + g.kernelHeight * g.dilationHeight;
  const row = Math.max(inputRow(g), g.width + g.kernelWidth * g.dilationWidth);
  const scratchBytes = 1024 + 4 * g.kernelHeight * g.kernelWidth + bytesOf[dtype] * rows * row;
  return { blockColumns: 0, blockImages, blockDepth: 0, chunks: Math.ceil(planes / blockImages), parts: 1, scratchBytes };
}
