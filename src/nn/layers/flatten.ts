/** flatten: each sample as one row of numbers. */
import { sizeOf } from '../../array/index.ts';
import { flatten as inOneAxis } from '../../ops/index.ts';
import { described } from '../description.ts';
import { nothing, type Layer } from '../layer.ts';
import type { FlattenLayerRule } from '../types/rules.ts';
import type { In } from '../types/wire.ts';

export interface Flatten extends Layer {
  readonly '~out'?: FlattenLayerRule<In<this['~in']>>;
}

/** [channels, height, width], or whatever a sample is, → [its numbers]. */
export function flatten(): Flatten {
  const layer: Layer = { name: 'flatten', outputShape: (shape) => [sizeOf(shape)], apply: (_, __, x) => [inOneAxis(x), nothing] };
  return described(layer as Flatten, { options: {} });
}
