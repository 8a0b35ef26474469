/** How an optimizer changes a parameter, from the program of its update. Knows none by name. */
import { NdArray } from '../../array/index.ts';
import type { Optimizer } from '../../nn/index.ts';
import { flatten, record, type Tree, type Var } from '../../program/index.ts';
import { named } from '../expression/expression.ts';
import { text } from '../notation/dialect.ts';
import { note, type FormulaLine, type Section } from '../parts.ts';
import { noSizes } from '../translate/constants.ts';
import { operand, type Operand } from '../translate/operand.ts';
import { isConstant, translate, translateConstant } from '../translate/translate.ts';

/** What optimizers remember, in the letters of their papers. */
const letters: Readonly<Record<string, string>> = { velocity: 'v', means: 'mu', squares: 's' };
/** What each of them is for. */
const purposes: Readonly<Record<string, string>> = {
  velocity: 'v is the velocity, a share of what it was and what is new: steps in one direction add up, steps to and fro cancel',
  means: 'μ follows the mean of the gradients',
  squares: 's follows the mean of the squared gradients, whose root divides the step: it is about as long for every parameter, however steep the cost is there',
};
const numbers: Readonly<Record<string, string>> = { rate: 'alpha', root: 'r_t', kept: 'kappa' };

/** Numbers that change from step to step, and what they are at step t. */
function changing(settings: readonly string[], { beta1, beta2, weightDecay }: Optimizer['options']): { readonly names: Readonly<Record<string, string>>; readonly sentences: readonly string[] } {
  return {
    names: { ...numbers, ...(settings.includes('root') && { rate: 'alpha_t' }) },
    sentences: [
      ...(settings.includes('root') ? [`At step t, αₜ = α / (1 − β₁ᵗ) and rₜ = √(1 − β₂ᵗ)${isKnown(beta1) && isKnown(beta2) ? `, with β₁ = ${beta1} and β₂ = ${beta2},` : ''} make up for μ and s having begun at 0.`] : []),
      ...(settings.includes('kept') ? [`κ = 1 − α λ${isKnown(weightDecay) ? `, with λ = ${weightDecay},` : ''} lets the weights decay.`] : []),
    ],
  };
}

function isKnown(option: unknown): option is number {
  return typeof option === 'number';
}

/** θ ← … for one parameter θ, with what is remembered of it. */
export function optimizerSection(optimizer: Optimizer): Section {
  const theta = new NdArray(Float64Array.of(1), [1]);
  const memory = flatten('derive', 'memory', optimizer.init({ theta }));
  const settings = Object.keys(optimizer.numbers(1));
  const { names: settingNames, sentences } = changing(settings, optimizer.options);
  const names = ['theta', '∂C/∂theta', ...memory.paths.map((path) => letters[path.split('.')[1]] ?? path.split('.')[1]), ...settings.map((name) => settingNames[name] ?? name)];
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
  const remembered = outputNames.slice(0, -1).map((name) => text.name(name)).join(' and ');
  const words = memory.paths.flatMap((path) => purposes[path.split('.')[1]] ?? []);
  return { title: `Update by ${optimizer.name}`, lines: [note([
    `For each parameter θ${memory.paths.length === 0 ? ', against its derivative, for that points uphill; the learning rate α says how far' : `, one line after the other; before the first step ${remembered} ${memory.paths.length === 1 ? 'is' : 'are'} 0`}.`,
    ...(words.length === 0 ? [] : [`${words.join('; ')}.`]), ...sentences,
  ].join(' ')), ...lines] };
}
