/** Layers one after the other. Knows no layer by name. */
import { describe, isCount, sameShape, showShape, type NdArray, type Shape } from '../../array/index.ts';
import { checkChoice, checkSeed } from '../../estimator/index.ts';
import type { Tree } from '../../program/index.ts';
import { generator } from '../../random/index.ts';
import { asLayer, outputShapeOf, type AnyLayer, type FloatType, type Layer, type Mode } from '../layer.ts';
import { countNumbers } from '../tree.ts';
import type { Layers, Out, Wire } from '../types/wire.ts';

/** Parameters, or states, of layers in a row. */
export type LayerTrees = readonly Tree[];

/** What a network learns: by gradients, and otherwise. */
export interface Weights {
  readonly parameters: LayerTrees;
  readonly state: LayerTrees;
}

/** A network: layers whose shapes fit. In one sample's shape, Out that of what it makes of it. */
export interface Network<In extends Shape = Shape, Out extends Shape = Shape> {
  readonly inputShape: In;
  readonly outputShape: Out;
  readonly layers: readonly AnyLayer[];
  /** True where samples are whole numbers that count something, because the first layer takes them so. */
  readonly takesIndices: boolean;
  /** Weights before training. @param seed  a whole number   @param dtype  default 'float32' */
  init(seed: number, dtype?: FloatType): Weights;
  /** [y, the state after it] of a batch x, [n, …inputShape]: a function of arrays that can be traced, differentiated and compiled. */
  apply(weights: Weights, x: NdArray, mode?: Mode): readonly [NdArray, LayerTrees];
  /** A line per layer: name, output, parameters. */
  toString(): string;
}

/**
 * A network of layers one after the other. The compiler computes the shape after each; a layer that does not fit is an error
 * on that argument, and at run time a TypeError with the same message.
 * @param inputShape  of one sample: [features], [channels, height, width] …; the batch comes before it
 * @throws TypeError when a layer does not fit what comes before it
 * @example
 * ```ts
 * import { conv2d, dense, flatten, maxPool2d, relu, sequential } from 'glissade/nn';
 * const net = sequential([1, 28, 28], conv2d(16, 3, { padding: 'same' }), relu(), maxPool2d(2), flatten(), dense(10));
 * net.outputShape; // [10]
 * console.log(String(net));
 * // input                [1,28,28]
 * // conv2d               [16,28,28]        160
 * // relu                 [16,28,28]
 * // maxPool2d            [16,14,14]
 * // flatten              [3136]
 * // dense                [10]            31370
 * // parameters                           31530
 * ```
 */
export function sequential<const In extends number[], L extends AnyLayer[]>(inputShape: In, ...layers: Layers<L, Wire<L, In>>): Network<In, Out<Wire<L, In>>> {
  if (!Array.isArray(inputShape) || !inputShape.every((length) => isCount(length, 1))) {
    throw new TypeError(`sequential: inputShape must be the lengths of one sample's axes, whole numbers ≥ 1; it is ${Array.isArray(inputShape) ? showShape(inputShape) : String(inputShape)}`);
  }
  const list = readLayers('sequential', layers as readonly AnyLayer[]);
  const shapes = shapesAlong(inputShape, list);
  const network: Network = {
    inputShape: [...inputShape],
    outputShape: shapes[list.length],
    layers: list,
    takesIndices: list[0]?.takesIndices === true,
    init: (seed, dtype = 'float32') => {
      checkSeed('init', seed);
      checkChoice('init', 'dtype', dtype, ['float32', 'float64']);
      const random = generator(seed, 'parameters');
      return { parameters: list.map((layer, i) => layer.init?.(random, shapes[i], dtype) ?? {}), state: list.map((layer, i) => layer.initState?.(shapes[i], dtype) ?? {}) };
    },
    apply: ({ parameters, state }, x, mode = { training: false }) => applyInTurn(list, parameters, state, x, mode),
    toString: () => summary(inputShape, list, shapes),
  };
  return network as unknown as Network<In, Out<Wire<L, In>>>;
}

/** @throws TypeError for what is no layer */
export function readLayers(caller: string, layers: readonly AnyLayer[]): Layer[] {
  layers.forEach((layer: AnyLayer | null, i) => {
    if (typeof layer?.apply !== 'function' || typeof layer.name !== 'string' || typeof layer !== 'object') throw new TypeError(`${caller}: layers must have a name and apply; layer ${i} has not`);
  });
  return layers.map(asLayer);
}

/** The shapes before, between and after layers. */
export function shapesAlong(input: Shape, layers: readonly AnyLayer[]): Shape[] {
  const shapes: Shape[] = [input];
  for (const layer of layers) shapes.push(outputShapeOf(layer, shapes[shapes.length - 1]));
  return shapes;
}

/** @throws TypeError where a layer gives another shape than it says: broadcast, it would be trained as something else */
export function applyInTurn(layers: readonly Layer[], parameters: LayerTrees, state: LayerTrees, x: NdArray, mode: Mode): readonly [NdArray, LayerTrees] {
  let y = x;
  const after = layers.map((layer, i) => {
    const given = layer.apply(parameters[i], state[i], y, mode);
    if (!Array.isArray(given) || given.length !== 2) throw new TypeError(`${layer.name}: apply must give [y, state]; it gives ${describe(given)}`);
    const [count, ...sample] = y.shape;
    const expected = outputShapeOf(layer, sample);
    const [out, next] = given as unknown as readonly [NdArray, Tree];
    if (!sameShape(out.shape, [count, ...expected])) throw new TypeError(`${layer.name}: its output must be ${showShape(expected)} for each sample, as outputShape says; it is ${showShape(out.shape)} for ${count} samples`);
    y = out;
    return next;
  });
  return [y, after];
}

function summary(input: Shape, layers: readonly Layer[], shapes: readonly Shape[]): string {
  const counts = layers.map((layer, i) => countNumbers(layer.init?.(generator(0), shapes[i], 'float32') ?? {}));
  const line = (name: string, shape: string, count: number | undefined): string => `${name.padEnd(21)}${shape.padEnd(12)}${count === undefined ? '' : String(count).padStart(9)}`.trimEnd();
  return [
    line('input', showShape(input), undefined),
    ...layers.map(({ name }, i) => line(name, showShape(shapes[i + 1]), counts[i] === 0 ? undefined : counts[i])),
    line('parameters', '', counts.reduce((total, count) => total + count, 0)),
  ].join('\n');
}
