/**
 * A planned program as what is to be run, in order: calls of kernels, as many together as possible, and equations that
 * no kernel computes. Knows no memory but the address it is told; knows no operation by name.
 */
import type { KernelCall, KernelWork } from '../kernels/index.ts';
import { writtenAt, type Equation, type Lowering, type Program } from '../program/index.ts';
import { chains, type ElementwiseOf } from './chain.ts';
import { chainWork, reusable } from './chainWork.ts';
import { isView, plan, type Carried, type Plan, type Step } from './plan.ts';
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

/** Asks every equation's operation for its kernels, puts those that go well together into one call, and plans the memory. */
export function lower(program: Program, carried: Carried = 0): Lowered {
  const lowerings = lowerEach(program);
  const elementwiseOf: ElementwiseOf = (equation) => lowerings.get(equation)?.elementwise;
  const steps = stepsOf(program, lowerings);
  const planned = plan(program, steps, carried);
  return {
    plan: planned,
    lowered: [...lowerings.values()].filter((each) => each !== undefined).length,
    parts: (base) => {
      const addressOf = (operand: Operand): number => base + planned.place(operand)!;
      const parts: Part[] = [];
      steps.forEach((step, line) => {
        const [equation] = step.equations;
        if (isView(equation)) return;
        const lowering = lowerings.get(equation);
        const work = step.equations.length === 1
          ? placed(equation, lowering?.calls({ inputs: equation.inputs.map(addressOf), output: addressOf(equation.output), work: base + planned.work[line] }))
          : chainWork(step, elementwiseOf, addressOf);
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

type Lowerings = ReadonlyMap<Equation, Lowering | undefined>;

/** What is run at one time, in order. */
export function stepsOf(program: Program, lowerings: Lowerings = lowerEach(program)): readonly Step[] {
  const elementwiseOf: ElementwiseOf = (equation) => lowerings.get(equation)?.elementwise;
  return chains(program, elementwiseOf).map((item): Step => ({
    ...item, workBytes: lowerings.get(item.equations[0])?.workBytes ?? 0, reusable: reusable(item, elementwiseOf),
  }));
}

function lowerEach({ equations }: Program): Lowerings {
  return new Map(equations.map((equation) => {
    const { op, params, inputs, output } = equation;
    return [equation, isView(equation) ? undefined : op.lower?.(inputs, output, params)];
  }));
}
