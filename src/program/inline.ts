/** Runs a program on arrays, or copies it into the one being traced. Knows no operation by name. */
import type { NdArray } from '../array/index.ts';
import { at, shortPlace } from './place.ts';
import { Var, type Equation, type Program } from './program.ts';
import { asArray, bind } from './trace.ts';

/**
 * The outputs of `program` for `args`: computed when they are arrays, recorded when a function is being traced.
 * What an equation throws says where the user wrote it.
 * @throws TypeError when the arguments are not as many, or not of the shapes, that the program was traced for
 */
export function inline(program: Program, args: readonly NdArray[]): NdArray[] {
  return program.outputs.map(evaluate(program, args));
}

/** As inline, for every array of the program: what a variable stands for. Constants stand for themselves. */
export function evaluate(program: Program, args: readonly NdArray[]): (input: Var | NdArray) => NdArray {
  checkArguments(program, args);
  const values = new Map<Var, NdArray>(program.inputs.map((input, i) => [input, args[i]]));
  // a variable that is not bound here is one of an enclosing trace
  const read = (input: Var | NdArray): NdArray => (input instanceof Var ? values.get(input) ?? asArray(input) : input);
  for (const equation of program.equations) values.set(equation.output, run(equation, equation.inputs.map(read)));
  return read;
}

function run({ op, params, place }: Equation, inputs: readonly NdArray[]): NdArray {
  try {
    return at(place, () => bind(op, inputs, params));
  } catch (error) {
    if (error instanceof Error && place !== undefined && !error.message.includes(' (written at ')) error.message += ` (written at ${shortPlace(place)})`;
    throw error;
  }
}

function checkArguments(program: Program, args: readonly NdArray[]): void {
  if (args.length !== program.inputs.length) {
    throw new TypeError(`inline: a program must get an array for each of its inputs; it has ${program.inputs.length}, ${args.length} were given`);
  }
  program.inputs.forEach(({ shape, dtype }, i) => {
    const found = args[i];
    if (found.dtype !== dtype || found.shape.length !== shape.length || found.shape.some((length, axis) => length !== shape[axis])) {
      throw new TypeError(`inline: input ${i} must be ${dtype} [${shape.join(', ')}], as traced; it is ${found.dtype} [${found.shape.join(', ')}]`);
    }
  });
}
