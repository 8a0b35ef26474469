/** Networks of every layer, one in another: how their lines are named and ordered, and that they compute what the network does. */
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray, type Shape } from '../../array/index.ts';
import {
  adam, adamW, averagePool2d, batchNorm, binaryCrossEntropy, conv2d, crossEntropy, dense, dropout, embedding, flatten, gelu, globalAveragePool2d, huber, layerNorm, leakyRelu, maxPool2d, meanSquaredError, relu,
  residual, sequential, sgd, sigmoid, softmax, tanh, train, type AnyLayer, type Layer, type Loss, type Network, type Optimizer,
} from '../../nn/index.ts';
import { exp, mul, sub, sum } from '../../ops/index.ts';
import { flatten as leavesOf, type Tree } from '../../program/index.ts';
import { generator, type Generator } from '../../random/index.ts';
import { constantsOf, expectFitsTogether, expectNumbersRight, expectPrinted } from '../evaluates.testing.ts';
import { derive, type Derivation } from '../index.ts';

const texts = (derivation: Derivation): string[] => derivation.lines.map(({ text }) => text);
const chain = (input: readonly number[], layers: readonly AnyLayer[]): Network => (sequential as unknown as (input: readonly number[], ...layers: readonly AnyLayer[]) => Network)(input, ...layers);

test('the layers of residual blocks and the blocks themselves are named in turn, and count', () => {
  const derivation = derive(sequential([3], residual(dense(3), relu()), residual(residual(dense(3), tanh()), dense(3)), dense(1)), { loss: meanSquaredError() });
  expect(derivation.title).toBe('A deep network with mean squared error');
  expect(texts(derivation).slice(0, 11)).toEqual([
    'Z₁ = X W₁ + b₁', 'H₁ = relu(Z₁)', 'R₁ = X + H₁', 'Z₂ = R₁ W₂ + b₂', 'H₂ = tanh(Z₂)', 'R₂ = R₁ + H₂', 'Z₃ = R₂ W₃ + b₃', 'R₃ = R₁ + Z₃', 'ŷ = R₃ W₄ + b₄', 'C = (1/m) Σ (ŷ − y)²', '∂C/∂ŷ = (2/m) (ŷ − y)',
  ]);
  expect(derivation.symbols.map(({ meaning }) => meaning)).toContain('weights of layer 2 (dense of a residual block)');
  expect(derive(sequential([1, 4, 4], residual(conv2d(1, 3, { padding: 'same' }))), { loss: meanSquaredError() }).title).toBe('A convolutional network with mean squared error');
});

test('activations that follow each other have each a result by name', () => {
  const lines = texts(derive(sequential([2], dense(2), relu(), tanh(), softmax(), dense(1)), { loss: meanSquaredError() }));
  expect(lines.slice(0, 5)).toEqual(['Z₁ = X W₁ + b₁', 'H₁ = relu(Z₁)', 'G₁ = tanh(H₁)', 'F₁ = softmax(G₁)', 'ŷ = F₁ W₂ + b₂']);
});

test('a copy of a residual block with another apply is not taken for one', () => {
  const block = residual(dense(3));
  const twice = { ...block, apply: (parameters: never, state: never, x: NdArray, mode: never) => block.apply(parameters, state, mul(x, 2), mode) } as unknown as AnyLayer;
  const x = array([[1, 2, 3]]);
  expectNumbersRight(derive(chain([3], [twice, dense(1)]), { loss: meanSquaredError(), x, y: [1] }));
});

test('dropout and embeddings have a result by name, in a residual block as elsewhere', () => {
  const dropped = derive(sequential([3], residual(dense(3), dropout(0.5)), dropout(0), dense(1)), { loss: meanSquaredError() });
  expect(texts(dropped)).toEqual(expect.arrayContaining(['D₁ = 2 U₁ ⊙ Z₁', 'R₁ = X + D₁', 'ŷ = R₁ W₂ + b₂', '∂C/∂Z₁ = ∂C/∂D₁ · ∂D₁/∂Z₁ = 2 U₁ ⊙ ∂C/∂D₁']));
  const words = derive(sequential([2], embedding(5, 3), layerNorm(), flatten(), dense(1)), { loss: binaryCrossEntropy() });
  expect(texts(words).slice(0, 2)).toEqual(['V₁ = take[i](E₁, X)', 'A = V₁ − (1/3) Σₖ V₁']);
});

test('a derivative is read before what the chain rule makes of it, and that goes on with it', () => {
  const lines = texts(derive(sequential([3], residual(dense(3), relu()), residual(dense(3), relu())), { loss: meanSquaredError() }));
  expect(lines.slice(7, 10)).toEqual(['∂C/∂ŷ = (2/(3 m)) (ŷ − y)', '∂C/∂H₂ = ∂C/∂ŷ · ∂ŷ/∂H₂ = ∂C/∂ŷ', '∂C/∂Z₂ = ∂C/∂H₂ · ∂H₂/∂Z₂ = ∂C/∂H₂ ⊙ [H₂ > 0]']);
  // also where it lies in another shape
  const pooled = texts(derive(sequential([2, 3, 3], conv2d(3, 3), relu(), conv2d(2, 1), globalAveragePool2d()), { loss: crossEntropy() }));
  expect(pooled).toContain('∂C/∂K₂ = ∂C/∂Z₂ · ∂Z₂/∂K₂ = (H₁↔ ∗ (∂C/∂Z₂)↔)↔');
});

test('binary cross entropy is written with the probability, as logistic regression is', () => {
  expect(texts(derive(sequential([2], dense(1)), { loss: binaryCrossEntropy() })).slice(0, 5)).toEqual([
    'Z₁ = X W₁ + b₁', 'P = σ(Z₁)', 'C = −(1/m) Σ (y ⊙ log(P) + (1 − y) ⊙ log(1 − P))', '∂C/∂Z₁ = ∂C/∂P · ∂P/∂Z₁ = (1/m) (P − y)', '∂C/∂W₁ = ∂C/∂Z₁ · ∂Z₁/∂W₁ = Xᵀ ∂C/∂Z₁ = (1/m) Xᵀ (P − y)',
  ]);
});

test('of one row alone the shares sum to 1, too', () => {
  const derivation = derive(sequential([3], dense(2), batchNorm(), dense(2)), { loss: crossEntropy(), x: [[1, 2, 3]], y: [1] });
  expect(texts(derivation)).toContain('∂C/∂Z₃ = ∂C/∂P · ∂P/∂Z₃ = P − Y');
});

test('batch normalisation of one sample is written with the running mean and variance, by their names', () => {
  const net = sequential([2], batchNorm(), dense(1));
  const { parameters } = net.init(0, 'float64');
  const weights = { parameters, state: [{ mean: array([1, 2]), variance: array([3, 4]) } as Tree, {}] };
  const derivation = derive(net, { loss: meanSquaredError(), weights, x: [[1, 2]], y: [1] });
  expect(texts(derivation).slice(0, 2)).toEqual(['U₁ = √(var₁ + 0.00001)', 'N₁ = ((X − μ₁) ⊙ γ₁) / U₁ + β₁']);
  expect(derivation.symbols.map(({ meaning }) => meaning)).toEqual(expect.arrayContaining(['running mean of layer 1', 'running variance of layer 1']));
  // what is said of normalisation has no letter for what has no line
  expect(derivation.toText({ width: 10_000 })).toContain('the mean is taken from every number; that is divided by the standard deviation U₁');
  expectNumbersRight(derivation);
});

test('an image of one pixel is flattened as any other', () => {
  expect(texts(derive(sequential([1, 2, 2], conv2d(2, 2), flatten(), dense(1)), { loss: meanSquaredError() }))).toContain('ŷ = flat(Z₁) W₂ + b₂');
});

test('what leaky relu sends back is written as its cases', () => {
  expect(texts(derive(sequential([2], dense(2), leakyRelu(0.1), dense(1)), { loss: meanSquaredError() }))).toContain('∂C/∂Z₁ = ∂C/∂H₁ · ∂H₁/∂Z₁ = (∂C/∂H₁ if [Z₁ > 0], else 0.1 ∂C/∂H₁)');
});

test('what all terms share is written once, arrays as numbers', () => {
  const weighed = (z: NdArray, y: NdArray, v: NdArray): NdArray => sum(mul(v, sub(exp(z), mul(y, z))));
  const derivation = derive(weighed, [array([[1, 2], [3, 4]]), array([[0, 1], [1, 0]]), array([[3], [4]])], { names: ['z', 'y', 'v'], data: ['y', 'v'] });
  expect(texts(derivation)).toContain('∂C/∂z = v ⊙ (exp(z) − y)');
});

test('the numbers of images are shown as matrices, whole ones where they are small', () => {
  const x = array(Float64Array.from({ length: 8 }, (_, i) => i), [1, 2, 2, 2]);
  const derivation = derive(sequential([2, 2, 2], flatten(), dense(1)), { loss: meanSquaredError(), x, y: [1] });
  expect(derivation.toText()).toMatch(/= \[0 {2}1\]\n +\[2 {2}3\]\n\n +\[4 {2}5\]\n +\[6 {2}7\]\n/);
  expect(derivation.toLatex()).toContain('\\begin{bmatrix} 0 & 1 \\\\ 2 & 3 \\\\ \\phantom{0} \\\\ 4 & 5 \\\\ 6 & 7 \\end{bmatrix}');
  const large = derive(sequential([1, 3, 4], conv2d(2, 1), flatten(), dense(1)), { loss: meanSquaredError(), x: array(new Float64Array(12), [1, 1, 3, 4]), y: [1] });
  expect(large.toText()).toContain('… 3 more rows, of [1, 2, 3, 4]');
});

test('what is said of convolutions is true of those that there are', () => {
  const said = (...layers: readonly AnyLayer[]): string => derive(chain([2, 8, 8], layers), { loss: meanSquaredError() }).toText({ width: 10_000 });
  expect(said(conv2d(2, 3))).toMatch(/r = i·s \+ u − p and .* for the stride s and the padding p; .* ⌊\(h \+ 2p − k\)\/s⌋ \+ 1 high/);
  expect(said(conv2d(2, 3))).toContain('an array of one axis beside images has one number for each channel');
  expect(said(conv2d(2, 3, { bias: false }))).not.toContain('beside images');
  expect(said(conv2d(2, 3))).not.toMatch(/dilation|groups|zeros between/);
  expect(said(conv2d(2, 3, { dilation: 2, groups: 2, stride: 2 }))).toMatch(/r = i·s \+ u·d − p .* the dilation d.* ⌊\(h \+ 2p − d \(k − 1\) − 1\)\/s⌋ \+ 1 high.* In g groups[^]*with zeros between its numbers/);
  const uneven = said(conv2d(2, 2, { padding: 'same' }), maxPool2d(2, { stride: 1 }));
  expect(uneven).toContain('2p that of both sides together');
  expect(uneven).toMatch(/p padding, of the sides in brackets top, right, bottom, left\).* maxpool takes the greatest number under each window of the size in brackets \(s stride\)/);
  expect(said(conv2d(2, 3, { dilation: 2, groups: 2, stride: 2 }))).toContain('(s stride; p padding, of the sides in brackets top, right, bottom, left, leaving out where it is negative; d dilation; g groups)');
});

test('the numbers of an optimizer that change from step to step are told, with those that they are made of', () => {
  const updateBy = (optimizer: Optimizer): string => derive(sequential([2], dense(1)), { loss: meanSquaredError(), optimizer }).toText({ width: 10_000 }).split('Update by ')[1];
  expect(updateBy(adamW({ beta1: 0.8, weightDecay: 0.05 }))).toMatch(/αₜ = α \/ \(1 − β₁ᵗ\) and rₜ = √\(1 − β₂ᵗ\), with β₁ = 0.8 and β₂ = 0.999,.* κ = 1 − α λ, with λ = 0.05,.*\n {2}μ ← 0.8 μ \+ 0.2 ∂C\/∂θ\n.*\n {2}θ ← κ θ − αₜ μ \/ \(\(1\/rₜ\) √s \+ 1e-8\)/);
  expect(updateBy(sgd({ momentum: 0.9 }))).toMatch(/v is the velocity/);
  expect(updateBy(sgd())).toBe('sgd\n─────────────\n  For each parameter θ, against its derivative, for that points uphill; the learning rate α says how far.\n  θ ← θ − α ∂C/∂θ');
});

test('layers of your own: an array by itself is p, one of a list θ, and one that is called like a result takes that name', () => {
  const scale: Layer<NdArray> = { name: 'scale', init: () => array([2, 3]), apply: (by, _, x) => [mul(x, by), {}] };
  expect(texts(derive(chain([2], [scale, dense(1)]), { loss: meanSquaredError() }))[0]).toBe('ŷ = (X ⊙ p₁) W₂ + b₂');
  const list: Layer<[NdArray]> = { name: 'list', init: () => [array([2, 3])], apply: ([by], _, x) => [mul(x, by), {}] };
  expect(texts(derive(chain([2], [list, dense(1)]), { loss: meanSquaredError() }))[0]).toBe('ŷ = (X ⊙ θ₁) W₂ + b₂');
  const named: Layer<{ H: NdArray }> = { name: 'own', init: () => ({ H: array([2, 3]) }), apply: ({ H }, _, x) => [mul(x, H), {}] };
  expect(texts(derive(chain([2], [named, relu(), dense(1)]), { loss: meanSquaredError() }))[0]).toBe('G₁ = relu(X ⊙ H₁)');
});

test('classes have their names where they are known', async () => {
  const optimizer = adam();
  const model = await train(sequential([1], dense(2)), { x: [[0], [1], [2]], y: ['red', 'blue', 'red'] }, { loss: crossEntropy(), optimizer, epochs: 1 }).model;
  expect(derive(model).symbols[1].meaning).toBe('numbers of the true classes: 0 blue, 1 red');
  const two = await train(sequential([1], dense(1)), { x: [[0], [1], [2]], y: ['no', 'yes', 'no'] }, { loss: binaryCrossEntropy(), optimizer, epochs: 1 }).model;
  expect(derive(two).symbols[1].meaning).toBe('1 for yes, 0 for no');
});

/** Few in the gate, many when new cases are drawn. */
const runs = process.env.FUZZ === undefined ? 5 : 300;
const first = process.env.FUZZ === undefined ? 0 : Number(process.env.FUZZ) || Date.now() % 1e6;

test('random networks print in every notation, and every formula computes what the network does', () => {
  for (let seed = first; seed < first + runs; seed++) {
    const { net, loss, x, y } = drawn(generator(seed));
    try {
      for (const options of [{ loss }, { loss, x, y }, { loss, x, y, sample: 0 }]) expectPrinted(derive(net, options));
      const derivation = derive(net, { loss, x, y });
      const parameters = leavesOf('test', 'p', net.init(0, 'float64').parameters).leaves;
      const names = derivation.symbols.filter(({ meaning }) => / of layer /.test(meaning)).map(({ name }) => name);
      expect(names.length).toBe(parameters.length);
      const given = { ...Object.fromEntries(derivation.symbols.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))), X: x, y: shaped(y, loss, net), ...Object.fromEntries(names.map((name, i) => [name, parameters[i]])), ...constantsOf(derivation) };
      if (names.length === 0) continue;
      expectNumbersRight(derivation, given);
      // where a choice hangs by a hair, differences jump, and where variances are small, they are coarse; of long ones they take long
      if (derivation.lines.length < 32 && !/ if |maxpool|relu/.test(derivation.toText())) expectFitsTogether(derivation, { ...given, m: x.shape[0] }, 'C', 1e-3);
    } catch (error) {
      throw new Error(`seed ${seed}, ${loss.name}\n${String(net)}`, { cause: error });
    }
  }
}, 600_000);


function shaped(y: NdArray | readonly number[], { target }: Loss, { outputShape }: Network): NdArray {
  return Array.isArray(y) ? array(Int32Array.from(y), target === 'classes' ? [y.length] : [y.length, ...outputShape]) : y as NdArray;
}

interface Drawn {
  readonly net: Network;
  readonly loss: Loss;
  readonly x: NdArray;
  readonly y: NdArray | readonly number[];
}

function drawn(draw: Generator): Drawn {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw.uniform() * list.length)];
  const input = pick<readonly number[]>([[3], [1], [4], [2, 3, 3], [1, 4, 4], [2, 3], [2]]);
  const isWords = input.length === 1 && draw.uniform() < 0.25;
  const body = layersOn(isWords ? [...input, 2] : input, 1 + Math.floor(draw.uniform() * 6), 0, draw);
  const loss = pick<Loss>([huber({ delta: 0.5 }), huber(), meanSquaredError(), crossEntropy(), binaryCrossEntropy()]);
  const hasHead = loss.target === 'classes' || draw.uniform() < 0.6;
  const net = chain(input, [...(isWords ? [embedding(5, 2)] : []), ...body, ...(hasHead ? [flatten(), dense(loss.target === 'classes' ? pick([2, 3]) : pick([1, 2]))] : [])]);
  const samples = pick([1, 2, 3]);
  const numbers = (shape: Shape, next: () => number): NdArray => array(Float64Array.from({ length: sizeOf(shape) }, next), shape);
  return {
    net, loss, x: isWords ? array(Int32Array.from({ length: samples * input[0] }, () => Math.floor(draw.uniform() * 5)), [samples, ...input]) : numbers([samples, ...input], () => draw.normal()),
    y: loss.target === 'classes' ? Array.from({ length: samples }, (_, i) => i % net.outputShape[0]) : numbers([samples, ...net.outputShape], () => (loss.target === 'shares' ? Math.round(draw.uniform()) : draw.normal())),
  };
}

/** Layers that fit behind each other and make nothing large. */
function layersOn(shape: readonly number[], count: number, depth: number, draw: Generator): AnyLayer[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw.uniform() * list.length)];
  const layers: AnyLayer[] = [];
  let now = shape;
  for (let i = 0; i < count; i++) {
    const choices: (() => AnyLayer)[] = [
      () => relu(), () => tanh(), () => sigmoid(), () => gelu(), () => leakyRelu(pick([0.01, 0.2])), () => batchNorm(), () => layerNorm(), () => dropout(pick([0, 0.25, 0.5])), () => softmax(),
      ...(now.length === 1 ? [() => dense(pick([1, 2, 3]), { bias: draw.uniform() < 0.8 }), () => dense(pick([2, 4])), () => dense(3)] : [() => flatten()]),
      ...(now.length === 3 ? [
        () => conv2d(pick([2, 4]), pick([1, 2, 3]), { stride: pick([1, 1, 2]), padding: pick([0, 1]), dilation: pick([1, 1, 2]), groups: now[0] % 2 === 0 ? pick([1, 2]) : 1, bias: draw.uniform() < 0.7 }),
        () => conv2d(2, 2), () => maxPool2d(2, { stride: pick([1, 2]) }), () => averagePool2d(2, { padding: pick([0, 1]) }), () => globalAveragePool2d(),
      ] : []),
      ...(depth < 2 ? [() => residual(...layersOn(now, 1 + Math.floor(draw.uniform() * 3), depth + 1, draw)), () => residual(dense(now[0]), relu()), () => residual(conv2d(now[0], 3, { padding: 'same' }), batchNorm())] : []),
    ];
    try {
      const layer = pick(choices)();
      const { outputShape } = chain(now, [layer]);
      if (sizeOf(outputShape) > 48) continue;
      layers.push(layer);
      now = outputShape;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error; // it does not fit there
    }
  }
  return layers;
}
