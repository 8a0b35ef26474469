/** The layers of a network as rows of a table: name, output, how many numbers each learns. */
import type { Shape } from '../array/index.ts';
import { shapesAlong, type LayerTrees, type Network } from './layers/sequential.ts';
import { countNumbers } from './tree.ts';

export interface LayerRow {
  /** 'conv2d' */
  readonly name: string;
  /** Of one sample. */
  readonly outputShape: Shape;
  /** Numbers learnt by gradients. */
  readonly parameters: number;
}

/** @param model  a trained network */
export function layerRows({ network, parameters }: { readonly network: Network; readonly parameters: LayerTrees }): LayerRow[] {
  const shapes = shapesAlong(network.inputShape, network.layers);
  return network.layers.map(({ name }, i) => ({ name, outputShape: shapes[i + 1], parameters: countNumbers(parameters[i]) }));
}
