/** A program without the equations that no output needs. Knows no operation by name. */
import { makeProgram } from './print.ts';
import { Var, type Equation, type Program } from './program.ts';

/** The same inputs and outputs, only what leads to the outputs in between. */
export function prune(program: Program): Program {
  const needed = new Set<unknown>(program.outputs);
  const kept: Equation[] = [];
  for (let line = program.equations.length - 1; line >= 0; line--) {
    const equation = program.equations[line];
    if (!needed.has(equation.output)) continue;
    for (const input of equation.inputs) if (input instanceof Var) needed.add(input);
    kept.push(equation);
  }
  return makeProgram(program.inputs, kept.toReversed(), program.outputs);
}
