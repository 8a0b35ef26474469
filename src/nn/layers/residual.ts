/** residual: layers whose result is added to what they were given. */
import { sameShape, showShape, type NdArray } from '../../array/index.ts';
import { add } from '../../ops/index.ts';
import { described, descriptionOf } from '../description.ts';
import type { AnyLayer, Layer } from '../layer.ts';
import type { ResidualRule } from '../types/rules.ts';
import type { In, Wire } from '../types/wire.ts';
import { applyInTurn, readLayers, shapesAlong, type LayerTrees } from './sequential.ts';

export interface Residual<L extends readonly AnyLayer[]> extends Layer {
  readonly '~out'?: ResidualRule<In<this['~in']>, Wire<L, In<this['~in']>>>;
}

/**
 * x + layers(x). The layers must give the shape they get.
 * @throws TypeError, when it is put into a network, where they do not
 * @see He, Zhang, Ren & Sun, arXiv:1512.03385
 */
export function residual<const L extends readonly AnyLayer[]>(...layers: L): Residual<L> {
  const list = readLayers('residual', layers);
  const layer: Layer<LayerTrees, LayerTrees> = {
    name: 'residual',
    outputShape: (shape) => {
      const after = shapesAlong(shape, list)[list.length];
      if (!sameShape(shape, after)) throw new TypeError(`residual: the layers must give the shape they get; they get ${showShape(shape)} and give ${showShape(after)}`);
      return shape;
    },
    init: (random, shape, dtype) => {
      const shapes = shapesAlong(shape, list);
      return list.map((one, i) => one.init?.(random, shapes[i], dtype) ?? {});
    },
    initState: (shape, dtype) => {
      const shapes = shapesAlong(shape, list);
      return list.map((one, i) => one.initState?.(shapes[i], dtype) ?? {});
    },
    apply: (parameters, state, x, mode) => {
      const [y, after] = applyInTurn(list, parameters, state, x, mode);
      const sum: NdArray = add(x, y);
      return [sum, after];
    },
  };
  return described(layer as unknown as Residual<L>, { options: {}, layers: list });
}

/** The layers that a residual is made of, in their order; undefined for every other layer, and for a copy with another `apply`. */
export function layersInside(layer: AnyLayer): readonly AnyLayer[] | undefined {
  return layer.name === 'residual' ? descriptionOf(layer)?.layers : undefined;
}
