/** From the derivatives of single samples to that of the cost: equations (8) and (14) of the text. Knows no model. */
import { equation, note, type Section } from '../parts.ts';

/** The same in signs and in LaTeX. */
export type Signs = readonly [signs: string, latex: string];

export interface AddedUp {
  /** What the cost does with the losses. */
  readonly sum: string;
  readonly weighted: boolean;
  readonly penalised: boolean;
  /** What ∂C/∂w has of Σₖ ∂Lₖ/∂w, and of Σₖ of what follows. Default all. */
  readonly ofLosses?: Signs;
  readonly ofEach?: Signs;
  /** What a sample adds, and the product of matrices that this comes to. */
  readonly each: Signs;
  readonly all: Signs;
}

export function addedUp({ sum, weighted, penalised, ofLosses = ['', ''], ofEach = ['', ''], each, all }: AddedUp): Section['lines'] {
  return [
    note(`The cost ${sum}. The derivative of a sum is the sum of the derivatives, and a product of matrices adds up over samples:`),
    equation((isLatex) => {
      const written = (signs: Signs): string => signs[Number(isLatex)];
      const sumOf = `${written(['Σₖ', '\\sum_{k}'])} ${weighted ? written(['vₖ ', 'v_{k} ']) : ''}`;
      const rest = penalised ? written([' + ∂R/∂w', ' + \\frac{\\partial R}{\\partial w}']) : '';
      return [
        written(['∂C/∂w', '\\frac{\\partial C}{\\partial w}']),
        `${written(ofLosses)}${sumOf}${written(['∂Lₖ/∂w', '\\frac{\\partial L_{k}}{\\partial w}'])}${rest}`,
        `${written(ofEach)}${sumOf}${written(each)}${rest}`,
        `${written(ofEach)}${written(all)}${rest}`,
      ];
    }),
  ];
}
