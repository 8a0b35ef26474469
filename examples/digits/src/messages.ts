/** What the page and its worker say to each other. */
import type { Epoch } from 'glissade/nn';

export type ToWorker =
  | { readonly kind: 'train'; readonly seed: number; readonly anew: boolean }
  | { readonly kind: 'stop' }
  /** Which digit is this? 64 numbers. */
  | { readonly kind: 'read'; readonly blocks: Float32Array };

export type FromWorker =
  /** The digits held out, 64 numbers each, and what they are; the network, in words. */
  | { readonly kind: 'ready'; readonly pixels: Float32Array; readonly truth: readonly number[]; readonly trainingCount: number; readonly epochs: number; readonly summary: string }
  /** So many of the digits of this epoch have been learnt from. */
  | { readonly kind: 'progress'; readonly epoch: number; readonly done: number; readonly total: number; readonly threads: number }
  /** An epoch is over, and this is what the digits held out are taken for. */
  | { readonly kind: 'epoch'; readonly history: readonly Epoch[]; readonly predictions: readonly number[]; readonly threads: number }
  /** The training is over: these are the predictions of the best epoch, and what diagnose says. */
  | { readonly kind: 'done'; readonly bestEpoch: number; readonly predictions: readonly number[]; readonly reason: string }
  | { readonly kind: 'stopped' }
  /** The probability of each digit; undefined while nothing has been learnt. */
  | { readonly kind: 'read'; readonly probabilities: Float64Array | undefined }
  | { readonly kind: 'failed'; readonly message: string };
