/** Names for arrays that have none: by what makes them. Knows operations by name. */
import type { Equation } from '../program/index.ts';
import { isWrittenAs } from './notation/names.ts';

export interface Namer {
  /** For the result of an equation. */
  nameFor(equation: Equation): string;
  constant(): string;
  helper(): string;
  /** For the result of a softmax. */
  probabilities(): string;
}

/** Z for sums that a neuron takes, H for what it makes of them, A for differences, P for probabilities, U for the rest. */
const letters: Readonly<Record<string, string>> = {
  matmul: 'Z', add: 'Z', conv2d: 'Z', sub: 'A', tanh: 'H', sigmoid: 'H', relu: 'H', gelu: 'H', where: 'H', maxPool2d: 'M', averagePool2d: 'M', softmax: 'P', logSoftmax: 'L', oneHot: 'Y',
};

export function freshNames(taken: readonly string[]): Namer {
  const used = [...taken];
  const fresh = (letter: string): string => {
    for (let i = 1; ; i++) {
      // a difference, a one-hot and probabilities are mostly alone
      const name = 'AYP'.includes(letter) && i === 1 ? letter : `${letter}${i}`;
      if (!used.some((other) => isWrittenAs(name, other))) {
        used.push(name);
        return name;
      }
    }
  };
  return {
    nameFor: ({ op }) => fresh(letters[op.name] ?? 'U'),
    constant: () => fresh('D'),
    helper: () => fresh('T'),
    probabilities: () => fresh('P'),
  };
}
