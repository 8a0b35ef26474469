/**
 * Functions applied element by element, one after the other on a block of numbers while it lies in the first cache:
 * y = f(a, b), z = g(y, …), … Operands are read by strides, so that broadcasting and transposing copy nothing to memory.
 * The functions themselves are unary.ts and binary.ts; mapRows.ts applies one to a row.
 */
import { gather, MapOperand, SCALAR, STRIDED } from './mapOperand';
import { applyToRow } from './mapRows';

@unmanaged
export class MapCall {
  kernel: i32;
  chunks: i32;
  /** Elements of every result; a chunk and a block take so many of them. */
  length: i32;
  chunkLength: i32;
  blockLength: i32;
  /** Lengths of the results' axes; leading ones are 1 when there are fewer. */
  n0: i32;
  n1: i32;
  n2: i32;
  n3: i32;
  n4: i32;
  n5: i32;
  /** How many operands and results follow the call; then, how many steps. Registers hold what only steps need. */
  operands: i32;
  registers: i32;
  steps: i32;
}

/** slot[to] = op(slot[a], slot[b], slot[c]). A slot is an operand, a result, or, numbered behind them, a register. */
@unmanaged
class Step {
  op: i32;
  to: i32;
  a: i32;
  b: i32;
  c: i32;
}

/** Where a slot's numbers lie for the current block, and the bytes from vector to vector: 16, or 0 for one repeated number. */
@unmanaged
class Slot {
  address: usize;
  advance: usize;
}

/** Bytes for the end of a row, in assembly/mapRows.ts. */
const END_BUFFER: usize = 64;

/** Chunk = a stretch of the elements in row-major order, block by block. */
export function map<T>(call: MapCall, chunk: i32, scratch: usize): void {
  const operands = changetype<usize>(call) + offsetof<MapCall>();
  const steps = operands + <usize>call.operands * offsetof<MapOperand>();
  const slots = scratch + END_BUFFER;
  openSlots<T>(call, operands, slots);
  const end = min(call.length, (chunk + 1) * call.chunkLength);
  for (let first = chunk * call.chunkLength; first < end; first += call.blockLength) {
    const count = min(call.blockLength, end - first);
    for (let i = 0; i < call.operands; i++) {
      const operand = changetype<MapOperand>(operands + <usize>i * offsetof<MapOperand>());
      const slot = slotAt(slots, i);
      if (operand.mode === STRIDED) gather<T>(operand, changetype<usize>(call) + offsetof<MapCall>('n0'), first, count, slot.address);
      else if (operand.mode !== SCALAR) slot.address = operand.address + <usize>first * sizeof<T>();
    }
    for (let i = 0; i < call.steps; i++) {
      const step = changetype<Step>(steps + <usize>i * offsetof<Step>());
      const a = slotAt(slots, step.a), b = slotAt(slots, step.b), c = slotAt(slots, step.c);
      applyToRow<T>(step.op, count, slotAt(slots, step.to).address, a.address, a.advance, b.address, b.advance, c.address, c.advance, scratch);
    }
  }
}

/** Gives every slot that is not an array in memory its place in scratch, and fills those of repeated numbers. */
function openSlots<T>(call: MapCall, operands: usize, slots: usize): void {
  const all = call.operands + call.registers;
  const blockBytes = (<usize>call.blockLength * sizeof<T>() + 15) & ~15;
  let free = (slots + <usize>all * offsetof<Slot>() + 15) & ~15;
  for (let i = 0; i < all; i++) {
    const operand = changetype<MapOperand>(operands + <usize>i * offsetof<MapOperand>());
    const slot = slotAt(slots, i);
    slot.advance = 16;
    if (i < call.operands && operand.mode === SCALAR) {
      slot.address = free;
      slot.advance = 0;
      v128.store(free, v128.load_splat<T>(operand.address));
      free += 16;
    } else if (i >= call.operands || operand.mode === STRIDED) {
      slot.address = free;
      free += blockBytes;
    }
  }
}

// @ts-ignore: decorator
@inline
function slotAt(slots: usize, i: i32): Slot {
  return changetype<Slot>(slots + <usize>i * offsetof<Slot>());
}
