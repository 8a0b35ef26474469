/**
 * A cost as a chain of steps, such as z = xw + b, p = σ(z), L = …: for one sample each step is a single number, and its
 * derivatives are written by themselves, from the program of that step. Knows no model.
 */
import type { NdArray, Shape } from '../../array/index.ts';
import { reshape } from '../../ops/index.ts';
import { record } from '../../program/index.ts';
import type { FormulaLine } from '../parts.ts';
import { times } from '../expression/algebra.ts';
import { named, numeral, type Expression } from '../expression/expression.ts';
import { substitute } from '../expression/forms.ts';
import { label } from '../label.ts';
import { layOut } from '../layOut.ts';
import { partial, partsOfPartial } from '../notation/names.ts';
import { noSizes } from '../translate/constants.ts';

/** A step of the cost, the same for one sample and for many. */
export interface Stage {
  readonly name: string;
  /** Arrays that it is computed from: arguments, or the names of steps before it. */
  readonly from: readonly string[];
  of(...parts: NdArray[]): NdArray;
}

/** All steps in turn, each but the last under its name: the last one's result. */
export function runStages(stages: readonly Stage[], start: ReadonlyMap<string, NdArray>): NdArray {
  const known = new Map(start);
  let last: NdArray | undefined;
  for (const { name, from, of } of stages) {
    last = of(...from.map((part) => known.get(part)!));
    if (name !== stages[stages.length - 1].name) label(last, name);
    known.set(name, last);
  }
  return last!;
}

/**
 * For sample k: each step; then, from the last to the first, its derivatives by what it is computed from, dA_k/dw, and by the
 * chain rule what the last step changes by.
 * @param shapes  of the arguments for one sample   @param changing  arguments to differentiate by
 */
export function oneSample(stages: readonly Stage[], shapes: ReadonlyMap<string, Shape>, changing: readonly string[]): FormulaLine[] {
  const perSample = new Set(stages.map(({ name }) => name));
  const indexed = (name: string): string => (perSample.has(name) ? `${name}_k` : changing.includes(name) ? name : `${name.toLowerCase()}_k`);
  const known = new Map(shapes);
  const steps = stages.map((stage) => {
    const step = stepOf(stage, stage.from.map((part) => known.get(part)!), stage.from.map(indexed), indexed(stage.name), stage.from.flatMap((part, i) => (perSample.has(part) || changing.includes(part) ? [i] : [])));
    known.set(stage.name, step.shape);
    return step;
  });
  const last = indexed(stages[stages.length - 1].name);
  const lines = steps.map(({ forward }) => forward);
  /** The derivative of the last step by each that came before, as a single number. */
  const total = new Map<string, Expression>([[last, numeral(1)]]);
  for (const { forward, derivatives } of steps.toReversed()) {
    for (const derivative of derivatives) {
      const by = partsOfPartial(derivative.name)![1];
      lines.push(derivative);
      total.set(by, times(total.get(forward.name)!, derivative.formulas[0]));
      if (forward.name !== last) lines.push({ kind: 'formula', name: partial(last, by), shape: derivative.shape, formulas: [total.get(by)!], through: [{ by: forward.name, isOne: false }] });
    }
  }
  return lines;
}

/** One step for one sample, which makes a single number of it. */
function stepOf({ of }: Stage, shapes: readonly Shape[], names: readonly string[], name: string, wanted: readonly number[]): { readonly shape: Shape; readonly forward: FormulaLine; readonly derivatives: readonly FormulaLine[] } {
  let shape: Shape = [];
  const program = record((inputs) => {
    const y = of(...inputs);
    shape = y.shape;
    return [reshape(label(y, name), [])];
  }, names.map((own, i) => ({ shape: shapes[i], dtype: 'float64' as const, name: own })));
  const { lines } = layOut(program, { names, wanted, cost: name, sizes: noSizes });
  // of one sample, y and what the steps make are single numbers
  const singles = new Map([...names, name].flatMap((own, i) => {
    const isSingle = i === names.length || (own.endsWith('_k') && own !== 'x_k' && shapes[i].every((length) => length === 1));
    return isSingle ? [[named(own, []).key, named(own, [])] as const] : [];
  }));
  const formulas = lines.map((line): FormulaLine => ({
    kind: 'formula', name: line.name, shape: line.shape.every((length) => length === 1) ? [] : line.shape, formulas: [substitute(line.formulas[line.formulas.length - 1], singles)], through: [],
  }));
  return { shape, forward: formulas.find((line) => line.name === name)!, derivatives: formulas.filter((_, i) => lines[i].part === 'gradient') };
}
