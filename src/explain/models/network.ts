/** The derivation of a network with its loss: a line for every layer, forward and backward. Knows layers by their names. */
import { array, describe, NdArray, showShape, sameShape, type Nested, type Shape } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import { TrainedNetwork, type AnyLayer, type Loss, type Network, type Optimizer, type TargetKind, type Weights } from '../../nn/index.ts';
import { randomUniform } from '../../ops/index.ts';
import { flatten, type Tree } from '../../program/index.ts';
import { Derivation } from '../derivation.ts';
import type { FormulaLine, Section, SymbolRow } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument } from '../deriveFunction.ts';
import { minus, times } from '../expression/algebra.ts';
import { named } from '../expression/expression.ts';
import { label } from '../label.ts';
import { introOf } from '../reading.ts';
import { checkSample, rowOf } from '../traced.ts';
import { classWeightsInWords, lossesOf, weightArgument } from './losses.ts';
import { optimizerSection } from './optimizer.ts';
import { normalised } from './pixels.ts';

export interface DeriveNetworkOptions {
  /** What is minimised. A trained network knows its own; else it must be given. */
  readonly loss?: Loss;
  /** Default: the trained ones, or those of `init(0)`. */
  readonly weights?: Weights;
  /**
   * Samples, [n, …the network's input], as nested arrays or an NdArray; of a network that was trained on images pixels from 0 to 1, which are
   * normalised as in `predict`. Without them the derivation has no numbers.
   */
  readonly x?: NdArray | Nested;
  /** Their truth: labels, or numbers like the output. */
  readonly y?: NdArray | Nested | readonly (string | number | boolean)[];
  /** Which of the samples alone to put in, from 0. Default: all of x. */
  readonly sample?: number;
  /** Adds how this optimizer changes a parameter. Default: gradient descent with a fixed rate. */
  readonly optimizer?: Optimizer;
  readonly title?: string;
}

export function deriveNetwork(model: Network | TrainedNetwork<TargetKind>, options: DeriveNetworkOptions = {}): Derivation {
  checkKnown('derive', options, ['loss', 'weights', 'x', 'y', 'sample', 'optimizer', 'title']);
  const trained = model instanceof TrainedNetwork ? model : undefined;
  const net = (trained?.network ?? model) as Network;
  const loss = options.loss ?? trained?.loss;
  if (loss === undefined) throw new TypeError('derive: a network that is not trained must be given its loss, as derive(net, { loss: crossEntropy() }); there is none');
  loss.check(net.outputShape);
  const weights = inFloat64(options.weights ?? (trained === undefined ? net.init(0, 'float64') : { parameters: trained.parameters, state: trained.layerState }));
  const { parameters, names, layerOf } = parametersOf(net, weights);
  const hasNumbers = options.x !== undefined;
  const { x, y } = dataOf(net, loss, trained, options);
  const data: Argument[] = [
    { name: 'X', shape: x.shape, dtype: x.dtype, role: 'data', perSample: true, value: x, meaning: trained?.normalization === undefined ? 'samples, one in each row' : 'images, their pixels normalised' },
    { name: 'y', shape: y.shape, dtype: y.dtype, role: 'data', perSample: true, value: y, meaning: loss.target === 'classes' ? 'numbers of the true classes' : 'what is true of them' },
  ];
  if (trained?.classWeights !== undefined) {
    const { classes, classWeights } = trained;
    const v = new NdArray(Float64Array.from(y.data, (code) => classWeights[code]), [y.data.length]);
    data.push(...weightArgument(v, `weights of the samples: those of their classes, ${classWeightsInWords(classes!, classWeights)}`));
  }
  if (net.layers.some(({ name }) => name === 'dropout')) {
    data.push({ name: 'key', shape: [2], dtype: 'int32', role: 'data', value: new NdArray(Int32Array.of(0, 1), [2]), meaning: 'of the random numbers of this step' });
  }
  const args: Argument[] = [...data, ...parameters.map((value, i): Argument => ({ name: names[i], shape: value.shape, dtype: value.dtype, role: 'parameter', value, meaning: layerOf[i] }))];
  const tree = flatten('derive', 'parameters', weights.parameters);
  const f = (inputs: readonly NdArray[]): NdArray => {
    const named = new Map(args.map(({ name }, i) => [name, inputs[i]]));
    const own = { parameters: tree.rebuild(inputs.slice(data.length)) as Weights['parameters'], state: weights.state };
    const each = loss.of(applied(net, own, named.get('X')!, loss, named.get('key')), named.get('y')!);
    return lossesOf(each, named.get('v')).mean();
  };
  const derived = deriveFunction({ f, args, cost: 'C', numbers: hasNumbers });
  const convolves = net.layers.some(({ name }) => name === 'conv2d');
  const optimizer = options.optimizer === undefined ? undefined : optimizerSection(options.optimizer);
  const sections = sectionsOf(derived).map((section) => (section.title.startsWith('Update') && derived.update.length > mostUpdates ? { ...section, lines: [
    { kind: 'note' as const, text: `For each parameter θ of ${names.length}: against its derivative, the further the steeper.` }, allAtOnce(derived.rate),
  ] } : section));
  return new Derivation({
    title: options.title ?? titleOf(net, loss), intro: introOf(derived),
    symbols: withoutLarge(symbolsOf(args, derived, hasNumbers)),
    sections: [sections[0], ...(convolves ? [convolution] : []), ...(optimizer === undefined ? sections.slice(1) : [...sections.slice(1, -1), optimizer])], sizes: derived.sizes, constants: derived.constants,
  });
}

const convolution: Section = {
  title: 'Convolution, number by number',
  lines: [
    'Z = X ∗ K lays the kernel on every place of the image, multiplies what meets and adds up: Z[n,o,i,j] = Σ K[o,c,u,v] · X[n,c,r,q] over c, u and v, with r = i·s + u − p and q = j·s + v − p for the stride s and the padding p; outside of the image X is 0. The result is ⌊(h + 2p − k)/s⌋ + 1 high.',
    'Backward, each product K · X gives ∂C/∂Z times the one factor to the other. To the kernel: ∂C/∂K[o,c,u,v] = Σ ∂C/∂Z[n,o,i,j] · X[n,c,r,q] over all samples n and places i, j. The image is convolved with ∂C/∂Z, samples being added up as channels are forward: that is what ↔ exchanges.',
    'To the image: ∂C/∂X[n,c,r,q] = Σ ∂C/∂Z[n,o,i,j] · K[o,c,u,v] over all places i, j whose kernel lies on r, q. ∂C/∂Z is convolved with the kernel turned round, padded by as much as the kernel reaches over the edge.',
  ].map((text) => ({ kind: 'note' as const, text })),
};

/** More parameters than this are updated in one line. */
const mostUpdates = 4;

function allAtOnce(rate: string): FormulaLine {
  return { kind: 'formula', name: 'theta', shape: [], formulas: [minus(named('theta', []), times(named(rate, []), named('∂C/∂theta', [])))], through: [], relation: '←' };
}

/** Arrays of more numbers than one wants to see are only named. */
function withoutLarge(rows: readonly SymbolRow[]): SymbolRow[] {
  return rows.map(({ value, ...row }) => (value instanceof NdArray && value.data.length > 12 ? row : { ...row, ...(value !== undefined && { value }) }));
}

function titleOf(net: Network, loss: Loss): string {
  const hidden = net.layers.filter(({ name }) => name === 'dense' || name === 'conv2d').length - 1;
  const kind = net.layers.some(({ name }) => name === 'conv2d') ? 'A convolutional network' : hidden < 1 ? 'A single layer' : hidden === 1 ? 'A shallow network' : 'A deep network';
  return `${kind} with ${loss.name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
}

const activations = new Set(['relu', 'leakyRelu', 'tanh', 'sigmoid', 'gelu', 'softmax']);
const pools = new Set(['maxPool2d', 'averagePool2d', 'globalAveragePool2d']);
const norms = new Set(['batchNorm', 'layerNorm']);

/** The network's layers in turn, the result of each labelled: Z₁ what a layer's neurons sum up, H₁ what they make of it, M₁ pooled. */
function applied(net: Network, { parameters, state }: Weights, x: NdArray, loss: Loss, key: NdArray | undefined): NdArray {
  const used = new Set<string>();
  let y = x;
  let count = 0;
  let stream = 0;
  const mode = { training: true, uniform: (shape: Shape, dtype: 'float32' | 'float64'): NdArray => randomUniform(key!, [...shape], { stream: stream++, dtype }) };
  net.layers.forEach((layer, i) => {
    count += groupsOf(parameters[i]).length;
    [y] = (layer as unknown as { apply(parameters: Tree, state: Tree, x: NdArray, mode: object): readonly [NdArray, Tree] }).apply(parameters[i], state[i], y, mode);
    const name = labelOf(layer, count);
    if (i === net.layers.length - 1 && loss.target === 'numbers') label(y, 'yHat');
    else if (name !== undefined && !used.has(name)) {
      used.add(name);
      label(y, name);
    }
  });
  return y;
}

function labelOf({ name }: AnyLayer, count: number): string | undefined {
  if (activations.has(name)) return `H${count}`;
  if (pools.has(name)) return `M${count}`;
  if (norms.has(name)) return `N${count}`;
  return name === 'dense' || name === 'conv2d' ? `Z${count}` : undefined;
}

/** The arrays of all layers, and what they are called: W₁, b₁; K₂ for kernels of a convolution. */
function parametersOf(net: Network, { parameters }: Weights): { readonly parameters: NdArray[]; readonly names: string[]; readonly layerOf: string[] } {
  const found = { parameters: [] as NdArray[], names: [] as string[], layerOf: [] as string[] };
  let count = 0;
  parameters.forEach((tree, i) => {
    for (const group of groupsOf(tree)) {
      count++;
      for (const { name, value } of group) {
        const letter = name === 'kernel' ? (value.shape.length === 4 ? 'K' : 'W') : letters[name] ?? name;
        found.parameters.push(value);
        found.names.push(found.names.includes(`${letter}${count}`) ? `${letter}${count}_${found.names.length}` : `${letter}${count}`);
        found.layerOf.push(`${words[name] ?? name} of layer ${count} (${net.layers[i].name})`);
      }
    }
  });
  return found;
}

const letters: Readonly<Record<string, string>> = { bias: 'b', scale: 'gamma', shift: 'beta', table: 'E' };
const words: Readonly<Record<string, string>> = { kernel: 'weights', bias: 'biases' };

/** The arrays of a tree that lie in one record belong to one layer: residual ones hold several. */
function groupsOf(tree: Tree): { readonly name: string; readonly value: NdArray }[][] {
  const { leaves, paths } = flatten('derive', 'p', tree);
  const groups = new Map<string, { name: string; value: NdArray }[]>();
  leaves.forEach((value, i) => {
    const [, group, name] = /^(.*?)\.?([^.]*)$/.exec(paths[i])!;
    groups.set(group, [...(groups.get(group) ?? []), { name, value }]);
  });
  return [...groups.values()];
}

function inFloat64({ parameters, state }: Weights): Weights {
  const converted = (tree: Weights['parameters']): Weights['parameters'] => {
    const flat = flatten('derive', 'weights', tree);
    return flat.rebuild(flat.leaves.map((leaf) => (leaf.dtype === 'float32' ? new NdArray(Float64Array.from(leaf.data), leaf.shape) : leaf))) as Weights['parameters'];
  };
  return { parameters: converted(parameters), state: converted(state) };
}

/** Samples and truth as arrays; zeros where there are none. */
function dataOf(net: Network, loss: Loss, trained: TrainedNetwork<TargetKind> | undefined, { x, y, sample }: DeriveNetworkOptions): { readonly x: NdArray; readonly y: NdArray } {
  const { classes, normalization } = trained ?? {};
  const targetShape = loss.target === 'classes' ? [] : net.outputShape;
  if (x === undefined) {
    if (sample !== undefined) throw new TypeError('derive: sample must choose from samples; x is not given');
    return { x: zeros([2, ...net.inputShape], net.takesIndices), y: zeros([2, ...targetShape], loss.target === 'classes') };
  }
  if (y === undefined) throw new TypeError('derive: samples must come with their truth; y is not given');
  const samples = x instanceof NdArray ? x : array(x as Nested);
  if (!sameShape(samples.shape.slice(1), net.inputShape) || samples.shape[0] === 0) {
    throw new TypeError(`derive: x must be [samples, ${net.inputShape.join(', ')}], at least one, as the network has it; it is ${showShape(samples.shape)}`);
  }
  const count = samples.shape[0];
  const truth = y instanceof NdArray ? y : loss.target === 'classes' || classes !== undefined ? codesOf(y as readonly unknown[], classes, net.outputShape[0]) : array(y as Nested);
  const shaped = reshapedTruth(truth, count, targetShape, loss.target === 'classes');
  if (sample !== undefined) checkSample('derive', sample, count);
  const chosen = (all: NdArray): NdArray => (sample === undefined ? all : rowOf(all, sample));
  const some = chosen(samples);
  const read = net.takesIndices ? new NdArray(Int32Array.from(some.data), some.shape) : normalization === undefined ? new NdArray(Float64Array.from(some.data), some.shape) : normalised(some, normalization);
  return { x: read, y: chosen(shaped) };
}

function codesOf(labels: readonly unknown[], classes: readonly unknown[] | undefined, outputs: number): NdArray {
  const codes = labels.map((one) => (classes === undefined ? Number(one) : classes.indexOf(one)));
  const strange = codes.findIndex((code) => !Number.isInteger(code) || code < 0 || (classes === undefined && code >= Math.max(2, outputs)));
  if (strange >= 0) throw new RangeError(`derive: labels must be ${classes === undefined ? `numbers of classes, from 0 to ${Math.max(2, outputs) - 1}` : 'classes of the training'}; label ${strange} is ${describe(labels[strange])}`);
  return new NdArray(Int32Array.from(codes), [codes.length]);
}

function reshapedTruth(truth: NdArray, count: number, shape: Shape, isCodes: boolean): NdArray {
  const wanted = [count, ...shape];
  if (truth.data.length !== wanted.reduce((size, length) => size * length, 1)) {
    throw new RangeError(`derive: y must be ${showShape(wanted)}, one for each sample; it is ${showShape(truth.shape)}`);
  }
  return new NdArray(isCodes ? Int32Array.from(truth.data) : Float64Array.from(truth.data), wanted);
}

function zeros(shape: Shape, isInt: boolean): NdArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return new NdArray(isInt ? new Int32Array(size) : new Float64Array(size), shape);
}
