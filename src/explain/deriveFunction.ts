/** The derivation of a traced function: forward, backward, update. Knows no model. */
import { NdArray, type DType, type Shape } from '../array/index.ts';
import { adjoints } from '../autodiff/index.ts';
import { mul, sigmoid, softmax } from '../ops/index.ts';
import { asArray, evaluate, inline, prune, record, type InputSpec, type Program, type Var } from '../program/index.ts';
import { minus, times } from './expression/algebra.ts';
import { isCall, named } from './expression/expression.ts';
import { repeats, withoutRepeats } from './joint.ts';
import { label, labelOf } from './label.ts';
import { layOut, type LaidOut } from './layOut.ts';
import type { LaidLine } from './line.ts';
import { firstFree, partial } from './notation/names.ts';
import type { FormulaLine, Section, SymbolRow } from './parts.ts';
import { manySamples, means, noSizes, type Sizes } from './translate/constants.ts';

/** An argument of the function, taken apart into its arrays. */
export interface Argument {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  /** A parameter is differentiated by and updated; data are not. */
  readonly role: 'parameter' | 'data';
  readonly meaning?: string;
  /** Whether the first axis counts samples. */
  readonly perSample?: boolean;
  readonly value?: NdArray;
}

export interface FunctionProblem {
  readonly f: (inputs: readonly NdArray[]) => NdArray;
  readonly args: readonly Argument[];
  readonly cost: string;
  /** Adds the numbers that the arguments have. */
  readonly numbers: boolean;
}

/** Lines of a derivation, and what a model may want to say about them. */
export interface DerivedFunction {
  readonly forward: readonly FormulaLine[];
  readonly backward: readonly FormulaLine[];
  readonly update: readonly FormulaLine[];
  readonly constants: LaidOut['constants'];
  readonly sizes: Sizes;
  /** How many samples there are, where that is a symbol and there are numbers. */
  readonly samples: number | undefined;
  /** The learning rate's name. */
  readonly rate: string;
}

export function deriveFunction(problem: FunctionProblem): DerivedFunction {
  const { args, cost } = problem;
  const written = traced(problem, (shape) => shape);
  const many = withManySamples(problem, written);
  const sizes: Sizes = many === undefined ? noSizes : { symbol: firstFree(['m', 'm1', 'm2'], args.map(({ name }) => name)), length: manySamples };
  // what the function computes twice has one name, and the derivative by it counts both
  const firsts = repeats((many ?? written).equations);
  keepLabels(many ?? written, firsts);
  const [real, program] = [withoutRepeats(written, firsts), withoutRepeats(many ?? written, firsts)];
  const wanted = args.flatMap(({ role, dtype }, i) => (role === 'parameter' && dtype !== 'int32' ? [i] : []));
  const laid = layOut(program, { names: args.map(({ name }) => name), wanted, cost, sizes });
  const values = problem.numbers ? valuesOf(real, args) : undefined;
  /** Probabilities that the program computes inside another operation. */
  const probabilities = ({ formulas: [formula] }: LaidLine): NdArray | undefined => {
    if (values === undefined || !isCall(formula, 'softmax', 'sigmoid')) return undefined;
    const [scores] = formula.args;
    const from = laid.lines.find(({ name, part }) => part === 'forward' && scores.kind === 'named' && name === scores.name)?.index;
    const value = from === undefined ? undefined : values.value(from);
    return value && (formula.head === 'sigmoid' ? sigmoid(value) : softmax(value, (formula.params as { axis: number }).axis));
  };
  const line = (one: LaidLine): FormulaLine => {
    const value = one.index === undefined ? probabilities(one) : one.part === 'forward' ? values?.value(one.index) : values?.cotangent(one.index);
    return { kind: 'formula', name: one.name, shape: one.shape, formulas: one.formulas, through: one.through, ...(value && { value }) };
  };
  const rate = firstFree(['alpha', 'eta', 'rate'], args.map(({ name }) => name));
  const update = wanted.map((i): FormulaLine => {
    const p = named(args[i].name, args[i].shape);
    const step = times(named(rate, []), named(partial(laid.cost, args[i].name), args[i].shape));
    return { kind: 'formula', name: args[i].name, shape: args[i].shape, formulas: [minus(p, step)], through: [], relation: '←' };
  });
  return {
    forward: laid.lines.filter(({ part }) => part === 'forward').map(line),
    backward: laid.lines.filter(({ part }) => part !== 'forward').map(line),
    update, constants: laid.constants, sizes, rate,
    samples: sizes.symbol === undefined || !problem.numbers ? undefined : args.find(({ perSample }) => perSample)!.shape[0],
  };
}

/** What every derivation of a function has. */
export function sectionsOf({ forward, backward, update }: DerivedFunction): Section[] {
  return [
    { title: 'Forward propagation', lines: forward },
    { title: 'Backward propagation', lines: backward },
    { title: 'Update by gradient descent', lines: update },
  ].filter(({ lines }) => lines.length > 0);
}

export function symbolsOf(args: readonly Argument[], { constants, sizes, samples, rate }: DerivedFunction, withNumbers: boolean): SymbolRow[] {
  const shown = (shape: Shape, perSample: boolean | undefined): Shape => (perSample === true && sizes.symbol !== undefined ? [sizes.length, ...shape.slice(1)] : shape);
  return [
    ...args.map(({ name, shape, role, meaning, perSample, value }): SymbolRow => ({
      name, shape: shown(shape, perSample), meaning: meaning ?? (role === 'parameter' ? 'parameter' : shape.length === 0 ? 'a number that is given' : 'data'), ...(withNumbers && value !== undefined && { value }),
    })),
    ...constants.map(({ name, value }): SymbolRow => ({ name, shape: value.shape, meaning: 'constant', ...(withNumbers && { value }) })),
    ...(sizes.symbol === undefined ? [] : [{ name: sizes.symbol, shape: undefined, meaning: 'number of samples', ...(samples !== undefined && { value: samples }) }]),
    { name: rate, shape: undefined, meaning: 'learning rate' },
  ];
}

function traced({ f, args }: FunctionProblem, shapeOf: (shape: Shape, argument: Argument) => Shape): Program {
  return prune(record((inputs) => {
    const result = f(inputs);
    return [inputs.includes(result) ? mul(result, 1) : result]; // C = w is a line, too
  }, args.map((argument): InputSpec => ({ shape: shapeOf(argument.shape, argument), dtype: argument.dtype, name: argument.name }))));
}

/** The same program for a number of samples that nothing else has; undefined where it is none, or there are no samples. */
function withManySamples(problem: FunctionProblem, real: Program): Program | undefined {
  if (!problem.args.some(({ perSample }) => perSample)) return undefined;
  try {
    const many = traced(problem, (shape, { perSample }) => (perSample === true ? [manySamples, ...shape.slice(1)] : shape));
    const isSame = many.equations.length === real.equations.length && many.equations.every(({ op }, i) => op === real.equations[i].op);
    const samples = problem.args.find(({ perSample }) => perSample)!.shape[0];
    const sizes: Sizes = { symbol: 'm', length: manySamples };
    const isAlike = (one: Var | NdArray, other: Var | NdArray): boolean => {
      if (!(one instanceof NdArray) || !(other instanceof NdArray)) return !(one instanceof NdArray) && !(other instanceof NdArray);
      if (one.data.length !== other.data.length || String(one.shape) !== String(other.shape)) return false;
      return one.data.every((value, i) => (one.data.length === 1 ? means(value, other.data[i], samples, one.dtype, sizes) : Object.is(value, other.data[i])));
    };
    return isSame && many.equations.every(({ inputs }, i) => inputs.every((input, k) => isAlike(input, real.equations[i].inputs[k]))) ? many : undefined;
  } catch {
    return undefined; // it is written for the samples that it was given
  }
}

/** All arrays of the program and the derivatives by them, for the arguments' values. */
function valuesOf(program: Program, args: readonly Argument[]): { value(index: number): NdArray | undefined; cotangent(index: number): NdArray | undefined } | undefined {
  if (args.some(({ value }) => value === undefined)) return undefined;
  const given = args.map(({ value }) => value!);
  const arrays: Var[] = [...program.inputs, ...program.equations.map(({ output }) => output)];
  const read = evaluate(program, given);
  const open = adjoints(program, arrays);
  const computed = inline(open.program, given);
  return {
    value: (index) => read(arrays[index]),
    cotangent: (index) => (open.cotangents[index] === undefined ? undefined : computed[open.cotangents[index]]),
  };
}

/** A label on what was computed before is one of that. */
function keepLabels({ equations }: Program, firsts: readonly number[]): void {
  firsts.forEach((first, i) => {
    const [own, kept] = [labelOf(equations[i].output), equations[first].output];
    if (own !== undefined && labelOf(kept) === undefined) label(asArray(kept), own);
  });
}
