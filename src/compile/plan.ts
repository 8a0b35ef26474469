/**
 * Gives every array of a program its place in one memory. Arrays that are never needed at the same time may share one.
 * Knows lifetimes and bytes; of operations only that a reshape moves no number.
 */
import { sizeOf } from '../array/index.ts';
import { Var, type Equation, type Program } from '../program/index.ts';
import type { Item } from './chain.ts';
import type { Operand } from './rules.ts';

/**
 * Inputs that a run finds where the last one left the outputs of the same numbers: the first `carried` of each.
 * 0 for a program whose inputs are all given anew.
 */
export type Carried = number;

export interface Plan {
  /** Where an array lies, in bytes from the start; undefined for an input that nothing uses. */
  readonly place: (operand: Operand) => number | undefined;
  /** Where the bytes lie that each step asked for beside its results. */
  readonly work: readonly number[];
  /** Length of the whole memory. */
  readonly bytes: number;
  /** What it would be if every array had a place of its own. */
  readonly separateBytes: number;
}

/** Every place is a multiple of this: a vector of four floats. */
const alignment = 16;

/** What is run at one time: equations of which some results are needed by others. */
export interface Step extends Item {
  /** Bytes it needs for itself while it runs. */
  readonly workBytes: number;
  /** Results, each with an operand whose place it may take, should nothing else need that operand any more. */
  readonly reusable: readonly (readonly [Var, Operand])[];
}

/**
 * First fit by decreasing size: the largest array first, each at the lowest place that is free for its whole life.
 *
 * Inputs live from before the first step, constants always, outputs to the end, and all others from the step that
 * makes them to the last one that reads them. A step's operands and its results never share a place, save that the
 * result of a reshape is its operand, and that a result takes the place of an operand where both allow it. A carried
 * input's place is its own for good; its output is written there where the operand may be overwritten.
 */
export function plan(program: Program, steps: readonly Step[], carried: Carried = 0): Plan {
  const source = sources(program);
  const lives = lifetimes(program, steps, source);
  const settled = carry(program, steps, lives, source, carried);
  const separateBytes = [...lives.values()].reduce((total, { bytes }) => total + bytes, 0) + steps.reduce((total, { workBytes }) => total + aligned(workBytes), 0);
  reuse(steps, lives, source, (result) => !settled.has(result));
  const work = steps.map(({ workBytes }, line): Block => ({ bytes: aligned(workBytes), from: line, to: line, at: 0 }));
  const blocks = [...new Set(lives.values()), ...work];
  const placed: Block[] = [];
  for (const block of blocks.toSorted((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    block.at = lowestFree(placed.filter((other) => other.from <= block.to && other.to >= block.from), block.bytes);
    placed.push(block);
  }
  return {
    place: (operand) => lives.get(source(operand))?.at,
    work: work.map(({ at }) => at),
    bytes: blocks.reduce((most, { at, bytes }) => Math.max(most, at + bytes), 0),
    separateBytes,
  };
}

/** Writes carried outputs over their inputs where that can be, says which, and keeps all else off the places of the inputs. */
function carry({ inputs, outputs }: Program, steps: readonly Step[], lives: Map<Operand, Block>, source: (operand: Operand) => Operand, carried: Carried): ReadonlySet<Operand> {
  const kept = inputs.slice(0, carried);
  const keep = (input: Var): void => {
    const block = lives.get(input);
    if (block !== undefined) block.to = steps.length;
    else lives.set(input, { bytes: aligned(bytesOf(input)), from: -1, to: steps.length, at: 0 });
  };
  // what is given out as it came must not be written over
  outputs.forEach((output, i) => kept.forEach((input, k) => { if (i !== k && source(output) === input) keep(input); }));
  const wanted = new Map<Operand, Operand>(kept.map((input, i) => [source(outputs[i]), input]));
  reuse(steps, lives, source, (result, operand) => wanted.get(result) === operand);
  kept.forEach(keep);
  return new Set([...wanted].filter(([result, input]) => lives.get(result) === lives.get(input)).map(([result]) => result));
}

/** Gives results the blocks of operands that nothing needs any more. */
function reuse(steps: readonly Step[], lives: Map<Operand, Block>, source: (operand: Operand) => Operand, allows: (result: Operand, operand: Operand) => boolean): void {
  steps.forEach(({ reusable, operands }, line) => {
    const taken = new Set<Block>();
    for (const [result, operand] of reusable) {
      const [mine, its] = [lives.get(result), lives.get(source(operand))];
      if (!allows(result, operand)) continue;
      // not where it is still needed, and not where it is read under another name too, perhaps later
      if (mine === undefined || its === undefined || taken.has(mine) || its.to !== line) continue;
      if (operands.filter((other) => lives.get(source(other)) === its).length > 1) continue;
      its.to = mine.to;
      lives.set(result, its);
      taken.add(its);
    }
  });
}

/** True for an equation whose result is its operand's numbers in the same order: nothing has to be done. */
export function isView({ op }: Equation): boolean {
  return op.name === 'reshape';
}

interface Block {
  readonly bytes: number;
  /** The first and the last step during which the block is in use; −1 is before the first. */
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

function lifetimes({ inputs, outputs }: Program, steps: readonly Step[], source: (operand: Operand) => Operand): Map<Operand, Block> {
  const lives = new Map<Operand, Block>();
  const given = new Set<Operand>(inputs);
  const end = steps.length;
  const touch = (operand: Operand, line: number): void => {
    const key = source(operand);
    const constant = !(key instanceof Var);
    const life = lives.get(key);
    const to = constant ? end : line;
    if (life !== undefined) life.to = Math.max(life.to, to);
    else lives.set(key, { bytes: aligned(bytesOf(key)), from: constant || given.has(key) ? -1 : line, to, at: 0 });
  };
  steps.forEach(({ operands, results }, line) => {
    for (const each of [...operands, ...results]) touch(each, line);
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
