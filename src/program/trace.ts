/** Runs an operation at once on arrays, or records it while a function is traced. Knows no operation by name. */
import type { DType, NdArray } from '../array/index.ts';
import { compute } from './compute.ts';
import { outside, placeNow } from './place.ts';
import { makeProgram } from './print.ts';
import { Var, type Dims, type Equation, type Op, type Program } from './program.ts';

interface Recording {
  readonly equations: Equation[];
  open: boolean;
}
let recording: Recording | null = null;

/**
 * The one door of every operation: checks the operands' shapes and types, then computes the result, or records an
 * equation when a function is being traced. Everything done while tracing is recorded, on constants too.
 */
export function bind<P extends object>(op: Op<P>, inputs: readonly NdArray[], params: P): NdArray {
  const shapes = inputs.map((input) => input.shape);
  const shape = op.shape(shapes, params);
  const dtype = op.dtype(inputs.map((input) => input.dtype), params);
  for (const input of inputs) checkOpen(op.name, input);
  if (recording !== null) {
    const output = new Var(shape, dtype, recording);
    recording.equations.push({ op, params, inputs: inputs as readonly (Var | NdArray)[], output, place: placeNow() });
    return asArray(output);
  }
  return compute(op, inputs, params, shape, dtype);
}

/** What an input of a program looks like. */
export interface InputSpec {
  readonly shape: Dims;
  readonly dtype: DType;
  readonly name?: string | undefined;
}

/** Records what `f` does with arrays of the given shapes. Constants and variables of an enclosing trace pass through. */
export function record(f: (inputs: readonly NdArray[]) => readonly NdArray[], specs: readonly InputSpec[]): Program {
  const before = recording;
  const mine: Recording = { equations: [], open: true };
  recording = mine;
  try {
    const inputs = specs.map(({ shape, dtype, name }) => new Var(shape, dtype, mine, name));
    const outputs = outside(() => f(inputs.map(asArray)));
    return makeProgram(inputs, mine.equations, outputs as readonly (Var | NdArray)[]);
  } finally {
    mine.open = false;
    recording = before;
  }
}

/** True while a function is being traced. */
export function isTracing(): boolean {
  return recording !== null;
}

/** The view of a variable that operations and users have. */
export function asArray(variable: Var): NdArray {
  return variable as unknown as NdArray;
}

/** True for an array without values: a variable of a function that is being traced. */
export function isVar(value: unknown): boolean {
  return value instanceof Var;
}

function checkOpen(name: string, input: NdArray): void {
  const variable: unknown = input;
  if (variable instanceof Var && !variable.owner.open) {
    throw new TypeError(`${name}: a value made while a function was traced must stay inside that function; a [${input.shape.join(', ')}] was kept after it ended, return it instead`);
  }
}
