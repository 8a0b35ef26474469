/** Networks drawn at random, of every layer with every option: what they give, cost, and learn is what PyTorch says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { valueAndGrad } from '../autodiff/index.ts';
import { compile } from '../compile/index.ts';
import { argmax } from '../ops/index.ts';
import type { Json } from '../estimator/index.ts';
import {
  adam, adamW, binaryCrossEntropy, cosineDecay, crossEntropy, exponentialDecay, huber, meanSquaredError, rmsProp, sequential, sgd, stepDecay, warmUp, type Layer, type LayerTrees,
  type Loss, type Network, type Optimizer, type Schedule, type Weights,
} from './index.ts';
import type { FloatType } from './layer.ts';
import { asPyTorch, numbers, parametersOf } from './pytorch.testing.ts';
import { layerKinds } from './saved/layerKinds.ts';
import { meanLoss, trainStep, type Batch } from './training/step.ts';
import { leavesOf, mapTree } from './tree.ts';

interface Spec {
  readonly kind: string;
  readonly options: { readonly [name: string]: Json };
  readonly layers?: readonly Spec[];
}

interface Row {
  readonly input: number[];
  readonly layers: readonly Spec[];
  readonly units: number;
  readonly loss: string;
  readonly weighted: boolean;
  readonly optimizer: { readonly name: string; readonly learningRate: number };
  readonly schedule: string;
  readonly clip: number | null;
  /** Samples of each step. */
  readonly sizes: readonly number[];
  readonly expected: Seen;
}

/** Every array but the losses by its scalar product with random numbers. */
interface Seen {
  readonly output: number;
  /** Of the parameters, then, where they are no indices, of the samples. */
  readonly gradients: readonly number[];
  readonly losses: readonly number[];
  readonly parameters: readonly number[];
  readonly state: readonly number[];
}

const rows = JSON.parse(readFileSync(new URL('__fixtures__/randomNetworks.json', import.meta.url), 'utf8')) as readonly Row[];

const losses: { readonly [name: string]: Loss } = { crossEntropy: crossEntropy(), meanSquaredError: meanSquaredError(), huber: huber({ delta: 0.5 }), binaryCrossEntropy: binaryCrossEntropy() };
const optimizers: { readonly [name: string]: (options: object) => Optimizer } = { sgd, rmsProp, adam, adamW };
const schedules: { readonly [name: string]: (rate: number) => number | Schedule } = {
  constant: (rate) => rate, step: (rate) => stepDecay({ rate, every: 2, factor: 0.5 }), exponential: (rate) => exponentialDecay({ rate, every: 2, factor: 0.9 }),
  cosine: (rate) => cosineDecay({ rate, steps: 4 }), warm: (rate) => warmUp(rate, 3),
};

function layerOf({ kind, options, layers = [] }: Spec): Layer {
  return layerKinds[kind].make(options, layers.map(layerOf));
}

function told({ data }: NdArray): number {
  const { data: by } = numbers(999, [data.length], 1);
  return Array.from(data).reduce((sum, value, i) => sum + value * by[i], 0);
}

/** Batch i of a row. */
function batchOf({ input, layers, units, loss, weighted, sizes }: Row, i: number, dtype: FloatType): Batch {
  const x = numbers(77 + i, [sizes[i], ...input], 1.5);
  const t = numbers(177 + i, [sizes[i], units], 1);
  const target = {
    classes: () => argmax(t) as NdArray,
    shares: () => array(t.data.map((value: number) => Math.min(1, Math.abs(value))), t.shape, { dtype }),
    numbers: () => array(t.data, t.shape, { dtype }),
  }[losses[loss].target]();
  return {
    x: layers[0].kind === 'embedding' ? array(Int32Array.from(x.data, (value) => Math.floor(Math.abs(value) * 3)), x.shape) : array(x.data, x.shape, { dtype }),
    target, ...(weighted && { weight: array(numbers(277 + i, [sizes[i]], 1).data.map((value: number) => Math.abs(value) + 0.5), [sizes[i]], { dtype }) }),
  };
}

function seen(row: Row, dtype: FloatType): Seen {
  const net = (sequential as unknown as (input: number[], ...layers: readonly Layer[]) => Network)(row.input, ...row.layers.map(layerOf));
  let isVariance = true; // mean and variance by turns
  const state = mapTree(({ shape }) => {
    isVariance = !isVariance;
    const values = numbers(isVariance ? 52 : 51, shape, 0.5).data;
    return array(isVariance ? values.map((value: number) => 1 + Math.abs(value)) : values, shape, { dtype });
  }, net.init(0, dtype).state);
  const start: Weights = { parameters: parametersOf(net, dtype, 0.8), state };
  const loss = losses[row.loss];
  const { x, target, weight } = batchOf(row, 0, dtype);
  const cost = (parameters: LayerTrees, x: NdArray): NdArray => meanLoss(loss.of(net.apply({ parameters, state }, x, { training: true })[0], target), weight);
  const [, [gradients, ofSamples]] = (compile(valueAndGrad(cost as never) as never) as unknown as (parameters: LayerTrees, x: NdArray) => [NdArray, [LayerTrees, NdArray]])(start.parameters, x);
  const { learningRate, name, ...options } = row.optimizer;
  const optimizer = optimizers[name]({ ...options, learningRate: schedules[row.schedule](learningRate) });
  const step = trainStep(net, loss, optimizer, start, { seed: 0, dtype, ...(row.clip !== null && { clipNorm: row.clip }) });
  const costs = row.sizes.map((_, i) => step.run(batchOf(row, i, dtype)));
  const { parameters, state: after } = step.carried();
  return {
    output: told(net.apply(start, x)[0]), gradients: [...asPyTorch(net, gradients), ...(net.takesIndices ? [] : [ofSamples])].map(told), losses: costs,
    parameters: asPyTorch(net, parameters).map(told), state: leavesOf(after).map(told),
  };
}

/** The greatest difference, relative to what is beyond 1. */
function distance(found: Seen, expected: Seen): number {
  const list = ({ output, gradients, losses, parameters, state }: Seen): readonly number[] => [output, ...gradients, ...losses, ...parameters, ...state];
  const [a, b] = [list(found), list(expected)];
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]) / Math.max(1, Math.abs(b[i]))));
}

function kindsOf(layers: readonly Spec[]): string[] {
  return layers.flatMap(({ kind, layers: inner = [] }) => [kind, ...kindsOf(inner)]);
}

test('every kind of layer, loss, optimizer and schedule was drawn', () => {
  expect(new Set(rows.flatMap(({ layers }) => kindsOf(layers)))).toEqual(new Set(Object.keys(layerKinds)));
  const drawn = (of: (row: Row) => string): Set<string> => new Set(rows.map(of));
  expect([drawn(({ loss }) => loss), drawn(({ optimizer }) => optimizer.name), drawn(({ schedule }) => schedule)]).toEqual([losses, optimizers, schedules].map((one) => new Set(Object.keys(one))));
});

test.each(rows.map((row) => ({ name: `[${row.input.join(',')}] → ${kindsOf(row.layers).join(', ')}; ${row.loss}, ${row.optimizer.name}`, row })))('PyTorch agrees: $name', ({ row }) => {
  expect(distance(seen(row, 'float64'), row.expected)).toBeLessThan(1e-11);
  expect(distance(seen(row, 'float32'), row.expected)).toBeLessThan(5e-4);
});
