/**
 * Gives every array of a program its place in one memory. Arrays that are never needed at the same time may share one.
 * Knows lifetimes and bytes; of operations only that a reshape moves no number.
 */
import { sizeOf } from '../array/index.ts';
import { Var, type Equation, type Program } from '../program/index.ts';
import type { Operand } from './rules.ts';

export interface Plan {
  /** Where an array lies, in bytes from the start; undefined for an input that nothing uses. */
  readonly place: (operand: Operand) => number | undefined;
  /** Where the bytes lie that each equation asked for beside its result. */
  readonly work: readonly number[];
  /** Length of the whole memory. */
  readonly bytes: number;
  /** What it would be if every array had a place of its own. */
  readonly separateBytes: number;
}

/** Every place is a multiple of this: a vector of four floats. */
const alignment = 16;

/**
 * First fit by decreasing size: the largest array first, each at the lowest place that is free for its whole life.
 *
 * Inputs live from before the first equation, constants always, outputs to the end, and all others from the equation
 * that makes them to the last one that reads them. An equation's operands and its result never share a place, save
 * that the result of a reshape is its operand.
 * @param workBytes  what an equation needs for itself while it runs. Default nothing
 */
export function plan(program: Program, workBytes: (equation: Equation) => number = () => 0): Plan {
  const source = sources(program);
  const lives = lifetimes(program, source);
  const work = program.equations.map((equation, line): Block => ({ bytes: aligned(workBytes(equation)), from: line, to: line, at: 0 }));
  const blocks = [...lives.values(), ...work];
  const placed: Block[] = [];
  for (const block of blocks.toSorted((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    block.at = lowestFree(placed.filter((other) => other.from <= block.to && other.to >= block.from), block.bytes);
    placed.push(block);
  }
  return {
    place: (operand) => lives.get(source(operand))?.at,
    work: work.map(({ at }) => at),
    bytes: blocks.reduce((most, { at, bytes }) => Math.max(most, at + bytes), 0),
    separateBytes: blocks.reduce((total, { bytes }) => total + bytes, 0),
  };
}

/** True for an equation whose result is its operand's numbers in the same order: nothing has to be done. */
export function isView({ op }: Equation): boolean {
  return op.name === 'reshape';
}

interface Block {
  readonly bytes: number;
  /** The first and the last equation during which the block is in use; −1 is before the first. */
  from: number;
  to: number;
  at: number;
}

/** The array whose numbers an operand stands for: itself, or what it is a view of. */
function sources({ equations }: Program): (operand: Operand) => Operand {
  const viewed = new Map<Operand, Operand>();
  const source = (operand: Operand): Operand => viewed.get(operand) ?? operand;
  for (const equation of equations) if (isView(equation)) viewed.set(equation.output, source(equation.inputs[0]));
  return source;
}

function lifetimes({ inputs, equations, outputs }: Program, source: (operand: Operand) => Operand): ReadonlyMap<Operand, Block> {
  const lives = new Map<Operand, Block>();
  const given = new Set<Operand>(inputs);
  const end = equations.length;
  const touch = (operand: Operand, line: number): void => {
    const key = source(operand);
    const constant = !(key instanceof Var);
    const life = lives.get(key);
    const to = constant ? end : line;
    if (life !== undefined) life.to = Math.max(life.to, to);
    else lives.set(key, { bytes: aligned(bytesOf(key)), from: constant || given.has(key) ? -1 : line, to, at: 0 });
  };
  equations.forEach((equation, line) => {
    for (const input of equation.inputs) touch(input, line);
    touch(equation.output, line);
  });
  // an input or a constant that is an output as it is need not go through the memory
  for (const output of outputs) if (output instanceof Var && !given.has(output)) touch(output, end);
  return lives;
}

function lowestFree(busy: readonly Block[], bytes: number): number {
  let at = 0;
  for (const block of busy.toSorted((a, b) => a.at - b.at)) {
    if (at + bytes <= block.at) break;
    at = Math.max(at, block.at + block.bytes);
  }
  return at;
}

function bytesOf({ shape, dtype }: Operand): number {
  return sizeOf(shape) * (dtype === 'float64' ? 8 : 4);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}
