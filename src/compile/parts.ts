/**
 * A planned program as what is to be run, in order: calls of kernels, as many together as possible, and equations that
 * no kernel computes. Knows no memory but the address it is told; knows no operation by name.
 */
import type { KernelCall, KernelWork } from '../kernels/index.ts';
import { writtenAt, type Equation, type Lowering, type Program } from '../program/index.ts';
import { isView, plan, type Plan } from './plan.ts';
import type { Operand } from './rules.ts';

/** Kernel calls that follow each other, or one equation for its reference. */
export type Part = { readonly calls: readonly KernelCall[]; readonly scratchBytes: number } | { readonly equation: Equation };

export interface Lowered {
  readonly plan: Plan;
  /** Equations that kernels compute. */
  readonly lowered: number;
  /** What is to be run, for a memory that starts at `base`. */
  parts(base: number): readonly Part[];
}

/** Asks every equation's operation for its kernels, and plans the memory. */
export function lower(program: Program): Lowered {
  const lowerings = new Map<Equation, Lowering | undefined>(program.equations.map((equation) => {
    const { op, params, inputs, output } = equation;
    return [equation, op.lower?.(inputs, output, params)];
  }));
  const planned = plan(program, (equation) => lowerings.get(equation)?.workBytes ?? 0);
  const addressOf = (base: number, operand: Operand): number => base + planned.place(operand)!;
  return {
    plan: planned,
    lowered: [...lowerings.values()].filter((each) => each !== undefined).length,
    parts: (base) => {
      const parts: Part[] = [];
      program.equations.forEach((equation, line) => {
        if (isView(equation)) return;
        const work = placed(equation, lowerings.get(equation)?.calls({
          inputs: equation.inputs.map((input) => addressOf(base, input)), output: addressOf(base, equation.output), work: base + planned.work[line],
        }));
        const last = parts.at(-1);
        if (work === undefined) parts.push({ equation });
        else if (last === undefined || 'equation' in last) parts.push(work);
        else parts[parts.length - 1] = { calls: [...last.calls, ...work.calls], scratchBytes: Math.max(last.scratchBytes, work.scratchBytes) };
      });
      return parts;
    },
  };
}

/** What a call throws names the line of its equation. */
function placed({ place }: Equation, work: KernelWork | undefined): KernelWork | undefined {
  if (work === undefined) return undefined;
  return { ...work, calls: work.calls.map((call) => {
    const { refuse } = call;
    return refuse === undefined ? call : { ...call, refuse: (at: number, found: number) => writtenAt(refuse(at, found), place) };
  }) };
}
