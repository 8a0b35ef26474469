/** Forward and backward as one program in which nothing is computed twice, and which of its arrays are what. Knows no operation by name. */
import type { NdArray } from '../array/index.ts';
import { adjoints } from '../autodiff/index.ts';
import { makeProgram, type Equation, type Op, type Program, type Var } from '../program/index.ts';

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
  const { equations, outputs } = withoutRepeats(open.program, repeats(open.program.equations));
  const values = arrays.map((_, i) => outputs[i]);
  const cotangents = open.cotangents.map((output) => (output === undefined ? undefined : outputs[output]));
  const result = arrays.indexOf(program.outputs[0] as Var);
  const needed = new Set<Array>([values[result], ...wanted.flatMap((i) => cotangents[i] ?? [])]);
  for (const { inputs, output } of equations.toReversed()) if (needed.has(output)) for (const input of inputs) needed.add(input);
  return { inputs: open.program.inputs, equations: equations.filter(({ output }) => needed.has(output)), values, cotangents, result, needed };
}

/** Of each equation, which is the first that computes the same: itself, mostly. */
export function repeats(equations: readonly Equation[]): readonly number[] {
  const numbers = new Map<Array | Op, number>();
  const numberOf = (thing: Array | Op): number => {
    if (!numbers.has(thing)) numbers.set(thing, numbers.size);
    return numbers.get(thing)!;
  };
  const same = new Map<Array, Array>();
  const seen = new Map<string, number>();
  return equations.map(({ op, params, inputs, output }, i) => {
    const operands = inputs.map((input) => same.get(input) ?? input).map((input) => constantKey(input) ?? `#${numberOf(input)}`);
    const key = `${numberOf(op)} ${operands.join(' ')} ${JSON.stringify(params)}`;
    const first = seen.get(key) ?? i;
    seen.set(key, first);
    if (first !== i) same.set(output, equations[first].output);
    return first;
  });
}

/** Only the first of equal equations is kept. @param firsts  of each equation, which is the first */
export function withoutRepeats({ inputs, equations, outputs }: Program, firsts: readonly number[]): Program {
  const replaced = new Map<Array, Array>(equations.flatMap(({ output }, i) => (firsts[i] === i ? [] : [[output, equations[firsts[i]].output] as const])));
  const same = (array: Array): Array => replaced.get(array) ?? array;
  return makeProgram(inputs, equations.filter((_, i) => firsts[i] === i).map((equation) => ({ ...equation, inputs: equation.inputs.map(same) })), outputs.map(same));
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
