/** The program of a gradient, from the program of a function. Knows what an operation is; knows two by name, add and the seed. */
import { NdArray, typedArrays, type DType } from '../array/index.ts';
import { add, scalar } from '../ops/index.ts';
import { at, evaluate, prune, record, type Program, type Var } from '../program/index.ts';

/**
 * Backward propagation. Walks the equations of `program` from the last to the first, and adds up for every array
 * what the result's derivative with respect to it is (its cotangent), by each operation's own rule.
 * @param program  its first output must be one float, of shape []
 * @param value  whether the value itself is the first output of the new program. Default false
 * @returns  a program of the same inputs; its outputs are [value,] ∂output/∂input for each input
 */
export function backward(program: Program, value = false): Program {
  return prune(record((args) => {
    const read = evaluate(program, args);
    const [output] = program.outputs;
    const cotangents = propagate(program, read);
    const gradients = program.inputs.map((input) => cotangents.get(input) ?? zeros(input.shape, input.dtype));
    return value ? [read(output), ...gradients] : gradients;
  }, program.inputs));
}

/** Forward and backward in one program, with what lies between. */
export interface Adjoints {
  /** Its outputs: the values of `arrays`, then the cotangents of those that have one. */
  readonly program: Program;
  /** For each of `arrays`, which output is its cotangent; undefined where the result does not depend smoothly on it. */
  readonly cotangents: readonly (number | undefined)[];
}

/**
 * As backward, and what it passes through on the way: for each of `arrays`, inputs or results of equations of `program`, its
 * value and ∂output/∂array.
 */
export function adjoints(program: Program, arrays: readonly Var[]): Adjoints {
  let cotangents: readonly (number | undefined)[] = [];
  const open = record((args) => {
    const read = evaluate(program, args);
    const found = propagate(program, read);
    let next = arrays.length;
    cotangents = arrays.map((array) => (found.has(array) ? next++ : undefined));
    return [...arrays.map(read), ...arrays.flatMap((array) => found.get(array) ?? [])];
  }, program.inputs);
  return { program: open, cotangents };
}

/** The cotangent of every array that the result depends on and that depends on an input. */
function propagate(program: Program, read: (input: Var | NdArray) => NdArray): ReadonlyMap<unknown, NdArray> {
  const active = dependent(program);
  const [output] = program.outputs;
  const cotangents = new Map<unknown, NdArray>();
  if (active.has(output)) cotangents.set(output, scalar(1, output.dtype));
  for (const { op, params, inputs, output, place } of program.equations.toReversed()) {
    const cotangent = cotangents.get(output);
    if (cotangent === undefined) continue;
    at(place, () => inputs.forEach((input, index) => {
      if (!active.has(input)) return;
      const share = op.vjp(index, cotangent, inputs.map(read), read(output), params);
      if (share === null) return;
      checkShare(op.name, index, share, input);
      const before = cotangents.get(input);
      cotangents.set(input, before === undefined ? share : add(before, share));
    }));
  }
  return cotangents;
}

/** The floats that depend on an input: only through them can a gradient flow. */
function dependent(program: Program): ReadonlySet<unknown> {
  const active = new Set<unknown>(program.inputs.filter(isFloat));
  for (const { inputs, output } of program.equations) if (isFloat(output) && inputs.some((input) => active.has(input))) active.add(output);
  return active;
}

function isFloat({ dtype }: { readonly dtype: DType }): boolean {
  return dtype !== 'int32';
}

function zeros(shape: readonly number[], dtype: DType): NdArray {
  return new NdArray(new typedArrays[dtype](shape.reduce((product, length) => product * length, 1)), shape);
}

function checkShare(name: string, index: number, share: NdArray, input: Var | NdArray): void {
  if (share.shape.join() !== input.shape.join() || share.dtype !== input.dtype) {
    throw new Error(`bug in ${name}: its gradient must be like operand ${index}, ${input.dtype} [${input.shape.join(',')}]; it is ${share.dtype} [${share.shape.join(',')}]`);
  }
}
