/**
 * Puts a bias and relu, or relu's gradient, into the operation before them, whose kernel then stores the result once instead of
 * two or three times. Knows these by name; which operations can take them, they say themselves.
 */
import { NdArray, sameShape } from '../array/index.ts';
import { makeProgram, Var, type Equation, type Op, type Program } from '../program/index.ts';
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

/** The parameters of a fused equation: those of the operation, and what follows it. */
interface FusedParams {
  readonly of: Equation;
  readonly add: Equation;
  readonly relu: Equation | undefined;
}

function withBias(add: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  if (add.op.name !== 'add') return undefined;
  for (const [index, replaced] of add.inputs.entries()) {
    const of = makers.get(replaced);
    const bias = add.inputs[1 - index];
    if (of === undefined || uses.get(replaced) !== 1 || bias === replaced || !sameShape(replaced.shape, add.output.shape)) continue;
    const equation = fusedEquation({ of, add, relu: undefined }, [...of.inputs, bias], add);
    if (equation !== undefined) return { equation, replaced: [replaced] };
  }
  return undefined;
}

function withRelu(relu: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  const [replaced] = relu.inputs;
  const before = makers.get(replaced);
  if (relu.op.name !== 'relu' || before === undefined || uses.get(replaced) !== 1 || !isFused(before)) return undefined;
  const equation = fusedEquation({ ...before.params, relu }, before.inputs, relu);
  return equation && { equation, replaced: [replaced] };
}

/** undefined where the operation has no kernel for it. */
function fusedEquation(params: FusedParams, inputs: Equation['inputs'], last: Equation): Equation | undefined {
  const { op, params: own } = params.of;
  if (op.lowerWith?.(inputs, last.output, own, { relu: params.relu !== undefined }) === undefined) return undefined;
  return { op: fusedOp, params, inputs, output: last.output, place: params.of.place };
}

function isFused(equation: Equation): equation is Equation & { readonly params: FusedParams } {
  return equation.op === fusedOp;
}

/** One operation after the other, in place. */
const fusedOp: Op<FusedParams> = {
  name: 'fused',
  shape: (inputs, { of }) => of.op.shape(inputs.slice(0, -1), of.params),
  dtype: (inputs, { of }) => of.op.dtype(inputs.slice(0, -1), of.params),
  reference: (out, inputs, shapes, { of, add, relu }, shape) => {
    of.op.reference(out, inputs.slice(0, -1), shapes.slice(0, -1), of.params, shape);
    add.op.reference(out, [out, inputs.at(-1)!], [shape, shapes.at(-1)!], add.params, shape);
    relu?.op.reference(out, [out], [shape], relu.params, shape);
  },
  vjp: differentiatedTooLate,
  lower: (inputs, output, { of, relu }) => of.op.lowerWith?.(inputs, output, of.params, { relu: relu !== undefined }),
  describe: ({ of, relu }) => `${of.op.name}, add${relu === undefined ? '' : ', relu'}`,
};

/** relu's gradient, y > 0 ? g : 0, where g comes from an operation on y itself. */
function wherePositive(where: Equation, makers: ReadonlyMap<Operand, Equation>, uses: ReadonlyMap<Operand, number>): Fused | undefined {
  if (where.op.name !== 'where') return undefined;
  const [condition, value, otherwise] = where.inputs;
  const [greater, of] = [makers.get(condition), makers.get(value)];
  if (of?.op.lowerPositive === undefined || greater?.op.name !== 'greater' || uses.get(value) !== 1 || !isZero(otherwise)) return undefined;
  const [x, limit] = greater.inputs;
  if (x !== of.inputs.at(-1) || !isZero(limit) || !sameShape(x.shape, where.output.shape) || !sameShape(value.shape, where.output.shape)) return undefined;
  if (of.op.lowerPositive(of.inputs, where.output, of.params) === undefined) return undefined;
  const equation: Equation = { op: positiveOp, params: { of, greater, where }, inputs: of.inputs, output: where.output, place: of.place };
  return { equation, replaced: uses.get(condition) === 1 ? [value, condition] : [value] };
}

function isZero(operand: Operand): boolean {
  return operand instanceof NdArray && operand.shape.length === 0 && Object.is(operand.data[0], 0);
}

interface PositiveParams {
  readonly of: Equation;
  readonly greater: Equation;
  readonly where: Equation;
}

/** One operation after the other. */
const positiveOp: Op<PositiveParams> = {
  name: 'fused',
  shape: (inputs, { of }) => of.op.shape(inputs, of.params),
  dtype: (inputs, { of }) => of.op.dtype(inputs, of.params),
  reference: (out, inputs, shapes, { of, greater, where }, shape) => {
    const [passes, zero] = [out.slice(), out.slice(0, 1).fill(0)];
    of.op.reference(out, inputs, shapes, of.params, shape);
    greater.op.reference(passes, [inputs.at(-1)!, zero], [shape, []], greater.params, shape);
    where.op.reference(out, [passes, out, zero], [shape, shape, []], where.params, shape);
  },
  vjp: differentiatedTooLate,
  lower: (inputs, output, { of }) => of.op.lowerPositive?.(inputs, output, of.params),
  describe: ({ of, greater, where }) => `${of.op.name}, ${greater.op.name}, ${where.op.name}`,
};

function differentiatedTooLate(): never {
  throw new Error('bug in fuse: programs must be differentiated before they are fused');
}

function countUses({ equations, outputs }: Program): ReadonlyMap<Operand, number> {
  const uses = new Map<Operand, number>();
  for (const operand of [...equations.flatMap(({ inputs }) => inputs), ...outputs]) {
    if (operand instanceof Var) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  }
  return uses;
}
