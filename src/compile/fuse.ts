/**
 * Puts a bias and relu, or relu's gradient, into the operation before them, whose kernel then stores the result once instead of
 * two or three times. Knows these by name; which operations can take them, they say themselves.
 */
import { NdArray, sameShape } from '../array/index.ts';
import { makeProgram, Var, type ArrayType, type Equation, type Lowering, type Op, type Program } from '../program/index.ts';
import type { Operand } from './rules.ts';

/**
 * The program with op(…) + bias, relu(op(…) + bias), and where(greater(x, 0), op(…, x), 0), as one equation each, where the
 * kernels can do it and nothing else needs what lies between. The same bits.
 */
export function fuse(program: Program): Program {
  const makers = new Map<Operand, Equation>();
  const uses = countUses(program);
  const fused = new Set<Operand>();
  for (const equation of program.equations) {
    const found = withBias(equation, makers, uses) ?? withRelu(equation, makers, uses) ?? wherePositive(equation, makers, uses);
    for (const operand of found?.replaced ?? []) fused.add(operand);
    makers.set(equation.output, found?.equation ?? equation);
  }
  return makeProgram(program.inputs, [...makers.values()].filter(({ output }) => !fused.has(output)), program.outputs);
}

/** An equation's replacement, and the operands that are not made any more. */
interface Fused {
  readonly equation: Equation;
  readonly replaced: readonly Operand[];
}

/** The parameters of a fused equation. */
interface FusedParams {
  readonly of: Equation;
  /** What follows it, in turn; the result of the last is that of all. */
  readonly after: readonly Equation[];
  /** What they are given, as the inputs of the fused equation lie. */
  readonly given: readonly Operand[];
  readonly lower: Lower;
}

type Lower = (inputs: readonly ArrayType[], output: ArrayType) => Lowering | undefined;

function withBias(add: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  if (add.op.name !== 'add') return undefined;
  for (const [index, replaced] of add.inputs.entries()) {
    const of = makers.get(replaced);
    const bias = add.inputs[1 - index];
    if (of === undefined || uses.get(replaced) !== 1 || bias === replaced || !sameShape(replaced.shape, add.output.shape)) continue;
    const equation = fusedEquation(of, [add], [...of.inputs, bias], biased(of, false));
    if (equation !== undefined) return { equation, replaced: [replaced] };
  }
  return undefined;
}

function withRelu(relu: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  const [replaced] = relu.inputs;
  const before = makers.get(replaced);
  if (relu.op.name !== 'relu' || before === undefined || uses.get(replaced) !== 1 || !isFused(before)) return undefined;
  const { of, after, given } = before.params;
  if (after.length > 1) return undefined; // not a bias alone
  const equation = fusedEquation(of, [...after, relu], given, biased(of, true));
  return equation && { equation, replaced: [replaced] };
}

function biased({ op, params }: Equation, relu: boolean): Lower {
  return (inputs, output) => op.lowerWith?.(inputs, output, params, { relu });
}

/** relu's gradient, y > 0 ? g : 0, where g comes from an operation on y itself. */
function wherePositive(where: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  if (where.op.name !== 'where') return undefined;
  const [condition, value, otherwise] = where.inputs;
  const [greater, of] = [makers.get(condition), makers.get(value)];
  if (of === undefined || greater?.op.name !== 'greater' || uses.get(value) !== 1 || !isZero(otherwise)) return undefined;
  const [x, limit] = greater.inputs;
  if (x !== of.inputs.at(-1) || !isZero(limit) || !sameShape(x.shape, where.output.shape) || !sameShape(value.shape, where.output.shape)) return undefined;
  const equation = fusedEquation(of, [greater, where], of.inputs, (inputs, output) => of.op.lowerPositive?.(inputs, output, of.params));
  return equation && { equation, replaced: uses.get(condition) === 1 ? [value, condition] : [value] };
}

function isZero(operand: Operand): boolean {
  return operand instanceof NdArray && operand.shape.length === 0 && Object.is(operand.data[0], 0);
}

/** undefined where the operation has no kernel for it. */
function fusedEquation(of: Equation, after: readonly Equation[], given: readonly Operand[], lower: Lower): Equation | undefined {
  const { output } = after[after.length - 1];
  if (lower(given, output) === undefined) return undefined;
  const params: FusedParams = { of, after, given, lower };
  return { op: fusedOp, params, inputs: given, output, place: of.place };
}

function isFused(equation: Equation): equation is Equation & { readonly params: FusedParams } {
  return equation.op === fusedOp;
}

/** One operation after the other. */
const fusedOp: Op<FusedParams> = {
  name: 'fused',
  shape: (inputs, { of }) => of.op.shape(inputs.slice(0, of.inputs.length), of.params),
  dtype: (inputs, { of }) => of.op.dtype(inputs.slice(0, of.inputs.length), of.params),
  reference: (out, inputs, _, { of, after, given }) => {
    const values = new Map(given.map((operand, i) => [operand, inputs[i]]));
    const last = after[after.length - 1];
    for (const equation of [of, ...after]) {
      const result = equation === last ? out : out.slice();
      equation.op.reference(result, equation.inputs.map((input) => values.get(input) ?? (input as NdArray).data), equation.inputs.map(({ shape }) => shape), equation.params, equation.output.shape);
      values.set(equation.output, result);
    }
  },
  vjp: () => { throw new Error('bug in fuse: programs must be differentiated before they are fused'); },
  lower: (inputs, output, { lower }) => lower(inputs, output),
  describe: ({ of, after }) => [of, ...after].map(({ op }) => op.name).join(', '),
};

function countUses({ equations, outputs }: Program): ReadonlyMap<Operand, number> {
  const uses = new Map<Operand, number>();
  for (const operand of [...equations.flatMap(({ inputs }) => inputs), ...outputs]) {
    if (operand instanceof Var) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  }
  return uses;
}
