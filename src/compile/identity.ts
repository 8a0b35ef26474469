/** Says of equations and constants whether they are the same, by text. Knows that some operations commute. */
import { NdArray } from '../array/index.ts';
import type { Equation, Op } from '../program/index.ts';
import { commutative, type Operand } from './rules.ts';

/** Constants up to this length are compared by their numbers, longer ones by being the same array. */
const mostCompared = 64;

export interface Identities {
  /** Equal for operands that always have the same bits. */
  ofOperand(operand: Operand): string;
  /** Equal for equations that give the same bits. */
  ofEquation(equation: Equation): string;
}

export function identities(): Identities {
  const numbers = new Map<Operand | Op, number>();
  const numberOf = (thing: Operand | Op): number => {
    if (!numbers.has(thing)) numbers.set(thing, numbers.size);
    return numbers.get(thing)!;
  };
  const ofOperand = (operand: Operand): string =>
    (operand instanceof NdArray && operand.data.length <= mostCompared ? constant(operand) : `#${numberOf(operand)}`);
  const ofEquation = ({ op, params, inputs }: Equation): string => {
    const operands = inputs.map(ofOperand);
    return `${numberOf(op)} ${(commutative.has(op.name) ? operands.sort() : operands).join(' ')} ${written(params)}`;
  };
  return { ofOperand, ofEquation };
}

function constant({ data, shape, dtype }: NdArray): string {
  return `${dtype}[${shape.join()}]{${Array.from(data, exactly).join()}}`;
}

/** Plain data as text, whatever the order of its keys. */
function written(value: unknown): string {
  if (typeof value === 'number') return exactly(value);
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => `${JSON.stringify(key)}:${written(part)}`).join()}}`;
}

/** A number as text that no other one has; 0 and −0 are two. */
function exactly(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
