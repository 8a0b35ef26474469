/** A program as text that reads like a derivation: `c:[8, 16] = matmul(x, k)`. Knows no operation by name. */
import { shortPlace } from './place.ts';
import { Var, type Equation, type Program } from './program.ts';
import type { NdArray } from '../array/index.ts';

export interface PrintOptions {
  /** Ends each line with the place where the user wrote it. Default false. */
  readonly places?: boolean;
}

/**
 * The program, a line per equation. An array's number type is printed where it differs from the first one's.
 * @example
 * ```ts
 * import { array, mul, print, sum, trace } from 'glissade';
 * const x = array([1, 2, 3]);
 * console.log(print(trace((x) => sum(mul(x, x)), x)));
 * // program (x:[3]) float64
 * //   a:[3] = mul(x, x)
 * //   b:[] = sum(a)
 * //   return b
 * ```
 */
export function print(program: Program, options: PrintOptions = {}): string {
  const names = nameVariables(program);
  const dtype = (program.inputs[0] ?? program.equations[0]?.output ?? program.outputs[0])?.dtype ?? 'float64';
  const typed = (variable: Var): string =>
    `${names.get(variable)}:[${variable.shape.join(', ')}]${variable.dtype === dtype ? '' : ` ${variable.dtype}`}`;
  const operand = (input: Var | NdArray): string => (input instanceof Var ? names.get(input) ?? free(input) : constant(input));
  const lines = program.equations.map((equation) => {
    const { op, inputs, output, place } = equation;
    const settings = describeParams(equation);
    const call = `${op.name}(${inputs.map(operand).join(', ')}${settings === '' ? '' : `; ${settings}`})`;
    return `  ${typed(output)} = ${call}${options.places === true && place !== undefined ? `  // ${shortPlace(place)}` : ''}`;
  });
  return [`program (${program.inputs.map(typed).join(', ')}) ${dtype}`, ...lines, `  return ${program.outputs.map(operand).join(', ')}`].join('\n');
}

/** Gives a list of equations its printed form. */
export function makeProgram(inputs: readonly Var[], equations: readonly Equation[], outputs: readonly (Var | NdArray)[]): Program {
  return { inputs, equations, outputs, toString: printed };
}

function printed(this: Program): string {
  return print(this);
}

/** The inputs keep their names; the rest are a, b, … z, aa, ab … in order, skipping what is taken. */
function nameVariables(program: Program): ReadonlyMap<Var, string> {
  const names = new Map<Var, string>();
  const taken = new Set<string>();
  let next = 0;
  const fresh = (): string => {
    for (;;) {
      const name = letters(next++);
      if (!taken.has(name)) return name;
    }
  };
  const give = (variable: Var, wanted: string | undefined): void => {
    const name = wanted === undefined || taken.has(wanted) ? fresh() : wanted;
    taken.add(name);
    names.set(variable, name);
  };
  // the user's names first, so that no made-up one takes them
  for (const input of program.inputs) if (input.name !== undefined) give(input, input.name);
  for (const input of program.inputs) if (!names.has(input)) give(input, undefined);
  for (const { output } of program.equations) give(output, undefined);
  return names;
}

function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** A constant: a single number as itself, more of them as their shape. */
function constant(value: NdArray): string {
  return value.shape.length === 0 ? String(value.data[0]) : `constant[${value.shape.join(', ')}]`;
}

/** A variable of an enclosing function. */
function free(variable: Var): string {
  return `outer[${variable.shape.join(', ')}]`;
}

function describeParams({ op, params }: Equation): string {
  if (op.describe !== undefined) return op.describe(params);
  return Object.entries(params).map(([name, value]) => `${name} ${show(value)}`).join(', ');
}

function show(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(show).join(', ')}]` : String(value);
}
