/**
 * A formula that stands for an array of a program: which of its numbers is which of the array's, and how it is brought to the
 * shape that an operation takes it in. Knows no operation.
 */
import { sameShape, sizeOf, type Shape } from '../../array/index.ts';
import { times } from '../expression/algebra.ts';
import { ones } from '../expression/forms.ts';
import { alignedShape, call, hasSingleAxis, isCall, isScalar, sameNumbers, type Expression } from '../expression/expression.ts';

/** The formula has, in their order, the numbers of an array of the shape `lies`; that one repeated is the array that it stands for. */
export interface Operand {
  readonly formula: Expression;
  readonly shape: Shape;
  /** Each length that of `shape`, or 1. */
  readonly lies: Shape;
}

/** Of a formula that has all numbers of its array, or a single one that is everywhere. */
export function operand(formula: Expression, shape: Shape): Operand {
  return { formula, shape, lies: isOne(formula.shape) ? onesLike(shape) : shape };
}

/** A formula made of the operand's, number by number: it may have become a smaller one. */
export function mapped({ formula, shape, lies }: Operand, f: (x: Expression) => Expression): Operand {
  const result = f(formula);
  return { formula: result, shape, lies: restricted(formula.shape, lies, result.shape) };
}

/** The formula with exactly the operand's shape: what is no place-by-place operation takes it so. */
export function exact({ formula, shape, lies }: Operand): Expression {
  if (sameShape(formula.shape, shape)) return formula;
  if (sameShape(lies, shape)) return reshaped(formula, shape);
  const repeated = times(isScalar(formula) ? formula : reshaped(formula, lies), ones(shape));
  return sameShape(repeated.shape, shape) ? repeated : call('repeat', [formula], shape, { shape });
}

/** The formula as it stands for its array by itself, after its name: repeated, or with other axes of length 1, but in its place. */
export function alone({ formula, shape, lies }: Operand): Expression {
  const isInPlace = sameNumbers(formula.shape, shape) || isOne(formula.shape) || sameShape(padded(formula.shape, shape.length), lies);
  return isInPlace ? formula : reshaped(formula, lies);
}

/** What operands are together, place by place, repeated to `shape`. */
export function together(operands: readonly Operand[], shape: Shape, combine: (...parts: Expression[]) => Expression): Operand {
  const lies = shape.map((_, axis) => operands.reduce((length, each) => {
    const own = padded(each.lies, shape.length)[axis];
    return own === 1 ? length : own;
  }, 1));
  const parts = fitted(operands, shape.length);
  const formula = combine(...parts);
  return { formula, shape, lies: restricted(parts.map((part) => part.shape).reduce(alignedShape, []), lies, formula.shape) };
}

/** Formulas that lie beside each other as the operands do. */
function fitted(operands: readonly Operand[], rank: number): readonly Expression[] {
  const large = operands.filter(({ formula }) => !isOne(formula.shape));
  const [first] = large;
  const isLike = ({ formula, lies }: Operand): boolean => sameShape(padded(lies, rank), padded(first.lies, rank))
    && (sameShape(formula.shape, first.formula.shape) || (areChannels(formula) && areChannels(first.formula)));
  // sums that kept an axis the program dropped: harmless among their like
  if (large.every(isLike)) return operands.map(({ formula }) => (large.length > 0 && isOne(formula.shape) && formula.shape.length > first.formula.shape.length ? reshaped(formula, []) : formula));
  const plain = operands.map((each) => inPlace(each, 0));
  const axes = highest(plain);
  if (axes < 4) return plain;
  const parts = operands.map((each) => inPlace(each, axes));
  return highest(parts) === axes ? parts : plain;
}

/** The formula where it lies as its array does, else reshaped. @param beside  from four axes on: beside how many it stands, where one axis would be channels */
function inPlace({ formula, lies }: Operand, beside: number): Expression {
  if (isScalar(formula)) return formula;
  const own = formula.shape.length === 1 && beside === 4 ? [1, ...formula.shape, 1, 1] : formula.shape;
  const rank = Math.max(own.length, lies.length);
  const isMistaken = beside > 4 ? hasSingleAxis(formula) : own.length < beside && hasSingleAxis(formula);
  if (!isMistaken && sameShape(padded(own, rank), padded(lies, rank))) return formula;
  return reshaped(formula, isMistaken || lies.length === 1 ? padded(lies, beside) : lies);
}

/** Where a formula of the shape `own`, which is a part of one that has the shape `whole` and lies so, lies itself. */
export function restricted(whole: Shape, lies: Shape, own: Shape): Shape {
  if (sameNumbers(own, whole)) return lies;
  const rank = Math.max(whole.length, own.length);
  const lengths = padded(own.length === 1 && whole.length === 4 ? [1, ...own, 1, 1] : own, rank).filter((_, axis) => padded(whole, rank)[axis] !== 1);
  let next = 0;
  return lies.map((length) => (length === 1 ? 1 : lengths[next++]));
}

export function reshaped(formula: Expression, shape: Shape): Expression {
  if (sameShape(formula.shape, shape)) return formula;
  if (isCall(formula, 'reshape', 'flat')) return reshaped(formula.args[0], shape);
  return shape.length === 2 && formula.shape.length > 2 && shape[0] === formula.shape[0] ? call('flat', [formula], shape, {}) : call('reshape', [formula], shape, { shape });
}

export function onesLike(shape: Shape): Shape {
  return shape.map(() => 1);
}

/** With axes of length 1 before its own. */
function padded(shape: Shape, rank: number): Shape {
  return [...onesLike(Array.from({ length: Math.max(0, rank - shape.length) })), ...shape];
}

function highest(formulas: readonly Expression[]): number {
  return Math.max(...formulas.map(({ shape }) => shape.length));
}

/** One number per channel: [c], or a sum over images that kept their axes. */
function areChannels({ shape }: Expression): boolean {
  return shape.length === 1 || (shape.length === 4 && shape[0] === 1 && shape[2] === 1 && shape[3] === 1);
}

function isOne(shape: Shape): boolean {
  return sizeOf(shape) === 1;
}
