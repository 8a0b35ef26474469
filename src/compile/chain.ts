/**
 * Groups element-by-element equations on arrays of one shape into chains, each run as one call on blocks that stay in
 * the first cache. Knows shapes and who needs what; no operation and no memory.
 */
import { sameShape } from '../array/index.ts';
import { fitsMap } from '../kernels/index.ts';
import type { Elementwise, Equation, Program, Var } from '../program/index.ts';
import type { Operand } from './rules.ts';

/** Equations that are run together, in this order; most often a single one. */
export interface Item {
  readonly equations: readonly Equation[];
  /** What others than these equations need of their results. */
  readonly results: readonly Var[];
  /** What they need from others. */
  readonly operands: readonly Operand[];
}

/** How an equation reads its operands; undefined for one that is not element by element. */
export type ElementwiseOf = (equation: Equation) => Elementwise | undefined;

/** Operands, results and registers of a call, in number: their blocks should stay in the first cache. */
const mostOperands = 12;
const mostEquations = 24;

/**
 * The program's equations in an order in which every operand is made before it is needed. Each joins the chain that
 * needs its result first, if it can be a part of that: what is cheap to compute is computed where it is used, and not
 * kept until then.
 * @param elementwiseOf  how an equation reads its operands; undefined for one that is not element by element
 */
export function chains(program: Program, elementwiseOf: ElementwiseOf): readonly Item[] {
  const firstUsers = new Map<Operand, Link>();
  const links: Link[] = [];
  program.equations.toReversed().forEach((equation, back) => {
    const user = firstUsers.get(equation.output);
    const joins = user !== undefined && fitTogether([equation, ...user.equations], elementwiseOf);
    const link = joins ? user : { equations: [], place: -back };
    if (!joins) links.push(link);
    link.equations.unshift(equation);
    for (const input of equation.inputs) {
      const known = firstUsers.get(input);
      if (known === undefined || known.place > link.place) firstUsers.set(input, link);
    }
  });
  return links.sort((a, b) => a.place - b.place).map(({ equations }) => itemOf(equations, program));
}

/** A chain while it grows from its last equation backwards; it is run where that one stands. */
interface Link {
  readonly equations: Equation[];
  readonly place: number;
}

/** True when one call can compute them: all element by element, of one shape and type, of operands not too many and read in not too many ways. */
function fitTogether(equations: readonly Equation[], elementwiseOf: ElementwiseOf): boolean {
  const [{ output: { shape, dtype } }] = equations;
  if (equations.length > mostEquations || shape.includes(0)) return false;
  const made = new Set<Operand>(equations.map(({ output }) => output));
  const strides = new Map<Operand, readonly number[]>();
  for (const equation of equations) {
    const elementwise = elementwiseOf(equation);
    if (elementwise === undefined || equation.output.dtype !== dtype || !sameShape(equation.output.shape, shape)) return false;
    equation.inputs.forEach((input, i) => { if (!made.has(input)) strides.set(input, elementwise.strides[i]); });
  }
  return strides.size <= mostOperands && fitsMap(shape, [...strides.values()]);
}

function itemOf(equations: readonly Equation[], { equations: all, outputs }: Program): Item {
  const own = new Set(equations);
  const made = new Set<Operand>(equations.map(({ output }) => output));
  const operands = new Set(equations.flatMap(({ inputs }) => inputs).filter((input) => !made.has(input)));
  const needed = new Set<Operand>(outputs);
  for (const equation of all) if (!own.has(equation)) for (const input of equation.inputs) needed.add(input);
  return { equations, operands: [...operands], results: equations.map(({ output }) => output).filter((output) => needed.has(output)) };
}
