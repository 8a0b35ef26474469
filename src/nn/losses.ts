/** What is minimised: a number for each sample, of what the network gives and what is true. Knows no network. */
import { showShape, type NdArray, type Shape } from '../array/index.ts';
import { checkKnown, checkNumber } from '../estimator/index.ts';
import { abs, add, lessEqual, logSoftmax, mean, mul, neg, oneHot, reshape, softplus, square, sub, sum, where } from '../ops/index.ts';
import { described } from './description.ts';

/** What the truth is: numbers like the output; a class for each sample; one of two classes, or shares from 0 to 1 like the output. */
export type TargetKind = 'numbers' | 'classes' | 'shares';

/** @typeParam T  what the truth is */
export interface Loss<T extends TargetKind = TargetKind> {
  readonly name: string;
  readonly target: T;
  /** Throws where a network's output, of one sample, is none it can measure. */
  check(output: Shape): void;
  /**
   * [n]: the loss of each sample. What a batch costs is the mean, weighted where classes have weights.
   * @param output  [n, …output]   @param target  like it; for classes int32 [n]
   */
  of(output: NdArray, target: NdArray): NdArray;
}

/** Σ (y − ŷ)² / k over the k numbers of a sample. */
export function meanSquaredError(): Loss<'numbers'> {
  return ofDifferences('meanSquaredError', square);
}

/**
 * ½ d² where |d| ≤ δ, else δ (|d| − ½ δ), d = ŷ − y; the mean over the numbers of a sample: outliers pull no more than δ.
 * @param options.delta  > 0. Default 1   @see Huber, Ann. Math. Statist. 35, 1964
 */
export function huber(options: { readonly delta?: number } = {}): Loss<'numbers'> {
  checkKnown('huber', options, ['delta']);
  const { delta = 1 } = options;
  checkNumber('huber', 'delta', delta, { above: 0 });
  return ofDifferences('huber', (d) => {
    const size = abs(d);
    return where(lessEqual(size, delta), mul(square(d), 0.5), mul(sub(size, delta / 2), delta));
  }, { delta });
}

/** −log softmax(z)ₖ, z the output [classes], before any softmax, k the true class. */
export function crossEntropy(): Loss<'classes'> {
  return described<Loss<'classes'>>({
    name: 'crossEntropy',
    target: 'classes',
    check: (output) => {
      if (output.length !== 1 || output[0] < 2) throw new TypeError(`crossEntropy: the network must end in one number per class, [classes], at least 2; it ends in ${showShape(output)}${output.length === 1 ? ', binaryCrossEntropy() is for a single one' : ''}`);
    },
    of: (output, target) => {
      const isTrue = oneHot(target, output.shape[1], { dtype: output.dtype });
      return sub(0, sum(where(isTrue, logSoftmax(output), 0), 1));
    },
  }, { options: {} });
}

/**
 * −log σ(z) for a 1, −log(1 − σ(z)) for a 0, z the output before any sigmoid: of one of two classes, or, the mean over them, of several
 * properties that a sample may have or not. A share between 0 and 1 is that much of both.
 */
export function binaryCrossEntropy(): Loss<'shares'> {
  return described<Loss<'shares'>>({
    name: 'binaryCrossEntropy',
    target: 'shares',
    check: checkSome('binaryCrossEntropy'),
    of: (output, target) => perSample(add(mul(target, softplus(neg(output))), mul(sub(1, target), softplus(output)))),
  }, { options: {} });
}

function ofDifferences(name: string, f: (difference: NdArray) => NdArray, options: Readonly<Record<string, number>> = {}): Loss<'numbers'> {
  return described<Loss<'numbers'>>({ name, target: 'numbers', check: checkSome(name), of: (output, target) => perSample(f(sub(output, target))) }, { options });
}

function checkSome(name: string): (output: Shape) => void {
  return (output) => {
    if (output.length === 0) throw new TypeError(`${name}: the network must end in at least one axis; it ends in []`);
  };
}

function perSample(x: NdArray): NdArray {
  return mean(reshape(x, [x.shape[0], -1]), 1);
}
