/** What the derivation of a network says in sentences, as far as its layers and its loss give cause. Knows layers and losses by their names. */
import { sameShape } from '../../array/index.ts';
import type { Loss, Network } from '../../nn/index.ts';
import type { DerivedFunction } from '../deriveFunction.ts';
import { isCall, namesIn, partsOf, type Call, type Expression } from '../expression/expression.ts';
import { text } from '../notation/dialect.ts';
import { note, type NoteLine, type Section } from '../parts.ts';
import type { Sliding } from '../translate/convolution.ts';
import { everyLayer, hiddenLayers } from './layers.ts';
import { uphill } from './sentences.ts';

/** Before everything: where samples are rows of a matrix, that they might be columns. */
export function samplesInWords({ inputShape, takesIndices, layers }: Network): string[] {
  const isMatrix = inputShape.length === 1 && !takesIndices && everyLayer(layers).some(({ name }) => name === 'dense');
  return isMatrix ? ['Samples are rows: X is m × n. A text that keeps them in columns writes W X for X W, with all matrices turned: the same numbers.'] : [];
}

/** Behind the forward lines. */
export function forwardNotes(net: Network): NoteLine[] {
  const layers = everyLayer(net.layers);
  const isBent = layers.some(({ name }) => bends.has(name));
  return hiddenLayers(net) > 0 && isBent ? [note('Z is what the neurons of a layer sum up, H what they make of it. Without that bend all layers together would be one: a product of matrices is a matrix.')] : [];
}

const bends = new Set(['relu', 'leakyRelu', 'tanh', 'sigmoid', 'gelu']);

/** Before the backward lines. */
export function backwardNotes(net: Network, { name }: Loss, { forward, backward }: DerivedFunction): NoteLine[] {
  const inCost = namesIn(forward.find((line) => line.name === 'C')!.formulas[0]);
  const found = forward.flatMap(({ name: own, formulas: [formula] }) => (inCost.has(own) && isCall(formula, 'softmax', 'sigmoid') && formula.args[0].kind === 'named' ? [[own, formula.args[0].name]] : []))[0];
  const logarithms = 'The program takes the logarithms of sums of exponentials, which say the same and never overflow.';
  const ofHuber = note('Where ŷ is near y the loss is a parabola, whose slope is their difference; farther off it is a line, whose slope only has the sign of it: a target that lies far off pulls no harder than one at that border.');
  const notes = backward.length > 2 ? [note(`From the cost back to the first layer: by the chain rule each derivative is made of those above it.${isPlain(net) ? ` ${everyStep}` : ''}`)] : [];
  if (name === 'huber') return [...notes, ofHuber];
  if (found === undefined) return notes; // a loss that takes no probabilities
  const [p, z] = found.map((own) => text.name(own));
  if (name === 'crossEntropy') {
    return [...notes, note(`Of one sample the loss is L = −Σ Y log ${p}, with ∂L/∂${p} = −Y / ${p}. Through softmax ∂L/∂${z} = ${p} ⊙ (∂L/∂${p} − Σ ∂L/∂${p} ⊙ ${p}), where the sum is −Σ Y = −1. What is left is ${p} − Y: how far the probabilities are from the truth. ${logarithms}`)];
  }
  if (name === 'binaryCrossEntropy') {
    return [...notes, note(`Of one number the loss is L = −(y log ${p} + (1 − y) log(1 − ${p})), with ∂L/∂${p} = (1 − y) / (1 − ${p}) − y / ${p}. The slope of the sigmoid, ${p} (1 − ${p}), cancels these denominators: ∂L/∂${z} = ${p} − y, how far the probability is from the truth. ${logarithms}`)];
  }
  return notes;
}

/** Three dense layers and more, with nothing but activations between. */
function isPlain({ layers }: Network): boolean {
  return layers.filter(({ name }) => name === 'dense').length > 2 && layers.every(({ name }) => name === 'dense' || bends.has(name));
}

const everyStep = 'Every hidden layer l, which is given the H of layer k before it, takes the same steps: ∂C/∂Zₗ is ∂C/∂Hₗ times the slope of the activation, ∂C/∂Wₗ = Hₖᵀ ∂C/∂Zₗ, ∂C/∂bₗ = Σᵢ ∂C/∂Zₗ, and ∂C/∂Hₖ = ∂C/∂Zₗ Wₗᵀ goes on to layer k.';

/** Behind the update. @param rate  what the learning rate is called */
export function downhill(net: Network, rate: string): string {
  return hiddenLayers(net) > 0 ? `${uphill(rate)} The first weights are drawn at random: neurons that begin alike have equal derivatives, and stay alike.` : uphill(rate);
}

/** Sections about layers that are more than a line says. */
export function asides(net: Network, { forward }: DerivedFunction): Section[] {
  const names = new Set(everyLayer(net.layers).map(({ name }) => name));
  const said = about.flatMap(([words, ...layers]) => (layers.some((name) => names.has(name)) ? [note(typeof words === 'string' ? words : words(forward))] : []));
  const slidings = forward.flatMap(({ formulas }) => formulas.flatMap(slidingsIn));
  return [
    ...(slidings.length > 0 ? [{ title: 'Convolution, number by number', lines: aboutConvolution(slidings).map(note) }] : []),
    ...(said.length > 0 ? [{ title: 'About these layers', lines: said }] : []),
  ];
}

const about: readonly (readonly [string | ((forward: DerivedFunction['forward']) => string), ...string[]])[] = [
  [aboutNormalisation, 'batchNorm', 'layerNorm'],
  ['Batch normalisation has a mean and a deviation for each column (each channel of images), over all samples of the batch. In prediction, and where a batch has only one number of each, those that were averaged over the training take their place.', 'batchNorm'],
  ['Layer normalisation has a mean and a deviation for each sample (each place of a sequence), over its own numbers: samples do not meet.', 'layerNorm'],
  ['A residual block adds what its layers give to what they were given: R = what came in + what they made of it. Backward, the derivative goes both ways, and what comes back is added up: however little comes through the layers, it passes by them unchanged.', 'residual'],
  ['Dropout is for training: where the number drawn is less than the rate, the result D is 0; what is kept is divided by 1 − rate, so that the mean stays. Nothing comes back through what was dropped. In prediction nothing is dropped.', 'dropout'],
  ['An embedding looks up a row of its table E for every number of X: V. Backward, a row gets the sum of what comes back from all places where it was looked up, and one that was not looked up gets 0.', 'embedding'],
];

function aboutNormalisation(forward: DerivedFunction['forward']): string {
  // what the first such line is made of, under the names that were found for it
  const line = forward.find(({ name, formulas: [formula] }) => /^N\d+$/.test(name) && namesIn(formula).has(name.replace('N', 'gamma')));
  const parts = line === undefined ? [] : forward.filter(({ name }) => namesIn(line.formulas[0]).has(name));
  const called = (letter: string, isWhole: boolean, before: string): string => {
    const part = parts.find(({ name, shape }) => name.startsWith(letter) && sameShape(shape, line!.shape) === isWhole);
    return part === undefined ? '' : `${before} ${text.name(part.name)}`;
  };
  return `Normalisation: the mean is taken from every number${called('A', true, ', which leaves')}; that is divided by the standard deviation${called('U', false, '')}, scaled by γ and shifted by β, which are learnt: N. The small number under the root keeps it from being 0. A number is part of the mean and of the deviation, too: its derivative comes all these ways and is their sum.`;
}

function aboutConvolution(slidings: readonly Sliding[]): string[] {
  const hasStride = slidings.some(({ stride }) => stride.some((step) => step !== 1));
  const hasDilation = slidings.some(({ dilation }) => dilation.some((step) => step !== 1));
  const hasGroups = slidings.some(({ groups }) => groups !== 1);
  const hasSides = slidings.some(({ padding }) => padding.some((side) => side !== padding[0]));
  const [row, column] = hasDilation ? ['r = i·s + u·d − p', 'q = j·s + v·d − p'] : ['r = i·s + u − p', 'q = j·s + v − p'];
  return [
    `Z = X ∗ K lays the kernel on every place of the image, multiplies what meets and adds up: Z[n,o,i,j] = Σ K[o,c,u,v] · X[n,c,r,q] over c, u and v, with ${row} and ${column} for the stride s${hasDilation ? ', the padding p and the dilation d, which draws the numbers of the kernel apart' : ' and the padding p'}; outside of the image X is 0. The result is ${hasDilation ? '⌊(h + 2p − d (k − 1) − 1)/s⌋ + 1' : '⌊(h + 2p − k)/s⌋ + 1'} high, h being the height of the image and k that of the kernel.${hasSides ? ' Where the sides differ, p is the upper padding for r and the left one for q, and 2p that of both sides together.' : ''}${hasGroups ? ' In g groups, c runs only over the channels of the group of o.' : ''}`,
    'Backward, each product K · X gives ∂C/∂Z times the one factor to the other. To the kernel: ∂C/∂K[o,c,u,v] = Σ ∂C/∂Z[n,o,i,j] · X[n,c,r,q] over all samples n and places i, j. The image is convolved with ∂C/∂Z, samples being added up as channels are forward: that is what ↔ exchanges.',
    `To the image: ∂C/∂X[n,c,r,q] = Σ ∂C/∂Z[n,o,i,j] · K[o,c,u,v] over all places i, j whose kernel lies on r, q. ∂C/∂Z${hasStride ? ', with zeros between its numbers where the stride left places out,' : ''} is convolved with the kernel turned round, padded by as much as the kernel reaches over the edge.`,
  ];
}

function slidingsIn(expression: Expression): Sliding[] {
  return [...(isCall(expression, 'conv') ? [(expression as Call<Sliding>).params] : []), ...partsOf(expression).flatMap(slidingsIn)];
}
