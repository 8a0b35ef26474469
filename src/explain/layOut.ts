/**
 * The program of a cost and that of its gradient, laid out as lines: one for every array that has a name, forward, then
 * backward. What is used twice and is more than a few signs gets a name; the rest stands where it is used. Knows no model.
 */
import { NdArray, type Shape } from '../array/index.ts';
import { adjoints } from '../autodiff/index.ts';
import { simplify } from '../compile/index.ts';
import type { Equation, Program, Var } from '../program/index.ts';
import { named, namesIn, sizeOfExpression, type Expression } from './expression/expression.ts';
import { isMask, isShares, ShapeChanged, substitute } from './expression/forms.ts';
import { labelOf } from './label.ts';
import { partial, partsOfPartial } from './notation/names.ts';
import { freshNames, type Namer } from './namer.ts';
import { isConstant, translate, translateConstant } from './translate/translate.ts';
import type { Sizes } from './translate/constants.ts';
import type { Operand } from './translate/operand.ts';

/** name = formulas[0] = formulas[1] … */
export interface LaidLine {
  readonly name: string;
  readonly shape: Shape;
  readonly part: 'forward' | 'backward' | 'gradient';
  /** The first is what the program does; a further one has what came before it put in. */
  readonly formulas: readonly Expression[];
  /** Through which arrays the derivative goes: ∂C/∂A · ∂A/∂w. Empty for forward lines and where there is only one way. */
  readonly through: readonly string[];
  /** Which array of the forward program it is, or is the derivative by: inputs first, then equations. undefined for helpers. */
  readonly index: number | undefined;
}

export interface LaidOut {
  readonly lines: readonly LaidLine[];
  /** Arrays that the function closes over, under the names that they were given. */
  readonly constants: readonly { readonly name: string; readonly value: NdArray }[];
}

export interface LayOutOptions {
  /** Of the program's inputs. */
  readonly names: readonly string[];
  /** Which inputs are parameters: the gradient is by them. */
  readonly wanted: readonly number[];
  readonly cost: string;
  readonly sizes: Sizes;
}

export function layOut(program: Program, { names, wanted, cost, sizes }: LayOutOptions): LaidOut {
  const arrays = [...program.inputs, ...program.equations.map(({ output }) => output)];
  const open = adjoints(program, arrays);
  const { equations, outputs, inputs } = simplify(open.program);
  const joint: Joint = {
    inputs, equations,
    values: arrays.map((_, i) => outputs[i]),
    cotangents: open.cotangents.map((output) => (output === undefined ? undefined : outputs[output])),
    result: arrays.indexOf(program.outputs[0] as Var),
    wanted,
  };
  const given = new Map<number, string>([...names.map((name, i): [number, string] => [i, name]), ...arrays.flatMap((array, i): [number, string][] => {
    const label = labelOf(array);
    return label === undefined || i < names.length ? [] : [[i, label]];
  })]);
  if (!given.has(joint.result) || joint.result < names.length) given.set(joint.result, cost);
  const result = given.get(joint.result)!;
  // an unnamed array whose derivative is used twice is given a name, too, and all is laid out again
  const missing: number[] = [];
  for (;;) {
    const namer = freshNames([...given.values(), cost]);
    const labels = new Map([...given, ...missing.sort((a, b) => a - b).map((i): [number, string] => [i, namer.nameFor(program.equations[i - names.length])])]);
    const found = namedLines(joint, labels, result, namer, program, sizes);
    if (!('missing' in found)) return { ...found, lines: withChains(found.lines, result) };
    missing.push(found.missing);
  }
}

/** Forward and backward as one program, and which of its arrays are what. */
interface Joint {
  readonly inputs: readonly Var[];
  readonly equations: readonly Equation[];
  readonly values: readonly (Var | NdArray)[];
  readonly cotangents: readonly (Var | NdArray | undefined)[];
  readonly result: number;
  readonly wanted: readonly number[];
}

type PlainLine = Omit<LaidLine, 'through'>;

function namedLines(joint: Joint, labels: ReadonlyMap<number, string>, cost: string, namer: Namer, program: Program, sizes: Sizes): { readonly lines: PlainLine[]; readonly constants: LaidOut['constants'] } | { readonly missing: number } {
  const inputCount = program.inputs.length;
  const reached = reachedFrom([joint.values[joint.result], ...joint.wanted.flatMap((i) => joint.cotangents[i] ?? [])], joint.equations);
  const uses = directUses(joint.equations.filter(({ output }) => reached.has(output)));
  const valueIndex = new Map(joint.values.map((value, i) => [value, i]));
  const cotangentIndex = new Map(joint.cotangents.flatMap((value, i) => (value === undefined ? [] : [[value, i]])));
  const constants: { name: string; value: NdArray }[] = [];
  const constantNamed = (value: NdArray): string => {
    const known = constants.find((one) => one.value === value);
    if (known !== undefined) return known.name;
    constants.push({ name: labelOf(value) ?? namer.constant(), value });
    return constants[constants.length - 1].name;
  };
  const operands = new Map<Var | NdArray, Operand>();
  const weights = new Map<Var | NdArray, number>();
  const nameOf = new Map<Var | NdArray, string>();
  const read = (input: Var | NdArray): Operand => (isConstant(input) ? translateConstant(input, constantNamed, sizes) : operands.get(input)!);
  joint.inputs.forEach((input, i) => {
    operands.set(input, { formula: named(labels.get(i)!, input.shape), shape: input.shape });
    nameOf.set(input, labels.get(i)!);
  });
  const lines: PlainLine[] = [];
  const add = (line: PlainLine): void => {
    if (!lines.some(({ name }) => name === line.name)) lines.push(line);
  };
  const isGradient = (index: number): boolean => joint.wanted.includes(index);
  /** The lines of arrays that turn out to be the same as one that has its name already. */
  const alias = (value: Var | NdArray, index: number, part: 'forward' | 'backward' | 'gradient', name: string): void => {
    const { formula } = read(value);
    if (formula.kind !== 'number' || part === 'gradient' || part === 'forward') add({ name, shape: joint.values[index].shape, part, formulas: [formula], index });
  };
  const labelled = (index: number | undefined): index is number => index !== undefined && labels.has(index);
  for (const equation of joint.equations) {
    const { output, inputs } = equation;
    if (!reached.has(output)) continue;
    const formula = translate(equation, inputs.map(read), sizes);
    const [value, cotangent] = [valueIndex.get(output), cotangentIndex.get(output)];
    const isLight = formula.kind === 'number' || formula.kind === 'named';
    const weight = lightOperations.has(equation.op.name) ? Math.max(0, ...inputs.map((input) => weights.get(input) ?? 0)) : inputs.reduce((sum, input) => sum + (weights.get(input) ?? 0), 1);
    const heavy = (uses.get(output) ?? 0) >= 2 && weight >= 2 && sizeOfExpression(formula) > 3;
    // of arrays with the same derivative, the last one of the forward program is named
    let name: string | undefined;
    let part: PlainLine['part'] = 'forward';
    let index: number | undefined;
    if (value !== undefined && (labels.has(value) || heavy)) {
      if (!labels.has(value)) return { missing: value };
      [name, part, index] = [labels.get(value)!, 'forward', value];
    } else if (cotangent !== undefined && value === undefined) {
      const owners = joint.cotangents.flatMap((one, i) => (one === output && labels.has(i) && (i >= inputCount || isGradient(i)) && i !== joint.result ? [i] : []));
      const owner = owners.findLast((i) => i >= inputCount) ?? owners[0];
      if (owner !== undefined && !isLight) {
        [name, part, index] = [partial(cost, labels.get(owner)!), owner < inputCount ? 'gradient' : 'backward', owner];
      } else if (owner === undefined && heavy) {
        const own = joint.cotangents.findLastIndex((one, i) => one === output && i >= inputCount);
        if (own >= 0) return { missing: own };
        [name, part] = [namer.helper(), 'backward'];
      }
    } else if (heavy && value === undefined) {
      [name, part] = [namer.helper(), 'backward'];
    }
    if (name === undefined) {
      operands.set(output, { formula, shape: output.shape });
      weights.set(output, weight);
      continue;
    }
    add({ name, shape: output.shape, part, formulas: [formula], index });
    nameOf.set(output, name);
    operands.set(output, { formula: named(name, output.shape, { shares: isShares(formula), mask: isMask(formula) }), shape: output.shape });
    weights.set(output, 0);
  }
  // what is equal to something else, or a constant, has no equation of its own
  joint.values.forEach((value, i) => { if (i >= inputCount && labelled(i) && (reached.has(value) || i === joint.result)) alias(value, i, 'forward', labels.get(i)!); });
  for (let i = joint.values.length - 1; i >= inputCount; i--) {
    const cotangent = joint.cotangents[i];
    if (labelled(i) && i !== joint.result && cotangent !== undefined && (reached.has(cotangent) || isConstant(cotangent)) && reached.has(joint.values[i])) alias(cotangent, i, 'backward', partial(cost, labels.get(i)!));
  }
  for (const i of joint.wanted) {
    const cotangent = joint.cotangents[i];
    if (cotangent === undefined) add({ name: partial(cost, labels.get(i)!), shape: joint.values[i].shape, part: 'gradient', formulas: [translateConstant(new NdArray(Float64Array.of(0), []), constantNamed, sizes).formula], index: i });
    else alias(cotangent, i, 'gradient', partial(cost, labels.get(i)!));
  }
  return { lines: inOrder(lines, joint.wanted), constants };
}

/** Each line after those that it uses: forward, then backward, each gradient as soon as there is all that it needs. */
function inOrder(lines: readonly PlainLine[], wanted: readonly number[]): PlainLine[] {
  const sorted = topological(lines.filter(({ part }) => part === 'forward'));
  const gradients = lines.filter(({ part }) => part === 'gradient').sort((a, b) => wanted.indexOf(a.index!) - wanted.indexOf(b.index!));
  const backward = lines.filter(({ part }) => part === 'backward');
  const later = new Set(backward.concat(gradients).map(({ name }) => name));
  for (const line of [undefined, ...topological(backward)]) {
    if (line !== undefined) {
      sorted.push(line);
      later.delete(line.name);
    }
    for (let ready = true; ready;) {
      const next = gradients.findIndex(({ formulas: [formula] }) => ![...namesIn(formula)].some((name) => later.has(name)));
      ready = next >= 0;
      if (ready) {
        const [gradient] = gradients.splice(next, 1);
        sorted.push(gradient);
        later.delete(gradient.name);
      }
    }
  }
  return sorted;
}

function topological(lines: readonly PlainLine[]): PlainLine[] {
  const byName = new Map(lines.map((line) => [line.name, line]));
  const done = new Set<string>();
  const sorted: PlainLine[] = [];
  const visit = (line: PlainLine): void => {
    if (done.has(line.name)) return;
    done.add(line.name);
    for (const name of namesIn(line.formulas[0])) if (byName.has(name)) visit(byName.get(name)!);
    sorted.push(line);
  };
  lines.forEach(visit);
  return sorted;
}

/** Operations that add nothing to read. */
const lightOperations = new Set(['reshape', 'broadcastTo', 'cast', 'neg', 'transpose']);

function reachedFrom(outputs: readonly (Var | NdArray)[], equations: readonly Equation[]): ReadonlySet<Var | NdArray> {
  const reached = new Set(outputs);
  for (const { inputs, output } of equations.toReversed()) if (reached.has(output)) inputs.forEach((input) => reached.add(input));
  return reached;
}

/** How often an array is written where it is used, seen through what adds nothing to read. */
function directUses(equations: readonly Equation[]): ReadonlyMap<Var | NdArray, number> {
  const uses = new Map<Var | NdArray, number>();
  for (const { op, inputs, output } of equations.toReversed()) {
    const each = lightOperations.has(op.name) ? uses.get(output) ?? 1 : 1;
    inputs.forEach((input) => uses.set(input, (uses.get(input) ?? 0) + each));
  }
  return uses;
}

/** A further formula may have this much more to read than the one before it. */
const mostAdded = 4;
/** What is put in has at most this much to read. */
const mostPutIn = 20;

/** Adds through which arrays each derivative goes, and the formulas with short derivatives put in. */
function withChains(lines: readonly PlainLine[], cost: string): LaidLine[] {
  const known = new Map<string, Expression>();
  const forward = lines.filter(({ part }) => part === 'forward');
  return lines.map((line) => {
    const by = partsOfPartial(line.name)?.[1];
    if (line.part === 'forward' || by === undefined) return { ...line, through: [] };
    const ways = forward.filter(({ formulas }) => namesIn(formulas[0]).has(by)).map(({ name }) => name);
    const through = ways.includes(cost) ? [] : ways;
    const [formula] = line.formulas;
    const direct = [...namesIn(formula)].some((name) => known.has(name)) ? attempt(formula, known) : undefined;
    const last = direct ?? formula;
    const isFinal = ![...namesIn(last)].some((name) => partsOfPartial(name) !== undefined);
    if (isFinal && sizeOfExpression(last) <= mostPutIn) known.set(line.name, last);
    const shown = direct !== undefined && direct.key !== formula.key && sizeOfExpression(direct) <= sizeOfExpression(formula) + mostAdded;
    return { ...line, formulas: shown ? [formula, direct] : [formula], through };
  });
}

function attempt(formula: Expression, known: ReadonlyMap<string, Expression>): Expression | undefined {
  const fitting = new Map([...namesIn(formula)].flatMap((name) => (known.has(name) ? [[name, known.get(name)!] as const] : [])));
  try {
    return substitute(formula, fitting);
  } catch (error) {
    if (error instanceof ShapeChanged) return undefined;
    throw error;
  }
}
