/** Writes operations that have no kernel for their operands with operations that have. Knows none by name: they say themselves how. */
import type { NdArray } from '../array/index.ts';
import { at, bind, record, type Equation, type Program, type Var } from '../program/index.ts';

/** The same function, every operation that no kernel computes being written with others, where it can; those on empty arrays are left. */
export function expand(program: Program): Program {
  if (!program.equations.some(isExpandable)) return program;
  return record((args) => {
    const values = new Map<Var | NdArray, NdArray>(program.inputs.map((input, i) => [input, args[i]]));
    const read = (operand: Var | NdArray): NdArray => values.get(operand) ?? operand as NdArray;
    for (const equation of program.equations) {
      const { op, params, inputs, output, place } = equation;
      const operands = inputs.map(read);
      values.set(output, at(place, () => (isExpandable(equation) ? op.expand!(operands, params) : undefined) ?? bind(op, operands, params)));
    }
    return program.outputs.map(read);
  }, program.inputs);
}

function isExpandable({ op, params, inputs, output }: Equation): boolean {
  if (op.expand === undefined || [...inputs, output].some(({ shape }) => shape.includes(0))) return false;
  return op.lower?.(inputs, output, params) === undefined;
}
