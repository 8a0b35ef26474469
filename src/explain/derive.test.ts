import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { add, div, log, matmul, mean, mul, neg, oneHot, relu, sigmoid, softmax, square, sub, sum, tanh, transpose } from '../ops/index.ts';
import { constantsOf, expectEvaluates } from './evaluates.testing.ts';
import { derive, label, type Derivation } from './index.ts';

const x = array([[1, 2], [3, 4], [5, 6], [7, 9]]);
const y = array([[1], [2], [3], [5]]);
const w = array([[0.5], [0.1]]);
const b = array([0.2]);
const squares = (X: NdArray, y: NdArray, w: NdArray, b: NdArray): NdArray => mean(square(sub(y, add(matmul(X, w), b))));
const lines = (derivation: Derivation): string[] => derivation.lines.map(({ text }) => text);

test('least squares read as in the text, m and 2/m in their places', () => {
  expect(lines(derive(squares, [x, y, w, b], { data: ['X', 'y'] }))).toEqual([
    'A = y − X w − b',
    'C = (1/m) Σ A²',
    '∂C/∂A = (2/m) A',
    '∂C/∂w = ∂C/∂A · ∂A/∂w = −Xᵀ ∂C/∂A = −(2/m) Xᵀ A',
    '∂C/∂b = ∂C/∂A · ∂A/∂b = −Σ ∂C/∂A = −(2/m) Σ A',
    'w ← w − α ∂C/∂w',
    'b ← b − α ∂C/∂b',
  ]);
});

test('the logarithms of a sigmoid come down to p − y', () => {
  const cost = (X: NdArray, y: NdArray, w: NdArray, b: NdArray): NdArray => {
    const p = label(sigmoid(label(add(matmul(X, w), b), 'z')), 'p');
    return neg(mean(add(mul(y, log(p)), mul(sub(1, y), log(sub(1, p))))));
  };
  expect(lines(derive(cost, [x, y, w, b], { data: ['X', 'y'] })).slice(0, 7)).toEqual([
    'z = X w + b',
    'p = σ(z)',
    'C = −(1/m) Σ (y ⊙ log(p) + (1 − y) ⊙ log(1 − p))',
    '∂C/∂p = (1/m) ((1 − y) / (1 − p) − y / p)',
    '∂C/∂z = ∂C/∂p · ∂p/∂z = ∂C/∂p ⊙ p ⊙ (1 − p) = (1/m) (p − y)',
    '∂C/∂w = ∂C/∂z · ∂z/∂w = Xᵀ ∂C/∂z = (1/m) Xᵀ (p − y)',
    '∂C/∂b = ∂C/∂z · ∂z/∂b = Σ ∂C/∂z = (1/m) Σ (p − y)',
  ]);
});

test('those of a softmax come down to P − Y, the rows of Y summing to 1', () => {
  const cost = (X: NdArray, t: NdArray, W: NdArray): NdArray =>
    neg(div(sum(mul(label(oneHot(t, 3), 'Y'), log(label(softmax(label(matmul(X, W), 'Z')), 'P')))), X.shape[0]));
  const t = array([0, 1, 2, 0], { dtype: 'int32' });
  expect(lines(derive(cost, [x, t, array([[1, 2, 3], [4, 5, 6]])], { data: ['X', 't'] }))[5])
    .toBe('∂C/∂Z = ∂C/∂P · ∂P/∂Z = P ⊙ (∂C/∂P − Σⱼ (∂C/∂P ⊙ P)) = (1/m) (P − Y)');
});

test('a cost that is an argument itself has a line, and a derivative by it', () => {
  expect(lines(derive((w: NdArray) => w, [array(2)]))).toEqual(['C = w', '∂C/∂w = 1', 'w ← w − α ∂C/∂w']);
});

test('a derivative to which no chain leads is also written out', () => {
  const cost = (x: NdArray, y: NdArray): NdArray => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));
  expect(lines(derive(cost, [array(0.5), array(1)]))[2]).toBe('∂C/∂x = 2 (x − x ∂C/∂y − 1) = 2 (200 x³ − 200 x y − 1 + x)');
});

test('a product turned is the product of its parts turned, where that undoes another turn', () => {
  const cost = (Q: NdArray, K: NdArray): NdArray => sum(square(label(tanh(label(matmul(Q, transpose(K)), 'S')), 'A')));
  expect(lines(derive(cost, [array([[1, 2], [3, 4]]), array([[0, 1], [1, 1]])]))).toContain('∂C/∂K = ∂C/∂S · ∂S/∂K = (∂C/∂S)ᵀ Q = 2 (A − A³)ᵀ Q');
});

test('what is used twice is named by what makes it, and what is used once is not', () => {
  const cost = (X: NdArray, W1: NdArray, W2: NdArray): NdArray => sum(square(matmul(relu(matmul(tanh(matmul(X, W1)), W2)), W1)));
  const derivation = derive(cost, [x, array([[1, 2], [3, 4]]), array([[0.5, 0], [1, 2]])], { data: ['X'] });
  expect(lines(derivation).map((line) => line.split(' ')[0])).toEqual(['H₁', 'Z₁', 'H₂', 'Z₂', 'C', '∂C/∂Z₂', '∂C/∂H₂', '∂C/∂Z₁', '∂C/∂W₂', '∂C/∂H₁', '∂C/∂W₁', 'W₁', 'W₂']);
});

test('numbers are those of the program, for the arguments or for one sample', () => {
  const all = derive(squares, [x, y, w, b], { data: ['X', 'y'], numbers: true });
  const [gw] = gradients(x, y, w, b).slice(2);
  expect(all.lines.find(({ name }) => name === '∂C/∂w')!.value).toEqual(gw);
  const one = derive(squares, [x, y, w, b], { data: ['X', 'y'], sample: 3 });
  expect(one.lines.find(({ name }) => name === '∂C/∂w')!.value).toEqual(gradients(array([[7, 9]]), array([[5]]), w, b)[2]);
  expect(one.toText()).toContain('A = y − X w − b   [m × 1]\n    = 0.4');
});

test('a function that is written for its number of samples is derived with that number', () => {
  const cost = (X: NdArray, w: NdArray): NdArray => mean(square(sub(y, matmul(X, w))));
  const derivation = derive(cost, [x, w], { data: ['X'] });
  expect(lines(derivation)[1]).toBe('C = (1/4) Σ A²');
  expectEvaluates(derivation, { X: x, w, ...constantsOf(derivation) }, { C: cost(x, w) });
});

test('parameters in records and lists are named by their paths', () => {
  const cost = (params: { readonly layers: readonly { readonly w: NdArray }[] }): NdArray => sum(square(params.layers[0].w));
  expect(lines(derive(cost, [{ layers: [{ w }] }]))[1]).toBe('∂C/∂layers0w = 2 layers0w');
});

test('a parameter that does not matter has the gradient 0', () => {
  expect(lines(derive((a: NdArray, c: NdArray): NdArray => add(sum(a), mul(sum(c), 0)), [w, b]))[2]).toBe('∂C/∂c = 0');
});

test('a label on what was computed before counts for that', () => {
  const cost = (w: NdArray): NdArray => add(sum(tanh(w)), sum(square(label(tanh(w), 'H'))));
  expect(lines(derive(cost, [w], { names: ['w'] })).slice(0, 3)).toEqual(['H = tanh(w)', 'C = Σ H + Σ H²', '∂C/∂H = 2 H + 1']);
});

test('where the cost holds a parameter itself, beside other ways, that part is a way of its own', () => {
  const cost = (X: NdArray, y: NdArray, w: NdArray): NdArray => add(mean(square(sub(y, matmul(X, w)))), mul(sum(square(w)), 0.1));
  const derivation = derive(cost, [x, y, w], { data: ['X', 'y'] });
  expect(lines(derivation)[3]).toBe('∂C/∂w = ∂C/∂A · ∂A/∂w + ∂(0.1 Σ w²)/∂w = 0.2 w − Xᵀ ∂C/∂A = 0.2 w − (2/m) Xᵀ A');
  expect(derivation.lines[3].latex).toContain('\\frac{\\partial}{\\partial w} \\left(0.1 \\sum w^{2}\\right)');
});

test('the cost has another name where an argument is called C', () => {
  expect(lines(derive((C: NdArray): NdArray => sum(square(C)), [w], { names: ['C'] }))).toEqual(['J = Σ C²', '∂J/∂C = 2 C', 'C ← C − α ∂J/∂C']);
});

test('names that are made are none that is given in another way', () => {
  const cost = (X: NdArray, W1: NdArray, W2: NdArray): NdArray => sum(square(matmul(tanh(matmul(X, W1)), W2)));
  const derivation = derive(cost, [x, array([[1, 2], [3, 4]]), array([[0.5, 0], [1, 2]])], { names: ['X', 'H_1', 'Z₁'], data: ['X'] });
  expect(lines(derivation).slice(0, 2)).toEqual(['H₂ = tanh(X H₁)', 'Z₂ = H₂ Z₁']);
});

test('Markdown and LaTeX hold the same formulas', () => {
  const derivation = derive(squares, [x, y, w, b], { data: ['X', 'y'], numbers: true, title: 'A & B' });
  expect(derivation.toMarkdown()).toContain('$$\n\\begin{aligned}\n  A &= y - X w - b');
  expect(derivation.toLatex()).toContain('\\section*{A \\& B}');
  expect(derivation.toLatex()).toContain('= -\\frac{2}{m} X^{\\top} A = \\begin{bmatrix} -0.55 \\\\ -0.8 \\end{bmatrix} && \\scriptstyle 2 \\times 1');
  expect(derivation.toMarkdown()).toContain('| $X$ | $m \\times 2$ | data | $\\begin{bmatrix} 1 & 2 \\\\ 3 & 4');
});

test.each([
  [() => derive(squares as never, [x, y, w, b], { names: ['X', 'y'] }), 'derive: names must be one for each array; there are 4 arrays, X, y, w, b, and 2 names'],
  [() => derive(squares, [x, y, w, b], { names: ['X', 'y', 'w', 'w'] }), 'derive: names must differ from each other; "w" is given twice'],
  [() => derive(squares, [x, y, w, b], { names: ['X', 'y', 'W1', 'W_1'] }), 'derive: names must differ from each other; "W1" and "W_1" are both written W₁'],
  [() => derive(squares, [x, y, w, b], { names: ['X', 'y', 'w', ' '] }), 'derive: names must be words without ∂, which stands for derivatives; there is " "'],
  [() => derive(squares, [x, y, w, b], { cost: '∂C' }), 'derive: names must be words without ∂, which stands for derivatives; there is "∂C"'],
  [() => derive((w: NdArray): NdArray => sum(label(square(w), 'α')), [w], { names: ['alpha'] }), 'derive: labels must differ from each other and from the names of the arguments; "alpha" and "α" are both written α'],
  [() => derive((w: NdArray): NdArray => sum(label(square(w), '')), [w]), 'derive: labels must be words without ∂, which stands for derivatives; there is ""'],
  [() => derive(squares, [x, y, w, b], { data: ['x'] }), 'derive: data must be names of arguments: X, y, w, b; "x" is none'],
  [() => derive(squares, [x, y, w, b], { data: ['X', 'y'], sample: 4 }), 'derive: sample must be a whole number from 0 to 3; it is 4'],
  [() => derive(squares, [x, y, w, b], { sample: 0 }), 'derive: a sample must be one of the data; no argument is named as data'],
  [() => derive((w: NdArray): NdArray => sum(label(mul(label(square(w), 'A'), 2), 'A')), [w]), 'derive: labels must differ from each other and from the names of the arguments; "A" is given twice'],
  [() => derive((w: NdArray): NdArray => sum(label(square(w), 'w')), [w], { names: ['w'] }), 'derive: labels must differ from each other and from the names of the arguments; "w" is given twice'],
  [() => derive((X: NdArray, w: NdArray): NdArray => sum(label(matmul(X, w), 'm')), [x, w], { names: ['X', 'w'], data: ['X'] }), 'derive: a label must not be "m", which is the number of samples; label the array otherwise'],
  [() => derive(squares, x as never), 'derive: inputs must be the list of arguments of f, as [x]; it is no list'],
  [() => derive(() => x, [x]), 'derive: f must return a scalar, an array of shape []; it returned [4,2], take its sum or mean'],
])('%# what does not fit is refused with words', (call, message) => {
  expect(call).toThrow(message);
});

function gradients(...args: [NdArray, NdArray, NdArray, NdArray]): readonly NdArray[] {
  return grad(squares as (...args: [NdArray, NdArray, NdArray, NdArray]) => NdArray)(...args);
}
