/** The derivation of a network with its loss: a line for every layer, forward and backward. How layers are named is in layers.ts, what is said of them in asides.ts. */
import { array, describe, NdArray, showShape, sameShape, type Nested, type Shape } from '../../array/index.ts';
import { checkKnown } from '../../estimator/index.ts';
import { TrainedNetwork, type Loss, type Network, type Optimizer, type TargetKind, type Weights } from '../../nn/index.ts';
import { flatten } from '../../program/index.ts';
import { Derivation } from '../derivation.ts';
import { note, type FormulaLine, type Section, type SymbolRow } from '../parts.ts';
import { deriveFunction, sectionsOf, symbolsOf, type Argument, type DerivedFunction } from '../deriveFunction.ts';
import { minus, times } from '../expression/algebra.ts';
import { named } from '../expression/expression.ts';
import { text } from '../notation/dialect.ts';
import { introOf } from '../reading.ts';
import { checkSample, rowOf } from '../traced.ts';
import { numberText } from '../values.ts';
import { asides, backwardNotes, downhill, forwardNotes, samplesInWords } from './asides.ts';
import { applied, everyLayer, meaningOfState, parametersOf, titleOf } from './layers.ts';
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

/** @param standardised  what the target of the network is in parts of: (y − mean) / scale. Default: the target itself */
export function deriveNetwork(model: Network | TrainedNetwork<TargetKind>, options: DeriveNetworkOptions = {}, standardised?: { readonly mean: number; readonly scale: number }): Derivation {
  checkKnown('derive', options, ['loss', 'weights', 'x', 'y', 'sample', 'optimizer', 'title']);
  const trained = model instanceof TrainedNetwork ? model : undefined;
  const net = (trained?.network ?? model) as Network;
  const loss = options.loss ?? trained?.loss;
  if (loss === undefined) throw new TypeError('derive: a network that is not trained must be given its loss, as derive(net, { loss: crossEntropy() }); there is none');
  if (typeof loss.check !== 'function') throw new TypeError(`derive: loss must be a loss, such as crossEntropy(); it is ${describe(loss)}`);
  if (options.optimizer !== undefined && typeof options.optimizer.update !== 'function') throw new TypeError(`derive: optimizer must be an optimizer, such as adam(); it is ${describe(options.optimizer)}`);
  loss.check(net.outputShape);
  const weights = inFloat64(options.weights ?? (trained === undefined ? net.init(0, 'float64') : { parameters: trained.parameters, state: trained.layerState }));
  const { parameters, names, layerOf } = parametersOf(net, weights);
  const hasNumbers = options.x !== undefined;
  const { x, y: truth } = dataOf(net, loss, trained, options);
  const y = standardised === undefined || !hasNumbers ? truth : new NdArray(Float64Array.from(truth.data, (value) => (value - standardised.mean) / standardised.scale), truth.shape);
  const data: Argument[] = [
    { name: 'X', shape: x.shape, dtype: x.dtype, role: 'data', perSample: true, value: x, meaning: meaningOfSamples(net, trained?.normalization !== undefined) },
    { name: 'y', shape: y.shape, dtype: y.dtype, role: 'data', perSample: true, value: y, meaning: standardised === undefined ? meaningOfTruth(loss, trained?.classes) : `targets, standardised: less ${numberText(standardised.mean, text)}, then divided by ${numberText(standardised.scale, text)}` },
  ];
  if (trained?.classWeights !== undefined) {
    const { classes, classWeights } = trained;
    const v = new NdArray(Float64Array.from(y.data, (code) => classWeights[code]), [y.data.length]);
    data.push(...weightArgument(v, `weights of the samples: those of their classes, ${classWeightsInWords(classes!, classWeights)}`));
  }
  if (everyLayer(net.layers).some(({ name }) => name === 'dropout')) {
    data.push({ name: 'key', shape: [2], dtype: 'int32', role: 'data', value: new NdArray(Int32Array.of(0, 1), [2]), meaning: 'seed of the random numbers of this step' });
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
  const [forward, backward, update] = sectionsOf(derived);
  return new Derivation({
    title: options.title ?? titleOf(net, loss), intro: [...samplesInWords(net), ...introOf(derived)],
    symbols: symbolsOf(args, derived, hasNumbers).map((row) => shown(row, data)),
    sections: [
      ...(forward === undefined ? [] : [{ ...forward, lines: [...forward.lines, ...forwardNotes(net)] }]),
      ...asides(net, derived),
      ...(backward === undefined ? [] : [{ ...backward, lines: [...backwardNotes(net, loss, derived), ...backward.lines] }]),
      ...(update === undefined ? [] : [options.optimizer === undefined ? { ...update, lines: updates(net, derived, update.lines) } : optimizerSection(options.optimizer)]),
    ],
    sizes: derived.sizes, constants: derived.constants,
  });
}

/** More parameters than this are updated in one line. */
const mostUpdates = 4;

function updates(net: Network, { update, rate }: DerivedFunction, lines: Section['lines']): Section['lines'] {
  const isMany = update.length > mostUpdates;
  const theta: FormulaLine = { kind: 'formula', name: 'theta', shape: [], formulas: [minus(named('theta', []), times(named(rate, []), named('∂C/∂theta', [])))], through: [], relation: '←' };
  return [...(isMany ? [theta] : lines), note(`${isMany ? `θ is each of the ${update.length} parameters in turn. ` : ''}${downhill(net, rate)}`)];
}

/** Of parameters of more numbers than one wants to see only the name; of the data, from which all is computed, at least the beginning. */
function shown({ value, ...row }: SymbolRow, data: readonly Argument[]): SymbolRow {
  const isLong = value instanceof NdArray && value.data.length > mostNumbers && data.every(({ name }) => name !== row.name);
  return { ...row, meaning: (row.meaning === 'constant' ? meaningOfState(row.name) : undefined) ?? row.meaning, ...(value !== undefined && !isLong && { value }) };
}

const mostNumbers = 36;

function meaningOfSamples({ inputShape, takesIndices, layers }: Network, isNormalised: boolean): string {
  const isImages = isNormalised || (inputShape.length === 3 && everyLayer(layers).some(({ name }) => name.endsWith('2d')));
  if (isImages) return `images: sample, channel, row, column${isNormalised ? '; pixels normalised' : ''}`;
  return `${takesIndices ? 'whole numbers' : 'samples'}, ${inputShape.length === 1 ? `${takesIndices ? 'a sample' : 'one'} in each row` : 'one sample after the other along the first axis'}`;
}

function meaningOfTruth({ target }: Loss, classes: readonly unknown[] | undefined): string {
  if (target === 'numbers') return 'targets: what ŷ should be';
  if (target === 'classes') return `numbers of the true classes${classes === undefined || classes.length > mostClasses ? '' : `: ${classes.map((one, i) => `${i} ${String(one)}`).join(', ')}`}`;
  return classes?.length === 2 ? `1 for ${String(classes[1])}, 0 for ${String(classes[0])}` : '1 for yes, 0 for no';
}

/** Of more classes the names are not told. */
const mostClasses = 12;

function inFloat64({ parameters, state }: Weights): Weights {
  const converted = (tree: Weights['parameters']): Weights['parameters'] => {
    const flat = flatten('derive', 'weights', tree);
    return flat.rebuild(flat.leaves.map((leaf) => new NdArray(leaf.dtype === 'int32' ? leaf.data : Float64Array.from(leaf.data), leaf.shape))) as Weights['parameters'];
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
