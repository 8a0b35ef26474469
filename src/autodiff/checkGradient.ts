/** Compares a gradient with finite differences, and says where they part. Knows no operation by name. */
import { NdArray } from '../array/index.ts';
import { checkKnown, checkNumber, checkSeed } from '../estimator/index.ts';
import { generator } from '../random/index.ts';
import { inline, within, type Program } from '../program/index.ts';
import { backward } from './backward.ts';
import { leavesOf, traceScalar } from './grad.ts';

export interface CheckGradientOptions {
  /** The relative error allowed. Default 1e-6. */
  readonly tol?: number;
  /** Random directions per array, beside its single elements. Default 2. */
  readonly directions?: number;
  /** Elements checked one by one per array, spread evenly. Default 8. */
  readonly elements?: number;
  /** Of the random directions. Default 0. */
  readonly seed?: number;
}

export interface GradientEntry {
  /** The array, as 'params.w', and what was moved: 'params.w[3]' or 'params.w, direction 1'. */
  readonly name: string;
  /** The derivative by the gradient, and by differences. */
  readonly gradient: number;
  readonly difference: number;
  /** max(0, |gradient − difference| − r) / max(1, |gradient|, |difference|), where r = 2⁻⁴⁹·max |f| / h is what rounding f may do to the difference. */
  readonly error: number;
}

export interface GradientReport {
  /** Whether every error is within the tolerance. */
  readonly passed: boolean;
  /** The greatest error. */
  readonly error: number;
  readonly tol: number;
  /** All comparisons, the worst first. */
  readonly entries: readonly GradientEntry[];
  /** The verdict and the worst comparisons, as a table. */
  toString(): string;
}

/**
 * Checks `grad(f)` at `inputs` against finite differences of f, all in float64: along single elements of every array
 * and along random directions v, ∂f/∂v = (f(x − 2hv) − 8f(x − hv) + 8f(x + hv) − f(x + 2hv)) / 12h, with h = 10⁻³ ·
 * max(1, |x|). Nothing is thrown when they differ: the report says so. At a kink (relu at 0) they do.
 * @param f  as of grad   @param inputs  its arguments, as a list
 * @throws TypeError as grad does, and for an unknown option; RangeError for one out of range, for inputs without a number to
 * differentiate by, and when f or its gradient is not finite there
 * @example
 * ```ts
 * import { array, checkGradient, exp, sum } from 'glissade';
 * const report = checkGradient((x) => sum(exp(x)), [array([0, 1])]);
 * report.passed; // true
 * ```
 */
export function checkGradient(f: (x: NdArray) => NdArray, inputs: readonly [NdArray], options?: CheckGradientOptions): GradientReport;
export function checkGradient<const A extends readonly NdArray[]>(f: (...args: A) => NdArray, inputs: A, options?: CheckGradientOptions): GradientReport;
export function checkGradient<const A extends readonly unknown[]>(f: (...args: A) => NdArray, inputs: A, options?: CheckGradientOptions): GradientReport;
export function checkGradient(f: (...args: never[]) => NdArray, inputs: readonly unknown[], options: CheckGradientOptions = {}): GradientReport {
  return within(checkGradient, () => {
    if (!Array.isArray(inputs)) throw new TypeError('checkGradient: inputs must be the list of arguments of f, as [x]; it is no list');
    const { tol, directions, elements, seed } = readOptions(options);
    const precise = toFloat64(inputs) as readonly unknown[];
    const { program, args } = traceScalar('checkGradient', f, precise);
    const leaves = leavesOf(args);
    const paths = args.flatMap((arg) => arg.paths);
    const gradients = inline(backward(program), leaves);
    const random = generator(seed, 'checkGradient');
    const entries = leaves.flatMap((x, leaf) => (x.dtype === 'int32' ? [] : [
      ...spread(x.data.length, elements).map((index) => {
        const v = new Float64Array(x.data.length);
        v[index] = 1;
        return compare(program, leaves, leaf, v, gradients[leaf], `${paths[leaf]}[${position(x, index)}]`);
      }),
      ...Array.from({ length: x.data.length > 1 ? directions : 0 }, (_, i) =>
        compare(program, leaves, leaf, unit(Float64Array.from(x.data, () => random.normal())), gradients[leaf], `${paths[leaf]}, direction ${i + 1}`)),
    ])).sort((a, b) => b.error - a.error);
    if (entries.length === 0) throw new RangeError('checkGradient: inputs must hold a float to differentiate by, and elements or directions be above 0; there is nothing to compare');
    const { error } = entries[0];
    return { passed: error <= tol, error, tol, entries, toString: describeReport };
  });
}

function readOptions(options: CheckGradientOptions): Required<CheckGradientOptions> {
  checkKnown('checkGradient', options, ['tol', 'directions', 'elements', 'seed']);
  const count = (name: 'directions' | 'elements', otherwise: number): number => checkNumber('checkGradient', name, options[name] ?? otherwise, { min: 0, integer: true });
  return {
    tol: checkNumber('checkGradient', 'tol', options.tol ?? 1e-6, { above: 0 }), directions: count('directions', 2), elements: count('elements', 8),
    seed: checkSeed('checkGradient', options.seed ?? 0),
  };
}

/** f along v from x, by differences and by the gradient. */
function compare(program: Program, leaves: readonly NdArray[], leaf: number, v: Float64Array, gradientOf: NdArray, name: string): GradientEntry {
  const x = leaves[leaf];
  const h = 1e-3 * Math.max(1, Math.sqrt(dot(x.data, x.data) / x.data.length));
  let largest = 0;
  const at = (steps: number): number => {
    const moved = new NdArray(Float64Array.from(x.data, (value, i) => value + steps * h * v[i]), x.shape);
    const value = inline(program, leaves.map((other, i) => (i === leaf ? moved : other)))[0].data[0];
    largest = Math.max(largest, Math.abs(value));
    return value;
  };
  const difference = (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
  const gradient = dot(gradientOf.data, v);
  if (!Number.isFinite(gradient) || !Number.isFinite(difference)) {
    throw new RangeError(`checkGradient: f and its gradient must be finite around the inputs; along ${name} the gradient is ${gradient}, the difference ${difference}`);
  }
  const apart = Math.max(0, Math.abs(gradient - difference) - 8 * Number.EPSILON * (largest / h));
  return { name, gradient, difference, error: apart / Math.max(1, Math.abs(gradient), Math.abs(difference)) };
}

function describeReport(this: GradientReport): string {
  const verdict = `${this.passed ? 'gradient and differences agree' : 'gradient and differences DIFFER'}: relative error ${this.error.toExponential(1)}, allowed ${this.tol.toExponential(1)}`;
  const rows = this.entries.slice(0, 5).map(({ name, gradient, difference, error }) =>
    `  ${name}: gradient ${gradient.toPrecision(8)}, difference ${difference.toPrecision(8)}, error ${error.toExponential(1)}`);
  return [verdict, ...rows].join('\n');
}

/** The same structure with its float32 arrays as float64: differences need the digits. */
function toFloat64(tree: unknown): unknown {
  if (tree instanceof NdArray) return tree.dtype === 'float32' ? new NdArray(Float64Array.from(tree.data), tree.shape) : tree;
  if (Array.isArray(tree)) return tree.map(toFloat64);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, part]) => [name, toFloat64(part)]));
}

/** At most `count` indices below `length`, spread evenly, the first and the last among them. */
function spread(length: number, count: number): number[] {
  const used = Math.min(length, count);
  return Array.from({ length: used }, (_, i) => (used === 1 ? 0 : Math.round((i * (length - 1)) / (used - 1))));
}

/** '1, 2' of the sixth number of a [2, 3]. */
function position(x: NdArray, index: number): string {
  let rest = index;
  return x.shape.toReversed().map((length) => {
    const at = rest % length;
    rest = Math.floor(rest / length);
    return at;
  }).toReversed().join(', ');
}

function unit(v: Float64Array): Float64Array {
  const norm = Math.sqrt(dot(v, v));
  return v.map((value) => value / norm);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
