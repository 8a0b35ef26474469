/** What a layer is: a plain value that makes parameters and applies them. Knows no layer by name. */
import type { NdArray, Shape } from '../array/index.ts';
import type { Tree } from '../program/index.ts';
import type { Generator } from '../random/index.ts';

export type FloatType = 'float32' | 'float64';

/** What a layer is applied for. */
export interface Mode {
  /** True in training: dropout drops, batch normalisation uses the batch. */
  readonly training: boolean;
  /** Random numbers in [0, 1), others at every call and in every step. There are none outside of training. */
  readonly uniform?: (shape: Shape, dtype: FloatType) => NdArray;
}

/**
 * A layer of a network. Your own is any object like this: `init` makes its parameters, arrays in records and lists as deep as
 * you like; `apply` is a function of arrays that can be traced. Both are given one batch dimension more than the sample's shape: x is [n, …shape].
 * What a layer learns in other ways than by its gradient is its state (the running mean of batch normalisation).
 */
export interface Layer<P extends Tree = Tree, S extends Tree = Tree> {
  /** For messages, summaries and files. */
  readonly name: string;
  /** What it makes of one sample. Default: the same shape. Throws where the shape does not fit. */
  outputShape?(shape: Shape): Shape;
  /** Parameters for samples of this shape. Default none. */
  init?(random: Generator, shape: Shape, dtype: FloatType): P;
  /** Default none. */
  initState?(shape: Shape, dtype: FloatType): S;
  /** [y, the state after it]. Outside of training the state is given back as it is. */
  apply(parameters: P, state: S, x: NdArray, mode: Mode): readonly [NdArray, S];
  /** True where x holds whole numbers that count something: a network that begins with it reads them as int32. */
  readonly takesIndices?: boolean;
  /** With takesIndices: how many there are. Others than 0 to `indices − 1` are refused when samples are read, with the place of the sample. Default any. */
  readonly indices?: number;
  /** For the compiler only, see types/wire.ts: given the sample's shape as '~in', the shape rule. */
  readonly '~in'?: unknown;
  readonly '~out'?: unknown;
}

/** A layer of whatever parameters and state. */
export interface AnyLayer extends Omit<Layer, 'apply'> {
  apply(parameters: never, state: never, x: NdArray, mode: Mode): readonly [NdArray, Tree];
}

/** The parameters of a layer that has none. */
export const nothing: Readonly<Record<string, never>> = Object.freeze({});

/** As Layer, called with what it made itself. */
export function asLayer(layer: AnyLayer): Layer {
  return layer as unknown as Layer;
}

/** The sample's shape after a layer. */
export function outputShapeOf(layer: AnyLayer, shape: Shape): Shape {
  return layer.outputShape === undefined ? shape : layer.outputShape(shape);
}

