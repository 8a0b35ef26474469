/** A line of a derivation before it is written: a name and what it is. Knows no program. */
import type { Shape } from '../array/index.ts';
import type { Expression } from './expression/expression.ts';

/** name = formula */
export interface Line {
  readonly name: string;
  readonly shape: Shape;
  /** A gradient is a derivative by a parameter. */
  readonly part: 'forward' | 'backward' | 'gradient';
  readonly formula: Expression;
  /** Which array of the forward program it is, or is the derivative by: inputs first, then equations. undefined for helpers. */
  readonly index: number | undefined;
}

/** One way from the result to an array. */
export interface Way {
  /** Through which array. */
  readonly by: string;
  /** Whether the result changes exactly as that array does: then ∂C/∂R is not written. */
  readonly isOne: boolean;
  /** The way through nothing: the part of the result that holds the array itself. */
  readonly part?: Expression;
}

/** name = formulas[0] = formulas[1] … */
export interface LaidLine extends Omit<Line, 'formula'> {
  /** The first is what the program does; a further one has what came before it put in. */
  readonly formulas: readonly Expression[];
  /** Through which arrays the derivative goes: ∂C/∂A · ∂A/∂w. Empty for forward lines, and where that is the only way, the result itself. */
  readonly through: readonly Way[];
}
