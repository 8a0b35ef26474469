/**
 * A program that can be run: a memory of its own with the constants in place, and steps, each a table of kernel calls
 * or one operation's reference on views of that memory. Inputs may be carried: they stay in the memory from run to run, and
 * outputs take their places. Knows no operation by name.
 */
import { NdArray, sizeOf, type TypedArray } from '../array/index.ts';
import { Var, writtenAt, type Equation, type Program } from '../program/index.ts';
import { Machine, runShared, threadLimit, type CallTable } from '../runtime/index.ts';
import { lower, type Part } from './parts.ts';
import type { Carried } from './plan.ts';
import type { Operand } from './rules.ts';

export interface Executable {
  /** The outputs that are not carried, for arrays of the shapes and types of the program's inputs that are not. */
  run(inputs: readonly NdArray[]): NdArray[];
  /** Puts arrays in the places of the carried inputs: needed before the first run. */
  load(carried: readonly NdArray[]): void;
  /** A copy of what the last run left there. */
  read(): NdArray[];
  /** Bytes that the arrays take in the program's memory. */
  readonly bytes: number;
  /** How many equations kernels compute; the others are left to their references. */
  readonly lowered: number;
}

/**
 * Allocates all that runs need. The memory belongs to the executable alone: the garbage collector frees both.
 * @param carried  how many inputs, from the first on, are carried: a run finds in them what the last one gave as the output
 *   of the same number, which must be of the same shape and type
 * @throws RangeError when the arrays that are needed at one time do not fit into 4 GiB
 */
export function executable(program: Program, carried: Carried = 0): Executable {
  const { inputs, equations, outputs } = program;
  const { plan, lowered, parts } = lower(program, carried);
  const machine = new Machine();
  const base = machine.allocate(plan.bytes);
  const tables = placeTables(machine, parts(base));
  // the memory has its final size: from here on, views of it stay good
  const view = (operand: Operand): TypedArray => machine[operand.dtype](base + plan.place(operand)!, sizeOf(operand.shape));
  const steps = tables.map((part): Step => ('equation' in part ? { equation: part.equation, run: referenceRun(part.equation, view) } : { run: tableRun(machine, part) }));
  const constants = new Set(equations.flatMap((equation) => equation.inputs.filter((input) => input instanceof NdArray)));
  for (const constant of constants) view(constant).set(constant.data);
  const kept = inputs.slice(0, carried);
  const keptViews = kept.map(view);
  const entries = inputs.slice(carried).map((input) => (plan.place(input) === undefined ? undefined : view(input)));
  const results = outputs.slice(carried);
  const exits = results.map((output, i) => (results.indexOf(output) < i ? results.indexOf(output) : exit(output, inputs, carried, view)));
  const move = moves(outputs.slice(0, carried), inputs, carried, (operand) => plan.place(operand), view);
  return {
    bytes: plan.bytes,
    lowered,
    load: (arrays) => arrays.forEach(({ data }, i) => keptViews[i].set(data)),
    read: () => kept.map(({ shape }, i) => new NdArray(keptViews[i].slice(), shape)),
    run: (args) => {
      for (let i = 0; i < entries.length; i++) entries[i]?.set(args[i].data);
      runSteps(steps);
      const given: NdArray[] = [];
      for (const read of exits) given.push(typeof read === 'number' ? given[read] : read(args));
      move(args);
      return given;
    },
  };
}

interface Step {
  /** Where the step is a single one. */
  readonly equation?: Equation;
  readonly run: () => void;
}

interface PlacedTable {
  readonly table: CallTable;
  readonly threads: number;
  readonly scratchBytes: number;
  /** Address of this thread's scratch. */
  readonly scratch: number;
}

/** Writes the tables into the memory, and lets it grow to what running them needs. */
function placeTables(machine: Machine, parts: readonly Part[]): ({ readonly equation: Equation } | PlacedTable)[] {
  const scratchBytes = Math.max(0, ...parts.map((part) => ('equation' in part ? 0 : part.scratchBytes)));
  const scratch = machine.allocate(scratchBytes);
  const placed = parts.map((part) => {
    if ('equation' in part) return part;
    const table = machine.writeTable(part.calls);
    return { table, threads: Math.min(threadLimit(), table.widest), scratchBytes, scratch };
  });
  const threads = Math.max(1, ...placed.map((part) => ('equation' in part ? 1 : part.threads)));
  // what runShared allocates at every run
  if (threads > 1) machine.scope(() => machine.allocate(threads * (Math.ceil(scratchBytes / 64) * 64)));
  return placed;
}

/** On this thread, or, where a call is cut into chunks, by all. */
function tableRun(machine: Machine, { table, threads, scratchBytes, scratch }: PlacedTable): () => void {
  return threads === 1 ? () => machine.run(table, scratch) : () => runShared(machine, table, scratchBytes, threads);
}

function referenceRun({ op, params, inputs, output }: Equation, view: (operand: Operand) => TypedArray): () => void {
  const [out, operands, shapes] = [view(output), inputs.map(view), inputs.map(({ shape }) => shape)];
  return () => op.reference(out, operands, shapes, params, output.shape);
}

/** An input and a constant are given out as they are, all else as a copy that later runs leave alone. */
function exit(output: Operand, inputs: readonly Var[], carried: Carried, view: (operand: Operand) => TypedArray): (args: readonly NdArray[]) => NdArray {
  if (!(output instanceof Var)) return () => output;
  const index = inputs.indexOf(output) - carried;
  if (index >= 0) return (args) => args[index];
  const numbers = view(output);
  return () => new NdArray(numbers.slice(), output.shape);
}

/** Brings the carried outputs that could not be written over their inputs there, after a run. */
function moves(
  outputs: readonly Operand[], inputs: readonly Var[], carried: Carried, place: (operand: Operand) => number | undefined, view: (operand: Operand) => TypedArray,
): (args: readonly NdArray[]) => void {
  const kept = inputs.slice(0, carried);
  const needed = outputs.flatMap((output, i): readonly Move[] => {
    const to = view(kept[i]);
    if (!(output instanceof Var)) return [{ from: () => output.data, to }];
    const argument = inputs.indexOf(output) - carried;
    // the place of an argument may have been written over, or there is none
    if (argument >= 0) return [{ from: (args) => args[argument].data, to }];
    const [at, from] = [place(output), view(output)];
    if (at === place(kept[i])) return [];
    // what lies in the place of another carried input may be written over before it is read
    return [{ from: kept.some((input) => place(input) === at) ? () => from.slice() : () => from, to }];
  });
  return (args) => {
    const sources = needed.map(({ from }) => from(args));
    needed.forEach(({ to }, i) => to.set(sources[i]));
  };
}

interface Move {
  readonly from: (args: readonly NdArray[]) => TypedArray;
  readonly to: TypedArray;
}

/** What a reference throws says where the user wrote the operation. */
function runSteps(steps: readonly Step[]): void {
  let i = 0;
  try {
    for (; i < steps.length; i++) steps[i].run();
  } catch (error) {
    throw error instanceof Error ? writtenAt(error, steps[i].equation?.place) : error;
  }
}
