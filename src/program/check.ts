/** Looks a program over: what every transformation of programs must leave true. Knows no operation by name. */
import type { NdArray } from '../array/index.ts';
import { Var, type Program } from './program.ts';

/**
 * Every operand is defined above its use, every variable once, and each has the shape and type its operation gives.
 * @param free  variables of an enclosing trace that the program may use
 * @throws Error, as a bug in the transformation that made the program
 */
export function check(program: Program, free: readonly Var[] = []): void {
  const known = new Set<Var>(free);
  const define = (variable: Var, where: string): void => {
    if (known.has(variable)) throw new Error(`bug in check: a variable must be defined once; ${where} defines one again`);
    known.add(variable);
  };
  const use = (input: Var | NdArray, where: string): void => {
    if (input instanceof Var && !known.has(input)) throw new Error(`bug in check: an operand must be defined above its use; one of ${where} is not`);
  };
  program.inputs.forEach((input, i) => define(input, `input ${i}`));
  program.equations.forEach(({ op, params, inputs, output }, line) => {
    const where = `equation ${line}, ${op.name}`;
    for (const input of inputs) use(input, where);
    const shape = op.shape(inputs.map((input) => input.shape), params);
    const dtype = op.dtype(inputs.map((input) => input.dtype), params);
    if (shape.join() !== output.shape.join() || dtype !== output.dtype) {
      throw new Error(`bug in check: ${where} must give ${dtype} [${shape.join(', ')}]; its variable is ${output.dtype} [${output.shape.join(', ')}]`);
    }
    define(output, where);
  });
  for (const output of program.outputs) use(output, 'the outputs');
}
