import { expect, test } from 'vitest';
import { isWrittenAs, nameInLatex, nameInText, partial } from './names.ts';

test.each([
  ['w', 'w', 'w'], ['W1', 'W₁', 'W_{1}'], ['W12', 'W₁₂', 'W_{12}'], ['x_k', 'xₖ', 'x_{k}'], ['yHat', 'ŷ', '\\hat{y}'], ['yHat_k', 'ŷₖ', '\\hat{y}_{k}'],
  ['alpha', 'α', '\\alpha'], ['beta2', 'β₂', '\\beta_{2}'], ['λ', 'λ', '\\lambda'], ['e', 'e', '\\mathrm{e}'], ['kernel', 'kernel', '\\mathrm{kernel}'],
  ['layers0w', 'layers0w', '\\mathrm{layers0w}'], ['ŷ', 'ŷ', '\\hat{y}'], ['W₁', 'W₁', 'W_{1}'], ['π', 'π', 'π'],
  // signs that LaTeX has for its own, words, other alphabets, what objects have by themselves
  ['a&b_%', 'a&b_%', '\\text{a\\&b\\_\\%}'], ['\\frac', '\\frac', '\\text{\\textbackslash{}frac}'], ['{x}$#', '{x}$#', '\\text{\\{x\\}\\$\\#}'], ['<b>|^~', '<b>|^~', '\\text{\\textless{}b\\textgreater{}\\textbar{}\\textasciicircum{}\\textasciitilde{}}'],
  ['learning\nrate', 'learning rate', '\\text{learning rate}'], ['größe', 'größe', '\\text{größe}'], ['日本', '日本', '\\text{日本}'], ['constructor', 'constructor', '\\mathrm{constructor}'], ['__proto__', '__proto__', '\\text{\\_\\_proto\\_\\_}'],
 [partial('C', 'W1'), '∂C/∂W₁', '\\frac{\\partial C}{\\partial W_{1}}'],
])('%s is written %s, in LaTeX %s', (name, text, latex) => {
  expect([nameInText(name), nameInLatex(name)]).toEqual([text, latex]);
});

test('names that are written alike are known, others are told apart', () => {
  for (const [one, other] of [['W1', 'W_1'], ['W1', 'W₁'], ['alpha', 'α'], ['yHat', 'ŷ']]) expect(isWrittenAs(one, other)).toBe(true);
  for (const [one, other] of [['x%', 'x$'], ['a b', 'ab'], ["w'", 'w'], ['A', 'a'], ['x_{1}', 'x1']]) expect(isWrittenAs(one, other)).toBe(false);
});
