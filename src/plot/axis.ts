/** Where an axis begins and ends, and which round numbers stand on it. Knows no pixel but the room between ticks. */
import { exponentOf, formatFixed, formatNumber, formatShort } from './format.ts';

/** One axis of numbers, ready to draw. */
export interface Axis {
  readonly type: 'linear' | 'log';
  readonly label: string;
  readonly domain: readonly [number, number];
  /** From large to small. */
  readonly reverse: boolean;
  /** Ticks and their text for at most `room` of them. */
  readonly ticks: (room: number) => readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

export interface AxisRules {
  /** A number the axis must show besides the values: 0 for what is counted from nothing. */
  readonly include?: number;
  /** Room beyond the outermost values, as a part of their span. Default 0.05. */
  readonly pad?: number;
  readonly reverse?: boolean;
  /** Ticks at whole numbers only: values count something. */
  readonly whole?: boolean;
}

/** An axis of equal steps over all `values`. Equal values get room on both sides. */
export function linearAxis(label: string, values: Iterable<number>, { include, pad = 0.05, reverse = false, whole = false }: AxisRules = {}): Axis {
  let [low, high] = extent(values);
  if (include !== undefined) {
    low = Math.min(low, include);
    high = Math.max(high, include);
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  // values that differ by rounding only are one value: ticks between them could not be told apart
  const span = high - low <= size * 1e-12 ? (size === 0 ? 1 : size * 0.1) : (high - low) * pad;
  const domain: [number, number] = [low === include && low !== high ? low : low - span, high === include && low !== high ? high : high + span];
  return { type: 'linear', label, domain, reverse, ticks: (room) => linearTicks(domain, room, whole) };
}

/** An axis of equal factors over all `values`, which must be above 0. */
export function logAxis(label: string, values: Iterable<number>, { reverse = false }: AxisRules = {}): Axis {
  const [low, high] = extent(values);
  const domain: [number, number] = low === high ? [low / 3, high * 3] : [low, high];
  return { type: 'log', label, domain, reverse, ticks: (room) => logTicks(domain, room) };
}

/** Where a value lies on its axis: 0 at the beginning, 1 at the end. */
export function positionOn(axis: Axis, value: number): number {
  const scale = axis.type === 'log' ? Math.log : (number: number): number => number;
  const part = (scale(value) - scale(axis.domain[0])) / (scale(axis.domain[1]) - scale(axis.domain[0]));
  return axis.reverse ? 1 - part : part;
}

/** The smallest and the largest of `values`. */
export function extent(values: Iterable<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Multiples of 1, 2 or 5 times a power of ten inside the domain. */
function linearTicks([low, high]: readonly [number, number], room: number, whole: boolean): Tick[] {
  const exponent = exponentOf((high - low) / Math.max(1, room));
  const countOf = (step: number): number => Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
  const fine = [1, 2, 5, 10, 20, 50, 100].map((factor) => Number(`${factor}e${exponent - 1}`)).filter((step) => !whole || step >= 1);
  const steps = fine.filter((step) => countOf(step) >= 2);
  if (whole && steps.length === 0) steps.push(1);
  // the finest that fits; when none does, the coarsest that still shows a distance
  const step = steps.find((candidate) => countOf(candidate) <= room) ?? steps[steps.length - 1];
  const decimals = Math.max(0, -exponentOf(step));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const most = Math.max(Math.abs(low), Math.abs(high));
  // as many digits as tell neighbours apart; few of them and a power of ten where all would be long
  const digits = 1 + exponentOf(most) - exponentOf(step);
  const textOf = (value: number): string => (most >= 1e9 && digits <= 4 ? formatShort(value, digits) : most >= 1e9 || decimals > 6 ? formatNumber(value, 6) : formatFixed(value, decimals));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = Number(`${first + i}`) * step;
    return { value, text: first + i === 0 ? '0' : textOf(value) };
  });
}

/** Powers of ten; with 2 and 5 between when there are few. */
function logTicks([low, high]: readonly [number, number], room: number): Tick[] {
  const from = exponentOf(low);
  const to = exponentOf(high);
  const choose = (factors: readonly number[], every: number): number[] => {
    const chosen: number[] = [];
    for (let exponent = Math.floor(from / every) * every; exponent <= to; exponent += every) {
      for (const factor of factors) {
        const value = Number(`${factor}e${exponent}`);
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) chosen.push(value);
      }
    }
    return chosen;
  };
  const dense = choose([1, 2, 5], 1);
  let ticks = dense.length <= room ? dense : choose([1], 1);
  for (let every = 2; ticks.length > Math.max(2, room); every++) ticks = choose([1], every);
  if (ticks.length < 2) ticks = dense.length >= 2 ? dense.filter((_, i) => i === 0 || i === dense.length - 1) : [low, high];
  return ticks.map((value) => ({ value, text: formatShort(value) }));
}
