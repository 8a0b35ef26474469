/** Forward and backward as one program in which nothing is computed twice, and which of its arrays are what. Knows no operation by name. */
import type { NdArray } from '../array/index.ts';
import { adjoints } from '../autodiff/index.ts';
import type { Equation, Op, Program, Var } from '../program/index.ts';

export type Array = Var | NdArray;

/** The arrays of the forward program are counted: its inputs first, then the results of its equations. */
export interface Joint {
  readonly inputs: readonly Var[];
  /** Only those that the result or a wanted derivative needs. */
  readonly equations: readonly Equation[];
  /** Of each array of the forward program, what it is here. */
  readonly values: readonly Array[];
  /** And what the derivative of the result by it is; undefined where there is none. */
  readonly cotangents: readonly (Array | undefined)[];
  /** Which array is the result. */
  readonly result: number;
  /** What the result and the wanted derivatives are made of. */
  readonly needed: ReadonlySet<Array>;
}

/** @param wanted  inputs by which the derivatives are wanted */
export function jointOf(program: Program, wanted: readonly number[]): Joint {
  const arrays = [...program.inputs, ...program.equations.map(({ output }) => output)];
  const open = adjoints(program, arrays);
  const { equations, same } = once(open.program.equations);
  const outputs = open.program.outputs.map(same);
  const values = arrays.map((_, i) => outputs[i]);
  const cotangents = open.cotangents.map((output) => (output === undefined ? undefined : outputs[output]));
  const result = arrays.indexOf(program.outputs[0] as Var);
  const needed = new Set<Array>([values[result], ...wanted.flatMap((i) => cotangents[i] ?? [])]);
  for (const { inputs, output } of equations.toReversed()) if (needed.has(output)) for (const input of inputs) needed.add(input);
  return { inputs: open.program.inputs, equations: equations.filter(({ output }) => needed.has(output)), values, cotangents, result, needed };
}

/** Each of equal equations but the first is left out, and its result is that of the first. */
function once(equations: readonly Equation[]): { readonly equations: readonly Equation[]; readonly same: (array: Array) => Array } {
  const numbers = new Map<Array | Op, number>();
  const numberOf = (thing: Array | Op): number => {
    if (!numbers.has(thing)) numbers.set(thing, numbers.size);
    return numbers.get(thing)!;
  };
  const replaced = new Map<Array, Array>();
  const same = (array: Array): Array => replaced.get(array) ?? array;
  const seen = new Map<string, Array>();
  const kept: Equation[] = [];
  for (const equation of equations) {
    const inputs = equation.inputs.map(same);
    const key = `${numberOf(equation.op)} ${inputs.map((input) => constantKey(input) ?? `#${numberOf(input)}`).join(' ')} ${JSON.stringify(equation.params)}`;
    const first = seen.get(key);
    if (first !== undefined) replaced.set(equation.output, first);
    else {
      seen.set(key, equation.output);
      kept.push({ ...equation, inputs });
    }
  }
  return { equations: kept, same };
}

/** Single numbers are the same when they are equal. */
function constantKey(array: Array): string | undefined {
  if (array.shape.length > 0 || !('toNested' in array) || isTraced(array)) return undefined;
  return `${array.dtype}${String(array.data[0])}`;
}

function isTraced(array: Array): array is Var {
  return 'owner' in array;
}

/** How often an array is written where it is used, seen through operations that add nothing to read. */
export function directUses(equations: readonly Equation[], isLight: (equation: Equation) => boolean): ReadonlyMap<Array, number> {
  const uses = new Map<Array, number>();
  for (const equation of equations.toReversed()) {
    const each = isLight(equation) ? uses.get(equation.output) ?? 1 : 1;
    for (const input of equation.inputs) uses.set(input, (uses.get(input) ?? 0) + each);
  }
  return uses;
}
