/** What the arrays of a network are called: W₁ and b₁ of its first layer, Z₁ what its neurons sum up, H₁ what they make of it. Knows layers by their names. */
import type { NdArray, Shape } from '../../array/index.ts';
import { layersInside, type AnyLayer, type Loss, type Network, type Weights } from '../../nn/index.ts';
import { add, randomUniform } from '../../ops/index.ts';
import { flatten, type Tree } from '../../program/index.ts';
import { label } from '../label.ts';

/** Letters of what a layer gives. */
const letters: Readonly<Record<string, string>> = {
  dense: 'Z', conv2d: 'Z', relu: 'H', leakyRelu: 'H', tanh: 'H', sigmoid: 'H', gelu: 'H', softmax: 'H', maxPool2d: 'M', averagePool2d: 'M', globalAveragePool2d: 'M',
  batchNorm: 'N', layerNorm: 'N', embedding: 'V', dropout: 'D', residual: 'R',
};
/** Where layers without weights follow each other, and the letter is taken. */
const furtherLetters = ['G', 'F'];
const parameterLetters: Readonly<Record<string, string>> = { bias: 'b', scale: 'gamma', shift: 'beta', table: 'E' };
const stateLetters: Readonly<Record<string, string>> = { mean: 'mu', variance: 'var' };
const words: Readonly<Record<string, string>> = { kernel: 'weights', bias: 'biases' };

/** All layers, those of residuals after them. */
export function everyLayer(layers: readonly AnyLayer[]): AnyLayer[] {
  return layers.flatMap((layer) => [layer, ...everyLayer(layersInside(layer) ?? [])]);
}

/** How many layers with weights there are between the input and the last such. */
export function hiddenLayers({ layers }: Network): number {
  return everyLayer(layers).filter(({ name }) => name === 'dense' || name === 'conv2d' || name === 'embedding').length - 1;
}

export function titleOf(net: Network, loss: Loss): string {
  const hidden = hiddenLayers(net);
  const isConvolutional = everyLayer(net.layers).some(({ name }) => name === 'conv2d');
  const kind = isConvolutional ? 'A convolutional network' : hidden < 0 ? 'A network' : hidden === 0 ? 'A single layer' : hidden === 1 ? 'A shallow network' : 'A deep network';
  return `${kind} with ${loss.name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
}

/** What the network gives in training, the result of each layer labelled. */
export function applied(net: Network, { parameters, state }: Weights, x: NdArray, loss: Loss, key: NdArray | undefined): NdArray {
  const used = new Set(parametersOf(net, { parameters, state }).names);
  let count = 0;
  let stream = 0;
  const mode = { training: true, uniform: (shape: Shape, dtype: 'float32' | 'float64'): NdArray => randomUniform(key!, [...shape], { stream: stream++, dtype }) };
  const inTurn = (layers: readonly AnyLayer[], parameters: readonly Tree[], state: readonly Tree[], start: NdArray, isWhole: boolean): NdArray => layers.reduce((before, layer, i) => {
    const inside = layersInside(layer);
    let y: NdArray;
    if (inside !== undefined) {
      y = add(before, inTurn(inside, parameters[i] as readonly Tree[], state[i] as readonly Tree[], before, false));
    } else {
      count += groupsOf(parameters[i]).length;
      nameState(state[i], count);
      [y] = (layer as unknown as { apply(parameters: Tree, state: Tree, x: NdArray, mode: object): readonly [NdArray, Tree] }).apply(parameters[i], state[i], before, mode);
    }
    const isLast = isWhole && i === layers.length - 1 && loss.target === 'numbers';
    const possible = isLast ? ['yHat'] : Object.hasOwn(letters, layer.name) ? [letters[layer.name], ...furtherLetters].map((letter) => `${letter}${count}`) : [];
    const name = possible.find((one) => !used.has(one));
    // what a layer gives back as it is has its name already
    if (name === undefined || (y === before && !isLast) || y === x) return y;
    used.add(name);
    return label(y, name);
  }, start);
  return inTurn(net.layers, parameters, state, x, true);
}

/** The arrays of all layers, and what they are called: W₁, b₁; K₂ for kernels of a convolution. */
export function parametersOf(net: Network, { parameters }: Weights): { readonly parameters: NdArray[]; readonly names: string[]; readonly layerOf: string[] } {
  const found = { parameters: [] as NdArray[], names: [] as string[], layerOf: [] as string[] };
  let count = 0;
  const inTurn = (layers: readonly AnyLayer[], trees: readonly Tree[], kind: (name: string) => string): void => layers.forEach((layer, i) => {
    const inside = layersInside(layer);
    if (inside !== undefined) {
      inTurn(inside, trees[i] as readonly Tree[], (name) => `${name} of a residual block`);
      return;
    }
    for (const group of groupsOf(trees[i])) {
      count++;
      for (const { name, value } of group) {
        const letter = name.endsWith(']') ? 'theta' : name === 'kernel' ? (value.shape.length === 4 ? 'K' : 'W') : parameterLetters[name] ?? name;
        found.parameters.push(value);
        found.names.push(found.names.includes(`${letter}${count}`) ? `${letter}${count}_${found.names.length}` : `${letter}${count}`);
        found.layerOf.push(`${words[name] ?? name} of layer ${count} (${kind(layer.name)})`);
      }
    }
  });
  inTurn(net.layers, parameters, (name) => name);
  return found;
}

/** What a layer knows otherwise than by gradients, as far as it is written: running means and variances. */
function nameState(state: Tree, count: number): void {
  for (const { name, value } of groupsOf(state).flat()) if (Object.hasOwn(stateLetters, name)) label(value, `${stateLetters[name]}${count}`);
}

/** What such an array is; undefined for other names. */
export function meaningOfState(name: string): string | undefined {
  return Object.entries(stateLetters).flatMap(([what, letter]) => (new RegExp(`^${letter}\\d+$`).test(name) ? [`running ${what} of layer ${name.slice(letter.length)}`] : []))[0];
}

/** The arrays of a tree that lie in one record belong to one layer. */
function groupsOf(tree: Tree): { readonly name: string; readonly value: NdArray }[][] {
  const { leaves, paths } = flatten('derive', 'p', tree);
  const groups = new Map<string, { name: string; value: NdArray }[]>();
  leaves.forEach((value, i) => {
    const [, group, name] = /^(.*?)\.?([^.]*)$/.exec(paths[i])!;
    groups.set(group, [...(groups.get(group) ?? []), { name, value }]);
  });
  return [...groups.values()];
}
