import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { array, conv2dOutputShape, sizeOf, type NdArray, type Shape } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { averagePool2d, conv2d, conv2dReference, maxPool2d, mul, sum, type AveragePool2dOptions, type Conv2dOptions } from './index.ts';

interface Row {
  readonly op: 'conv2d' | 'max' | 'average' | 'averageInside';
  readonly seed: number;
  readonly x: Shape;
  readonly k: Shape;
  readonly bias: boolean;
  readonly size: readonly [number, number];
  readonly options: Conv2dOptions;
  readonly shape: Shape;
  readonly sums: readonly (readonly number[])[];
}

const rows = JSON.parse(readFileSync(new URL('__fixtures__/pytorch.json', import.meta.url), 'utf8')) as readonly Row[];

/** Lehmer's generator: the same numbers as in pytorch.py. */
function numbers(seed: number, shape: Shape, scale = 1, spread = 9): NdArray {
  let state = seed;
  return array(Float64Array.from({ length: sizeOf(shape) }, () => {
    state = (state * 16807) % 2147483647;
    return scale * ((state % spread) - Math.floor(spread / 2));
  }), shape);
}

/** Two weighted sums, which tell apart arrays that differ. */
function sums({ data }: NdArray): number[] {
  let [a, b] = [0, 0];
  data.forEach((value, i) => {
    a += value * (((i * 31) % 97) - 48);
    b += value * (((i * 57) % 101) - 50);
  });
  return [a, b];
}

function convolve({ seed, x, k, bias, options, shape }: Row): { readonly y: NdArray; readonly reference: NdArray; readonly gradients: readonly NdArray[] } {
  const operands = [numbers(seed, x), numbers(seed + 1, k), ...(bias ? [numbers(seed + 2, [k[0]])] : [])];
  const f = (...[image, kernel, offset]: readonly NdArray[]): NdArray => conv2d(image, kernel, offset === undefined ? options : { ...options, bias: offset });
  const g = numbers(seed + 3, shape);
  const gradients = (grad((...args: readonly NdArray[]) => sum(mul(f(...args), g))) as unknown as (...args: readonly NdArray[]) => readonly NdArray[])(...operands);
  return { y: f(...operands), reference: conv2dReference(operands[0], operands[1], bias ? { ...options, bias: operands[2] } : options), gradients };
}

test('convolutions and their gradients are those of PyTorch', () => {
  const convolutions = rows.filter(({ op }) => op === 'conv2d');
  expect(convolutions.length).toBeGreaterThan(250);
  for (const row of convolutions) {
    const { y, reference, gradients } = convolve(row);
    expect([y.shape, conv2dOutputShape(row.x, row.k, row.options)], JSON.stringify(row)).toEqual([row.shape, row.shape]);
    expect([y, ...gradients].map(sums), JSON.stringify(row)).toEqual(row.sums);
    expect(reference, JSON.stringify(row)).toEqual(y);
  }
});

function pool({ op, seed, x, size, options, shape }: Row): NdArray[] {
  const scale = op === 'max' ? 1 : 720720;
  const image = numbers(seed, x, scale, op === 'max' ? 1001 : 9);
  const settings: AveragePool2dOptions = op === 'averageInside' ? { ...options, countPadding: false } : options;
  const f = (one: NdArray): NdArray => (op === 'max' ? maxPool2d(one, size, options) : averagePool2d(one, size, settings));
  const g = numbers(seed + 1, shape, scale);
  return [f(image), grad((one) => sum(mul(f(one), g)))(image)];
}

test('poolings and their gradients are those of PyTorch', () => {
  const poolings = rows.filter(({ op }) => op !== 'conv2d');
  expect(poolings.length).toBeGreaterThan(150);
  for (const row of poolings) {
    const [y, gradient] = pool(row);
    expect(y.shape, JSON.stringify(row)).toEqual(row.shape);
    expect([y, gradient].map(sums), JSON.stringify(row)).toEqual(row.sums);
  }
});
