/**
 * The program of a cost and that of its gradient, laid out as lines: one for every array that has a name, forward, then
 * backward. What is used twice and is more than a few signs gets a name; the rest stands where it is used. Knows no model.
 */
import { NdArray } from '../array/index.ts';
import type { Equation, Program } from '../program/index.ts';
import { withChains } from './chains.ts';
import { hasArray, isNumber, named, sizeOfExpression, type Expression } from './expression/expression.ts';
import { asCases, isMask, isShares } from './expression/forms.ts';
import { directUses, jointOf, type Array, type Joint } from './joint.ts';
import { labelOf } from './label.ts';
import type { LaidLine, Line } from './line.ts';
import { freshNames, type Namer } from './namer.ts';
import { checkWord, firstFree, isWrittenAs, partial, twice } from './notation/names.ts';
import { inOrder } from './order.ts';
import { reused, withProbabilities } from './reuse.ts';
import type { Sizes } from './translate/constants.ts';
import { alone, operand, type Operand } from './translate/operand.ts';
import { isConstant, translate, translateConstant } from './translate/translate.ts';

export interface LaidOut {
  readonly lines: readonly LaidLine[];
  /** Arrays that the function closes over, under the names that they were given. */
  readonly constants: readonly { readonly name: string; readonly value: NdArray }[];
  /** What the result is called. */
  readonly cost: string;
}

export interface LayOutOptions {
  /** Of the program's inputs. */
  readonly names: readonly string[];
  /** Which inputs are parameters: the gradient is by them. */
  readonly wanted: readonly number[];
  readonly cost: string;
  readonly sizes: Sizes;
}

export function layOut(program: Program, { names, wanted, cost: wantedName, sizes }: LayOutOptions): LaidOut {
  const joint = jointOf(program, wanted);
  // the result may be a labelled array in another shape, and has then its name
  const last = program.equations.at(-1);
  const isResult = (array: Array): boolean => last?.op.name === 'reshape' && last.inputs[0] === array;
  const given = new Map<number, string>(names.map((name, i) => [i, name]));
  program.equations.forEach(({ output }, i) => {
    const label = labelOf(output);
    const index = names.length + i;
    if (label === undefined) return;
    if (index !== joint.result) checkFree(label, isResult(output) ? names : [...given.values(), wantedName], sizes);
    given.set(index, label);
  });
  if (joint.result < names.length || !given.has(joint.result)) given.set(joint.result, firstFree([wantedName, 'J', 'E', 'cost'], names));
  const cost = given.get(joint.result)!;
  // an unnamed array whose derivative is used twice is given a name, too, and all is laid out again
  const missing: number[] = [];
  for (;;) {
    const namer = freshNames([...given.values(), wantedName]);
    const labels = new Map([...given, ...missing.sort((a, b) => a - b).map((i): [number, string] => [i, namer.nameFor(program.equations[i - names.length])])]);
    const page = new Page(joint, labels, wanted, cost, namer, sizes);
    const found = page.write();
    if (found === undefined) return { lines: withChains(inOrder(withProbabilities(reused(page.lines, cost), () => namer.probabilities()), wanted, cost), cost), constants: page.constants, cost };
    missing.push(found);
  }
}

function checkFree(label: string, taken: Iterable<string>, { symbol }: Sizes): void {
  checkWord('labels', label);
  if (symbol !== undefined && isWrittenAs(label, symbol)) throw new RangeError(`derive: a label must not be ${JSON.stringify(label)}, which is the number of samples; label the array otherwise`);
  const other = [...taken].find((one) => isWrittenAs(one, label));
  if (other !== undefined) throw new RangeError(`derive: labels must differ from each other and from the names of the arguments; ${twice(label, other)}`);
}

/** Operations that add nothing to read. */
const lightOperations = new Set(['reshape', 'broadcastTo', 'cast', 'neg', 'transpose']);

/** One attempt, with the names that are known. */
class Page {
  readonly lines: Line[] = [];
  readonly constants: { name: string; value: NdArray }[] = [];
  readonly #joint: Joint;
  readonly #labels: ReadonlyMap<number, string>;
  readonly #wanted: readonly number[];
  readonly #cost: string;
  readonly #namer: Namer;
  readonly #sizes: Sizes;
  readonly #operands = new Map<Array, Operand>();
  /** How much there is to read of an array where it is written out. */
  readonly #weights = new Map<Array, number>();

  constructor(joint: Joint, labels: ReadonlyMap<number, string>, wanted: readonly number[], cost: string, namer: Namer, sizes: Sizes) {
    this.#joint = joint;
    this.#labels = labels;
    this.#wanted = wanted;
    this.#cost = cost;
    this.#namer = namer;
    this.#sizes = sizes;
  }

  /** @returns  an array of the forward program that must have a name before all can be written */
  write(): number | undefined {
    const { inputs, equations, values, cotangents } = this.#joint;
    inputs.forEach((input, i) => this.#operands.set(input, operand(named(this.#labels.get(i)!, input.shape), input.shape)));
    const uses = directUses(equations, ({ op }) => lightOperations.has(op.name));
    const valueOf = new Map(values.map((value, i) => [value, i]));
    for (const equation of equations) {
      const { output } = equation;
      const found = translate(equation, equation.inputs.map((input) => this.#read(input)), this.#sizes);
      const { formula } = found;
      const weight = this.#weigh(equation, formula);
      // single numbers are written out somewhat longer
      const least = formula.shape.length === 0 && !hasArray(formula) ? 8 : 3;
      const isHeavy = (uses.get(output) ?? 0) >= 2 && ((weight >= 2 && sizeOfExpression(formula) > least) || equation.op.name === 'oneHot');
      const value = valueOf.get(output);
      let line: Omit<Line, 'shape' | 'formula'> | undefined;
      if (value !== undefined) {
        if (isHeavy && !this.#labels.has(value)) return value;
        if (this.#labels.has(value)) line = { name: this.#labels.get(value)!, part: 'forward', index: value };
      } else {
        const owner = this.#ownerOf(output);
        if (owner !== undefined && formula.kind !== 'number' && formula.kind !== 'named') line = this.#derivative(owner);
        else if (owner === undefined && isHeavy) {
          const own = cotangents.findLastIndex((one, i) => one === output && i >= inputs.length);
          if (own >= 0) return own;
          line = { name: this.#namer.helper(), part: 'backward', index: undefined };
        }
      }
      if (line !== undefined) this.lines.push({ ...line, shape: output.shape, formula: line.part === 'forward' ? alone(found) : asCases(alone(found)) });
      this.#weights.set(output, line === undefined ? weight : 0);
      this.#operands.set(output, line === undefined ? found : operand(named(line.name, output.shape, { shares: isShares(formula), mask: isMask(formula) }), output.shape));
    }
    this.#writeEqual();
    return undefined;
  }

  /** The derivative by an array that has a name. */
  #derivative(index: number): Omit<Line, 'shape' | 'formula'> {
    return { name: partial(this.#cost, this.#labels.get(index)!), part: index < this.#joint.inputs.length ? 'gradient' : 'backward', index };
  }

  /** By which named array this is the derivative; of several the last one of the forward program. */
  #ownerOf(output: Array): number | undefined {
    const { cotangents, inputs, result } = this.#joint;
    const isNamed = (one: Array | undefined, i: number): boolean => one === output && this.#labels.has(i) && i !== result;
    const middle = cotangents.findLastIndex((one, i) => i >= inputs.length && isNamed(one, i));
    if (middle >= 0) return middle;
    return this.#wanted.find((i) => isNamed(cotangents[i], i));
  }

  /** What has a name and is equal to something else, or a number, has no equation of its own. */
  #writeEqual(): void {
    const { values, cotangents, inputs, needed, result } = this.#joint;
    const add = (line: Omit<Line, 'shape' | 'formula'>, equal: Array): void => {
      const formula = alone(this.#read(equal));
      const saysNothing = line.part === 'backward' && isNumber(formula, 1);
      if (!saysNothing && !this.lines.some(({ name }) => name === line.name)) this.lines.push({ ...line, shape: values[line.index!].shape, formula });
    };
    for (const [i, name] of this.#labels) {
      if (i >= inputs.length && (needed.has(values[i]) || i === result)) add({ name, part: 'forward', index: i }, values[i]);
    }
    for (let i = values.length - 1; i >= inputs.length; i--) {
      const cotangent = cotangents[i];
      if (this.#labels.has(i) && i !== result && cotangent !== undefined && (needed.has(cotangent) || isConstant(cotangent)) && needed.has(values[i])) add(this.#derivative(i), cotangent);
    }
    for (const i of this.#wanted) add(this.#derivative(i), cotangents[i] ?? zero);
  }

  #read(array: Array): Operand {
    return isConstant(array) ? translateConstant(array, (value) => this.#nameConstant(value), this.#sizes) : this.#operands.get(array)!;
  }

  #nameConstant(value: NdArray): string {
    const known = this.constants.find((one) => one.value === value);
    if (known !== undefined) return known.name;
    const name = labelOf(value) ?? this.#namer.constant();
    this.constants.push({ name, value });
    return name;
  }

  #weigh({ op, inputs }: Equation, formula: Expression): number {
    if (formula.kind === 'number' || formula.kind === 'named') return 0;
    const parts = inputs.map((input) => this.#weights.get(input) ?? 0);
    return lightOperations.has(op.name) ? Math.max(0, ...parts) : parts.reduce((sum, part) => sum + part, 1);
  }
}

const zero = new NdArray(Float64Array.of(0), []);
