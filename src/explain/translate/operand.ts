/** A formula that stands for an array of a program, brought to the shape that an operation takes it in. Knows no operation. */
import { sameShape, sizeOf, type Shape } from '../../array/index.ts';
import { times } from '../expression/algebra.ts';
import { ones } from '../expression/forms.ts';
import { alignedShape, call, isScalar, sameNumbers, type Expression } from '../expression/expression.ts';

/** A formula, and the shape of the array that it stands for: axes of length 1 may differ, and it may still have to be repeated. */
export interface Operand {
  readonly formula: Expression;
  readonly shape: Shape;
}

/** The formula with exactly the operand's shape: what is no place-by-place operation takes it so. */
export function exact({ formula, shape }: Operand): Expression {
  if (sameShape(formula.shape, shape)) return formula;
  if (sameNumbers(formula.shape, shape)) return reshaped(formula, shape);
  const repeated = times(fitting({ formula, shape }, shape), ones(shape));
  return sameShape(repeated.shape, shape) ? repeated : call('repeat', [formula], shape, { shape });
}

/** The formula as it stands for its array by itself, after its name: repeated, or with other axes of length 1, but in its place. */
export function alone({ formula, shape }: Operand): Expression {
  return sameNumbers(formula.shape, shape) ? formula : fitting({ formula, shape }, shape);
}

/** Formulas that mean, put together place by place, what the operation makes of arrays that broadcast to `output`. */
export function together(operands: readonly Operand[], output: Shape): readonly Expression[] {
  const large = operands.filter(({ formula }) => !formula.shape.every((length) => length === 1));
  const [first] = large;
  // sums that kept an axis the program dropped: harmless among their like
  const alike = large.every(({ formula, shape }) => (sameShape(formula.shape, first.formula.shape) || (areChannels(formula) && areChannels(first.formula) && sameNumbers(formula.shape, first.formula.shape)))
    && sameShape(shape, first.shape));
  if (alike) return operands.map(({ formula }) => (large.length > 0 && formula.shape.length > first.formula.shape.length && formula.shape.every((length) => length === 1) ? reshaped(formula, []) : formula));
  const rank = Math.max(...operands.map(({ formula }) => formula.shape.length));
  return operands.map((operand) => fitting(operand, output, rank));
}

/** One number per channel: [c], or a sum over images that kept their axes. */
function areChannels({ shape }: Expression): boolean {
  return shape.length === 1 || (shape.length === 4 && shape[0] === 1 && shape[2] === 1 && shape[3] === 1);
}

/** The formula where it lies as its array does beside arrays of `rank` axes, else reshaped. */
function fitting(operand: Operand, output: Shape, rank: number = output.length): Expression {
  const { formula, shape } = operand;
  if (isScalar(formula)) return formula;
  const wanted = padded(shape, Math.max(output.length, rank));
  const lies = padded(alignedShape(formula.shape, Array.from({ length: Math.max(output.length, rank) }, () => 1)), wanted.length);
  const fits = lies.length === wanted.length && lies.every((length, axis) => length === wanted[axis] || length === 1);
  if (fits && sizeOf(lies) === sizeOf(formula.shape)) return formula;
  return reshaped(formula, sameNumbers(formula.shape, shape) ? shape.length === 1 && output.length === 4 ? [1, 1, 1, ...shape] : shape : squeezedTo(formula.shape, shape));
}

/** The shape of a formula that is still to be repeated to `shape`: its lengths where they lie from the end. */
function squeezedTo(own: Shape, shape: Shape): Shape {
  const lengths = own.filter((length) => length !== 1);
  let next = lengths.length - 1;
  return shape.toReversed().map((length) => (next >= 0 && lengths[next] === length ? lengths[next--] : 1)).toReversed();
}

export function reshaped(formula: Expression, shape: Shape): Expression {
  return sameShape(formula.shape, shape) ? formula : call('reshape', [formula], shape, { shape });
}

function padded(shape: Shape, rank: number): Shape {
  return [...Array.from({ length: Math.max(0, rank - shape.length) }, () => 1), ...shape];
}
