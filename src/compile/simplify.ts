/**
 * A program that computes the same bits with less: constants computed beforehand, nothing computed twice, nothing that
 * no output needs. What single operations allow is in rules.ts; this file knows none.
 */
import { NdArray, sizeOf } from '../array/index.ts';
import { compute, makeProgram, prune, Var, type Equation, type Program } from '../program/index.ts';
import { identities } from './identity.ts';
import { rewrite, type Operand } from './rules.ts';

/** A constant may grow to this many numbers when it is computed beforehand: repeated ones are better repeated in a run. */
const mostFolded = 4096;

/**
 * A program with the same inputs, whose outputs have the same bits: equations of constants are computed beforehand,
 * equal equations are computed once, and neutral operands, transposes before products and repeats before operations
 * that broadcast fall away. Nothing is done that would change a bit, such as x + 0, which is 0 for −0. Simplifying
 * again changes nothing.
 * @example
 * ```ts
 * import { add, array, mul, print, simplify, sub, trace } from 'glissade';
 * const program = trace((x) => add(mul(x, sub(3, 1)), mul(2, sub(x, 0))), array([1, 2]));
 * console.log(print(simplify(program)));
 * // program (x:[2]) float64
 * //   a:[2] = mul(x, 2)
 * //   b:[2] = add(a, a)
 * //   return b
 * ```
 */
export function simplify(program: Program): Program {
  const definitions = new Map<Operand, Equation>();
  const replaced = new Map<Operand, Operand>();
  const seen = new Map<string, Operand>();
  const identity = identities();
  const read = (operand: Operand): Operand => {
    if (operand instanceof Var) return replaced.get(operand) ?? operand;
    const key = identity.ofOperand(operand);
    if (!seen.has(key)) seen.set(key, operand);
    return seen.get(key)!;
  };
  for (const original of program.equations) {
    const found = rewritten({ ...original, inputs: original.inputs.map(read) }, (operand) => definitions.get(operand));
    const { output } = original;
    if (!isEquation(found)) {
      replaced.set(output, read(found));
      continue;
    }
    const equation = { ...found, inputs: found.inputs.map(read) };
    const folded = fold(equation);
    const key = identity.ofEquation(equation);
    const known = folded === undefined ? seen.get(key) : read(folded);
    if (known !== undefined) {
      replaced.set(output, known);
      continue;
    }
    seen.set(key, output);
    definitions.set(output, equation);
  }
  return prune(makeProgram(program.inputs, [...definitions.values()], program.outputs.map(read)));
}

/** As far as the rules go: each takes an equation to an earlier operand or to operands further up, so they end. */
function rewritten(equation: Equation, define: (operand: Operand) => Equation | undefined): Equation | Operand {
  let current = equation;
  for (;;) {
    const next = rewrite(current, define);
    if (next === undefined) return current;
    if (!isEquation(next)) return next;
    current = next;
  }
}

function isEquation(value: Equation | Operand): value is Equation {
  return !(value instanceof Var) && !(value instanceof NdArray);
}

/** The value of an equation of constants, the same bits as when it is run. */
function fold({ op, params, inputs, output }: Equation): NdArray | undefined {
  const constants = inputs.filter((input) => input instanceof NdArray);
  if (constants.length < inputs.length) return undefined;
  const size = sizeOf(output.shape);
  if (size > mostFolded && size > Math.max(...constants.map(({ data }) => data.length))) return undefined;
  try {
    return compute(op, constants, params, output.shape, output.dtype);
  } catch {
    return undefined; // an index out of range: thrown when the program is run, with the user's line
  }
}
