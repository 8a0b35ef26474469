/** The layers of a network as operators, in prediction: dropout does nothing, batch normalisation has its running moments. */
import { conv2dGeometry, pool2dGeometry, sizeOf, type NdArray, type Shape, type SlidingWindow } from '../../array/index.ts';
import type { ModelState } from '../../estimator/index.ts';
import { axes, scalar, type Numbers } from './arithmetic.ts';
import type { Attribute, Value } from './graph.ts';

/** A tensor of samples [n, …shape]. */
export interface Samples {
  readonly value: Value;
  readonly shape: Shape;
}

/** A layer as data: its name as kind, its options as settings, its arrays. */
type Writer = (numbers: Numbers, x: Samples, layer: LayerParts) => Samples;

interface LayerParts {
  readonly options: { readonly [name: string]: never };
  /** An array of the layer, as a constant named after the layer's place; of [channels] with so many axes of length 1 after it. */
  readonly weights: (name: string, after?: number) => Value;
  readonly shapeOf: (name: string) => Shape;
  readonly has: (name: string) => boolean;
  readonly inner: (x: Samples) => Samples;
}

/** @param place  of the layers, for the names of their arrays: 'parts.' as in a model file */
export function layersOf(numbers: Numbers, x: Samples, layers: readonly ModelState[], place: string): Samples {
  return layers.reduce((before, { kind, settings, arrays, parts = [] }, i) => {
    const here = `${place}parts.${i}.`;
    const array = (name: string): NdArray => arrays.get(name)!;
    return writers[kind](numbers, before, {
      options: settings.options as LayerParts['options'],
      weights: (name, after = 0) => numbers.graph.constant(`${here}${name}`, numbers.type, [...array(name).shape, ...Array.from({ length: after }, () => 1)], array(name).data),
      shapeOf: (name) => array(name).shape, has: (name) => arrays.has(name),
      inner: (given) => layersOf(numbers, given, parts, here),
    });
  }, x);
}

const same = (opType: string, attributes: Readonly<Record<string, Attribute>> = {}): Writer => ({ graph }, { value, shape }) => ({ value: graph.node(opType, [value], attributes), shape });

const writers: Readonly<Record<string, Writer>> = {
  dense: ({ graph }, { value }, { weights, shapeOf, has }) => {
    const product = graph.node('MatMul', [value, weights('kernel')]);
    return { value: has('bias') ? graph.node('Add', [product, weights('bias')]) : product, shape: [shapeOf('kernel')[1]] };
  },
  conv2d: ({ graph }, { value, shape }, { options: { stride, padding, dilation: steps, groups: apart }, weights, shapeOf, has }) => {
    const window = Object.fromEntries(Object.entries({ stride, padding, dilation: steps, groups: apart }).filter(([, option]) => option !== undefined));
    const { outputShape, groups, dilation, ...sliding } = conv2dGeometry([1, ...shape], shapeOf('kernel'), window);
    const inputs = [value, weights('kernel'), ...(has('bias') ? [weights('bias')] : [])];
    return { value: graph.node('Conv', inputs, { ...windowOf(sliding), dilations: dilation, group: groups }), shape: outputShape.slice(1) };
  },
  maxPool2d: ({ graph }, { value, shape }, { options: { size, ...window } }) => {
    const geometry = pool2dGeometry('maxPool2d', [1, ...shape], size, window);
    return { value: graph.node('MaxPool', [value], windowOf(geometry)), shape: geometry.outputShape.slice(1) };
  },
  averagePool2d: ({ graph }, { value, shape }, { options: { size, ...window } }) => {
    const geometry = pool2dGeometry('averagePool2d', [1, ...shape], size, window);
    return { value: graph.node('AveragePool', [value], { ...windowOf(geometry), count_include_pad: 1 }), shape: geometry.outputShape.slice(1) };
  },
  globalAveragePool2d: (numbers, { value, shape }) => ({ value: numbers.graph.node('ReduceMean', [value, axes(numbers, 2, 3)], { keepdims: 0 }), shape: [shape[0]] }),
  flatten: ({ graph }, { value, shape }) => ({ value: graph.node('Flatten', [value], { axis: 1 }), shape: [sizeOf(shape)] }),
  // as an attribute ε is a number of 32 bits: of float64 both are said in smaller operators
  batchNorm: (numbers, { value, shape }, { options: { epsilon }, weights }) => {
    const { graph, type } = numbers;
    if (type === 'float32') return { value: graph.node('BatchNormalization', [value, weights('scale'), weights('shift'), weights('mean'), weights('variance')], { epsilon: { float: epsilon } }), shape };
    const along = (name: string): Value => weights(name, shape.length - 1);
    const factor = graph.node('Div', [along('scale'), graph.node('Sqrt', [graph.node('Add', [along('variance'), scalar(numbers, 'epsilon', epsilon)])])]);
    return { value: graph.node('Add', [graph.node('Mul', [graph.node('Sub', [value, along('mean')]), factor]), along('shift')]), shape };
  },
  layerNorm: (numbers, { value, shape }, { options: { epsilon }, weights }) => {
    const { graph, type } = numbers;
    if (type === 'float32') return { value: graph.node('LayerNormalization', [value, weights('scale'), weights('shift')], { axis: -1, epsilon: { float: epsilon } }), shape };
    const mean = (x: Value): Value => graph.node('ReduceMean', [x, axes(numbers, -1)], { keepdims: 1 });
    const centred = graph.node('Sub', [value, mean(value)]);
    const deviation = graph.node('Sqrt', [graph.node('Add', [mean(graph.node('Mul', [centred, centred])), scalar(numbers, 'epsilon', epsilon)])]);
    return { value: graph.node('Add', [graph.node('Mul', [graph.node('Div', [centred, deviation]), weights('scale')]), weights('shift')]), shape };
  },
  dropout: (_, x) => x,
  embedding: ({ graph }, { value, shape }, { weights, shapeOf }) => (
    { value: graph.node('Gather', [weights('table'), graph.node('Cast', [value], { to: 7 })]), shape: [...shape, shapeOf('table')[1]] }),
  residual: ({ graph }, x, { inner }) => ({ value: graph.node('Add', [x.value, inner(x).value]), shape: x.shape }),
  relu: same('Relu'),
  // its slope would be a number of 32 bits as an attribute
  leakyRelu: (numbers, { value, shape }, { options: { slope } }) => {
    const { graph } = numbers;
    const positive = graph.node('Greater', [value, scalar(numbers, 'zero', 0)]);
    return { value: graph.node('Where', [positive, value, graph.node('Mul', [value, scalar(numbers, 'slope', slope)])]), shape };
  },
  tanh: same('Tanh'),
  sigmoid: same('Sigmoid'),
  gelu: same('Gelu'),
  softmax: same('Softmax', { axis: -1 }),
};

/** Sides as ONNX orders them: top, left, bottom, right. */
function windowOf({ kernel, stride, padding: [top, right, bottom, left] }: Pick<SlidingWindow, 'kernel' | 'stride' | 'padding'>): Readonly<Record<string, Attribute>> {
  return { kernel_shape: kernel, strides: stride, pads: [top, left, bottom, right] };
}
