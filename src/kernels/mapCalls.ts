/**
 * The call of functions applied element by element, one or several in turn, for operands at given addresses. Knows no
 * broadcasting rule, only strides.
 */
import { inTurn, type KernelWork } from './gemmCall.ts';
import { bytesOf } from './gemmPlan.ts';
import { joinAxes, type JoinedAxes } from './joinAxes.ts';
import { suffixes, type KernelNumber } from './numberTypes.ts';

/** Codes, as assembly/unary.ts and binary.ts have them. `where` takes a, b and the condition. */
export const elementwise = {
  neg: 0, abs: 1, sqrt: 2, square: 3, relu: 4, exp: 5, log: 6, sigmoid: 7, tanh: 8, sin: 9, cos: 10, expm1: 11, log1p: 12, softplus: 13,
  sign: 14, erf: 15, gelu: 16,
  add: 32, sub: 33, mul: 34, div: 35, maximum: 36, minimum: 37, pow: 38,
  equal: 39, notEqual: 40, less: 41, lessEqual: 42, greater: 43, greaterEqual: 44,
  where: 64,
} as const;

export type ElementwiseName = keyof typeof elementwise;

/** Those that kernels compute on int32 too, where they wrap around at 2³¹. */
export const wholeElementwise: ReadonlySet<ElementwiseName> = new Set<ElementwiseName>([
  'neg', 'abs', 'square', 'relu', 'sign', 'add', 'sub', 'mul', 'maximum', 'minimum',
  'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'where',
]);

/** An operand: element [i, j, …] of the result reads address + (i·strides[0] + j·strides[1] + …) elements; 0 repeats. */
export interface StridedAt {
  readonly address: number;
  readonly strides: readonly number[];
}

/** slots[to] = f(slots[from[0]], …): slots are the operands, then the results, then the registers. */
export interface MapStep {
  readonly name: ElementwiseName;
  readonly to: number;
  readonly from: readonly number[];
}

export interface MapChain {
  readonly operands: readonly StridedAt[];
  /** Addresses, each of an array in row-major order; it may be that of an operand that is read in the same order and not after. */
  readonly results: readonly number[];
  /** Numbers that only steps need. */
  readonly registers: number;
  readonly steps: readonly MapStep[];
}

/** Axes a call has. */
const mostAxes = 6;

/** Elements worth a chunk of their own; a power of two, so that chunks begin at whole vectors. */
const chunkElements = 16384;

/** Elements of a block that lies in the first cache, with all its registers. */
const blockElements = 512;

/** How an operand is read, as assembly/mapOperand.ts has them. */
const modes = { inOrder: 0, scalar: 1, strided: 2 } as const;

/** True where all operands can be read in one call: neighbouring axes joined where all allow it, not more than 6 are left. */
export function fitsMap(shape: readonly number[], strides: readonly (readonly number[])[]): boolean {
  return joinAxes(shape, strides).shape.length <= mostAxes;
}

/**
 * y = f(a, b, c), y in row-major order at `y`. One call, unless more than 6 axes are left when neighbours that all
 * operands step through as one are joined.
 * @param name  for int32 one of wholeElementwise
 */
export function mapWork(name: ElementwiseName, dtype: KernelNumber, shape: readonly number[], operands: readonly StridedAt[], y: number): KernelWork {
  const joined = joinAxes(shape, operands.map(({ strides }) => strides));
  if (joined.shape.length > mostAxes) return takenInTurn(name, dtype, joined, operands, y);
  return mapChainWork(dtype, shape, { operands, results: [y], registers: 0, steps: [{ name, to: operands.length, from: operands.map((_, i) => i) }] });
}

/** For each index of the first axis a call, or several. */
function takenInTurn(name: ElementwiseName, dtype: KernelNumber, { shape: [length, ...rest], strides }: JoinedAxes, operands: readonly StridedAt[], y: number): KernelWork {
  const size = rest.reduce((a, b) => a * b, 1);
  return inTurn(Array.from({ length }, (_, i) => mapWork(name, dtype, rest, operands.map(({ address }, k) => {
    const [stride, ...others] = strides[k];
    return { address: address + i * stride * bytesOf[dtype], strides: others };
  }), y + i * size * bytesOf[dtype])));
}

/**
 * Steps in order, for every element of `shape`: the same bits as one call a step, without the arrays between them.
 * @param dtype  int32 for the functions of wholeElementwise only
 * @throws RangeError when the shape, neighbouring axes joined where all operands allow it, has more than 6 axes
 */
export function mapChainWork(dtype: KernelNumber, shape: readonly number[], { operands, results, registers, steps }: MapChain): KernelWork {
  if (shape.includes(0)) return { calls: [], scratchBytes: 0 };
  const joined = joinAxes(shape, operands.map(({ strides }) => strides));
  if (joined.shape.length > mostAxes) {
    throw new RangeError(`mapChainWork: a shape must have at most ${mostAxes} axes that cannot be joined; [${shape.join(', ')}] keeps ${joined.shape.length}`);
  }
  const length = shape.reduce((a, b) => a * b, 1);
  const reads = joined.strides.map((strides) => modeOf(joined.shape, strides));
  const inBlocks = registers > 0 || reads.includes(modes.strided);
  const blockLength = Math.min(inBlocks ? blockElements : chunkElements, length);
  const lengths = padded(joined.shape, 1);
  const slots = operands.length + results.length + registers;
  // plain pushes: eager calls come here for every operation
  const tail: number[] = [];
  operands.forEach(({ address }, i) => tail.push(address, ...padded(joined.strides[i], 0), reads[i]));
  for (const address of results) tail.push(address, 0, 0, 0, 0, 0, 0, modes.inOrder);
  for (const { name, to, from } of steps) tail.push(elementwise[name], to, from[0], from[1] ?? from[0], from[2] ?? from[0]);
  const words = {
    length, chunkLength: chunkElements, blockLength,
    n0: lengths[0], n1: lengths[1], n2: lengths[2], n3: lengths[3], n4: lengths[4], n5: lengths[5],
    operands: operands.length + results.length, registers, steps: steps.length,
  };
  const kernel = `map${suffixes[dtype]}` as const;
  const buffers = registers + reads.filter((mode) => mode === modes.strided).length;
  const scratchBytes = 64 + 8 * slots + 16 + 16 * operands.length + buffers * (blockLength * bytesOf[dtype] + 16);
  return { calls: [{ kernel, chunks: Math.ceil(length / chunkElements), words, tail }], scratchBytes };
}

function modeOf(shape: readonly number[], strides: readonly number[]): number {
  let next = 1;
  let inOrder = true;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    inOrder &&= strides[axis] === next;
    next *= shape[axis];
  }
  if (inOrder) return modes.inOrder;
  return strides.every((stride) => stride === 0) ? modes.scalar : modes.strided;
}

/** As many entries as a call has axes, outermost first. */
function padded(entries: readonly number[], outer: number): number[] {
  const all: number[] = [];
  for (let i = entries.length; i < mostAxes; i++) all.push(outer);
  for (const entry of entries) all.push(entry);
  return all;
}
