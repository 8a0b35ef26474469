/** How an optimizer changes a parameter, from the program of its update. Knows none by name. */
import { NdArray } from '../../array/index.ts';
import type { Optimizer } from '../../nn/index.ts';
import { flatten, record, type Tree, type Var } from '../../program/index.ts';
import { named } from '../expression/expression.ts';
import type { FormulaLine, Section } from '../parts.ts';
import { text } from '../notation/dialect.ts';
import { noSizes } from '../translate/constants.ts';
import { operand, type Operand } from '../translate/operand.ts';
import { isConstant, translate, translateConstant } from '../translate/translate.ts';

/** What optimizers remember, in the letters of their papers. */
const letters: Readonly<Record<string, string>> = { velocity: 'v', means: 'mu', squares: 's' };
const numbers: Readonly<Record<string, string>> = { rate: 'alpha', root: 'r', kept: 'kappa' };
/** What these numbers are at a step. */
const meanings: Readonly<Record<string, string>> = {
  root: 'α is the learning rate divided by 1 − β₁ᵗ at step t, and r = √(1 − β₂ᵗ), β₁ and β₂ being the shares that are kept of μ and s',
  kept: 'κ = 1 − rate · λ, the decay of the weights',
};

/** θ ← … for one parameter θ, with what is remembered of it. */
export function optimizerSection(optimizer: Optimizer): Section {
  const theta = new NdArray(Float64Array.of(1), [1]);
  const memory = flatten('derive', 'memory', optimizer.init({ theta }));
  const settings = Object.keys(optimizer.numbers(1));
  const names = ['theta', '∂C/∂theta', ...memory.paths.map((path) => letters[path.split('.')[1]] ?? path.split('.')[1]), ...settings.map((name) => numbers[name] ?? name)];
  const program = record((inputs) => {
    const [theta, gradient, ...rest] = inputs;
    const remembered = memory.rebuild(rest.slice(0, memory.leaves.length)) as Readonly<Record<string, Tree>>;
    const [next, after] = optimizer.update({ theta }, { theta: gradient }, remembered, Object.fromEntries(settings.map((name, i) => [name, rest[memory.leaves.length + i]])));
    return [...flatten('derive', 'memory', after).leaves, next.theta];
  }, names.map((name, i) => ({ shape: i < 2 + memory.leaves.length ? [1] : [], dtype: 'float64' as const, name })));
  const outputNames = [...memory.paths.map((_, i) => names[2 + i]), 'theta'];
  const operands = new Map<Var | NdArray, Operand>(program.inputs.map((input, i) => [input, operand(named(names[i], input.shape), input.shape)]));
  const read = (input: Var | NdArray): Operand => (isConstant(input) ? translateConstant(input, () => 'constant', noSizes) : operands.get(input)!);
  const lines: FormulaLine[] = [];
  for (const equation of program.equations) {
    const found = translate(equation, equation.inputs.map(read), noSizes);
    const output = program.outputs.indexOf(equation.output);
    if (output >= 0) lines.push({ kind: 'formula', name: outputNames[output], shape: [], formulas: [found.formula], through: [], relation: '←' });
    // what is remembered is used as it is after its own line
    operands.set(equation.output, output >= 0 && output < memory.leaves.length ? operand(named(outputNames[output], equation.output.shape), equation.output.shape) : found);
  }
  return { title: `Update by ${optimizer.name}`, lines: [{ kind: 'note', text: [`For each parameter θ${memory.paths.length === 0 ? '' : `, one line after the other; before the first step ${outputNames.slice(0, -1).map((name) => text.name(name)).join(' and ')} ${memory.paths.length === 1 ? 'is' : 'are'} 0`}.`, ...settings.flatMap((name) => (name in meanings ? [`Here ${meanings[name]}.`] : []))].join(' ') }, ...lines] };
}
