/** Writes operations that have no kernel with operations that have. Knows none by name: they say themselves how. */
import type { NdArray } from '../array/index.ts';
import { at, bind, record, type Program, type Var } from '../program/index.ts';

/** The same function, every operation that can be expanded being so; those on empty arrays and on int32 are left. */
export function expand(program: Program): Program {
  if (!program.equations.some(({ op }) => op.expand !== undefined)) return program;
  return record((args) => {
    const values = new Map<Var | NdArray, NdArray>(program.inputs.map((input, i) => [input, args[i]]));
    const read = (operand: Var | NdArray): NdArray => values.get(operand) ?? operand as NdArray;
    for (const { op, params, inputs, output, place } of program.equations) {
      const operands = inputs.map(read);
      const isFull = [...inputs, output].every(({ shape, dtype }) => dtype !== 'int32' && !shape.includes(0));
      values.set(output, at(place, () => (op.expand !== undefined && isFull ? op.expand(operands, params) : bind(op, operands, params))));
    }
    return program.outputs.map(read);
  }, program.inputs);
}
