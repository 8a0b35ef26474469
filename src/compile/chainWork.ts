/** The kernel call of a chain: which of its results lie in memory, which in registers. Knows no memory but the addresses it is told. */
import { sizeOf } from '../array/index.ts';
import { mapChainWork, type KernelWork, type MapStep } from '../kernels/index.ts';
import type { Equation, Var } from '../program/index.ts';
import type { ElementwiseOf, Item } from './chain.ts';
import type { Operand } from './rules.ts';

/** @param addressOf  of operands and results, in bytes */
export function chainWork({ equations, operands, results }: Item, elementwiseOf: ElementwiseOf, addressOf: (operand: Operand) => number): KernelWork {
  const [{ output: { shape, dtype } }] = equations;
  const slots = new Map<Operand, number>([...operands, ...results].map((operand, slot) => [operand, slot]));
  const firstRegister = slots.size;
  const last = lastReads(equations);
  const free: number[] = [];
  let registers = 0;
  const steps = equations.map((equation, line): MapStep => {
    const { name, order } = elementwiseOf(equation)!;
    const from = order.map((i) => slots.get(equation.inputs[i])!);
    // a function may write where it reads, so a register read for the last time is free for the result
    for (const input of new Set(equation.inputs)) {
      const slot = slots.get(input)!;
      if (slot >= firstRegister && last.get(input) === line) free.push(slot);
    }
    if (!slots.has(equation.output)) slots.set(equation.output, free.pop() ?? firstRegister + registers++);
    return { name, to: slots.get(equation.output)!, from };
  });
  const stridesOf = stridesByOperand(equations, elementwiseOf);
  return mapChainWork(dtype, shape, {
    operands: operands.map((operand) => ({ address: addressOf(operand), strides: stridesOf.get(operand)! })),
    results: results.map(addressOf), registers, steps,
  });
}

/** Results with operands whose place each may take: read in the same order, and not after the result is written. */
export function reusable({ equations, operands, results }: Item, elementwiseOf: ElementwiseOf): readonly (readonly [Var, Operand])[] {
  const last = lastReads(equations);
  return results.flatMap((result) => {
    const written = equations.findIndex(({ output }) => output === result);
    if (elementwiseOf(equations[written]) === undefined) return [];
    // of the result's size, so read in its order
    return operands.filter((operand) => sizeOf(operand.shape) === sizeOf(result.shape) && operand.dtype === result.dtype && last.get(operand)! <= written)
      .map((operand) => [result, operand] as const);
  });
}

function lastReads(equations: readonly Equation[]): ReadonlyMap<Operand, number> {
  return new Map(equations.flatMap(({ inputs }, line) => inputs.map((input) => [input, line] as const)));
}

function stridesByOperand(equations: readonly Equation[], elementwiseOf: ElementwiseOf): ReadonlyMap<Operand, readonly number[]> {
  return new Map(equations.flatMap((equation) => equation.inputs.map((input, i) => [input, elementwiseOf(equation)!.strides[i]] as const)));
}
