import { expect, test } from 'vitest';
import { nameInLatex, nameInText, partial } from './names.ts';

test.each([
  ['w', 'w', 'w'], ['W1', 'W₁', 'W_{1}'], ['W12', 'W₁₂', 'W_{12}'], ['x_k', 'xₖ', 'x_{k}'], ['yHat', 'ŷ', '\\hat{y}'], ['yHat_k', 'ŷₖ', '\\hat{y}_{k}'],
  ['alpha', 'α', '\\alpha'], ['beta2', 'β₂', '\\beta_{2}'], ['λ', 'λ', '\\lambda'], ['e', 'e', '\\mathrm{e}'], ['kernel', 'kernel', '\\mathrm{kernel}'],
  ['layers0w', 'layers0w', '\\mathrm{layers0w}'], [partial('C', 'W1'), '∂C/∂W₁', '\\frac{\\partial C}{\\partial W_{1}}'],
])('%s is written %s, in LaTeX %s', (name, text, latex) => {
  expect([nameInText(name), nameInLatex(name)]).toEqual([text, latex]);
});
