/**
 * How every call is written: a row says how tightly its arguments must hold together, how tightly it does itself, and what it
 * looks like in text and LaTeX. What LaTeX says is enough to compute it: `docs/explain.md` defines the notation.
 */
import type { Shape } from '../../array/index.ts';
import type { Call } from '../expression/expression.ts';
import { level, type Dialect } from './dialect.ts';
import { lowered } from './names.ts';

/** What a row may ask while it writes. */
export interface Writing extends Dialect {
  /** A length, as m where it is the number of samples. */
  length(length: number): string;
}

export interface Row {
  /** What an argument must at least be to stand without parentheses. */
  readonly inside: number;
  readonly level: number;
  write(call: Call<never>, args: readonly string[], by: Writing): string;
}

/** The letters of axes: i the first of the array that it stands before, j the second, … */
export const letters = 'ijklpqrstuvw';

export const rows: Readonly<Record<string, Row>> = {
  matmul: { inside: level.tight, level: level.tight, write: (_, [a, b]) => `${a} ${b}` },
  transpose: { inside: level.atom, level: level.postfix, write: (_, [x], by) => (by.isLatex ? `${x}^{\\top}` : `${x}ᵀ`) },
  exchanged: {
    inside: level.atom, level: level.postfix,
    write: ({ params }: Call<{ groups: number; of: 'image' | 'kernel' }>, [x], by) => {
      const [before, after] = params.groups === 1 ? ['', ''] : params.of === 'kernel' ? [`${params.groups} `, ''] : ['', ` ${params.groups}`];
      return by.isLatex ? `${x}^{${before}\\leftrightarrow${after}}` : `${x}${before.trim()}↔${after.trim()}`;
    },
  },
  conv: {
    inside: level.tight, level: level.convolution,
    write: ({ params }: Call<SlidingParams>, [x, k], by) => {
      const settings = slidingSettings(params, by);
      return by.isLatex ? `${x} \\ast${settings === '' ? '' : `_{${settings}}`} ${k}` : `${x} ∗${settings === '' ? '' : `[${settings}]`} ${k}`;
    },
  },
  turned: ofWhole('flip', () => ''),
  spreadOut: ofWhole('spread', ({ stride }: SlidingParams, by) => pair(stride, by)),
  sum: reduction('\\sum', 'Σ'),
  max: calledWith('max', axesOf), min: calledWith('min', axesOf), argmax: calledWith('argmax', axesOf), argmin: calledWith('argmin', axesOf),
  exp: { inside: level.sum, level: level.postfix, write: (_, [x], by) => (by.isLatex ? `e^{${x}}` : `exp(${x})`) },
  sigmoid: { inside: level.sum, level: level.atom, write: (_, [x], by) => (by.isLatex ? `\\sigma\\left(${x}\\right)` : `σ(${x})`) },
  abs: { inside: level.sum, level: level.atom, write: (_, [x], by) => (by.isLatex ? `\\left|${x}\\right|` : `|${x}|`) },
  log: ofEach('log'), tanh: ofEach('tanh'), sin: ofEach('sin'), cos: ofEach('cos'), erf: ofEach('erf'), sign: ofEach('sign'), relu: ofEach('relu'), cut: ofEach('trunc'),
  maximum: ofEach('max'), minimum: ofEach('min'),
  pow: { inside: level.atom, level: level.postfix, write: (_, [a, b], by) => (by.isLatex ? `${a}^{${b}}` : `${a}^${b}`) },
  compare: { inside: level.sum, level: level.atom, write: ({ params: { relation } }: Call<{ relation: string }>, [a, b], by) => (by.isLatex ? `\\left[${a} ${relations[relation]} ${b}\\right]` : `[${a} ${relation} ${b}]`) },
  cases: {
    inside: level.sum, level: level.atom,
    write: (_, [a, b, condition], by) => (by.isLatex ? `\\begin{cases} ${a} & \\text{if } ${condition} \\\\ ${b} & \\text{else} \\end{cases}` : `(${a} if ${condition}, else ${b})`),
  },
  softmax: calledWith('softmax', axisUnlessLast),
  maxPool: ofWhole('maxpool', poolSettings), averagePool: ofWhole('avgpool', poolSettings),
  place: ofWhole('unpool', poolSettings), takeFrom: ofWhole('pool', poolSettings),
  spread: ofWhole('unavgpool', (params: PoolParams & { shape: Shape }, by) => [poolSettings(params, by), shapeText(params.shape, by)].join(separator(by))),
  gather: ofWhole('take', ({ axis }: AxisParams) => letters[axis]),
  scatter: ofWhole('scatter', ({ axis, length }: AxisParams & { length: number }, by) => `${letters[axis]}=${by.length(length)}`),
  onehot: ofWhole('onehot', ({ depth }: { depth: number }) => String(depth)),
  uniform: ofWhole('uniform', ({ stream, shape }: { stream: number; shape: Shape }, by) => [String(stream), shapeText(shape, by)].join(separator(by))),
  ones: { inside: level.sum, level: level.atom, write: ({ params: { shape } }: Call<{ shape: Shape }>, _, by) => (by.isLatex ? `\\mathbf{1}_{${shapeText(shape, by)}}` : `1[${shapeText(shape, by)}]`) },
  reshape: ofWhole('reshape', ({ shape }: { shape: Shape }, by) => shapeText(shape, by)),
  repeat: ofWhole('repeat', ({ shape }: { shape: Shape }, by) => shapeText(shape, by)),
  flat: ofWhole('flat', () => ''),
  permuted: ofWhole('axes', ({ axes }: { axes: readonly number[] }, by) => axes.map((axis) => letters[axis]).join(separator(by))),
  slice: ofWhole('slice', ({ begin, step, shape }: BlockParams, by) => blockText(begin, step, shape, by)),
  pad: {
    inside: level.sum, level: level.atom,
    write: ({ params: { begin, step, shape }, args: [x] }: Call<BlockParams>, args, by) => by.call('pad', [blockText(begin, step, x.shape, by), shapeText(shape, by)].join(separator(by)), args),
  },
  concat: ofWhole('concat', ({ axis }: AxisParams) => letters[axis]),
  other: { inside: level.sum, level: level.atom, write: ({ params: { name } }: Call<{ name: string }>, args, by) => by.call(name, '', args) },
};

interface SlidingParams {
  readonly stride: readonly [number, number];
  readonly padding: readonly number[];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

interface PoolParams {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly number[];
  readonly countPadding?: boolean;
}

interface AxisParams {
  readonly axis: number;
}

interface BlockParams {
  readonly begin: Shape;
  readonly step: Shape;
  readonly shape: Shape;
}

const relations: Readonly<Record<string, string>> = { '=': '=', '≠': '\\neq', '<': '<', '≤': '\\leq', '>': '>', '≥': '\\geq' };

function ofEach(name: string): Row {
  return { inside: level.sum, level: level.atom, write: (_, args, by) => by.call(name, '', args) };
}

/** name_{settings}(arguments). */
function ofWhole<P extends object>(name: string, settings: (params: P, by: Writing) => string): Row {
  return { inside: level.sum, level: level.atom, write: ({ params }: Call<P>, args, by) => by.call(name, settings(params, by), args) };
}

function calledWith(name: string, settings: (params: never, by: Writing, call: Call) => string): Row {
  return { inside: level.sum, level: level.atom, write: (call: Call, args, by) => by.call(name, settings(call.params as never, by, call), args) };
}

function reduction(inLatex: string, inText: string): Row {
  return {
    inside: level.postfix, level: level.prefix,
    write: ({ params }: Call<{ axes: readonly number[] | 'all' }>, [x], by) => {
      const axes = axesOf(params, by);
      return by.isLatex ? `${inLatex}${axes === '' ? '' : `_{${axes}}`} ${x}` : `${inText}${subscript(axes)} ${x}`;
    },
  };
}

function axesOf({ axes }: { readonly axes: readonly number[] | 'all' }, by: Writing): string {
  return axes === 'all' ? '' : axes.map((axis) => letters[axis]).join(separator(by));
}

function subscript(axes: string): string {
  return [...axes].map((letter) => (letter === ',' || letter === ' ' ? '' : lowered[letter] ?? `_${letter}`)).join('');
}

function axisUnlessLast({ axis }: AxisParams, _: Writing, { args: [x] }: Call): string {
  return axis === x.shape.length - 1 ? '' : letters[axis];
}

function separator(by: Dialect): string {
  return by.isLatex ? ',\\,' : ', ';
}

function shapeText(shape: Shape, by: Writing): string {
  return shape.map((length) => by.length(length)).join(by.isLatex ? ' \\times ' : '×');
}

function pair([a, b]: readonly number[], by: Dialect): string {
  return a === b ? String(a) : `${a}${by.isLatex ? ' \\times ' : '×'}${b}`;
}

function paddingText(padding: readonly number[], by: Dialect): string {
  return padding.every((side) => side === padding[0]) ? String(padding[0]) : `(${padding.join(separator(by))})`;
}

/** Only what is not as usual. */
function slidingSettings({ stride, padding, dilation, groups }: SlidingParams, by: Dialect): string {
  return [
    ...(stride.some((step) => step !== 1) ? [`s=${pair(stride, by)}`] : []), ...(padding.some((side) => side !== 0) ? [`p=${paddingText(padding, by)}`] : []),
    ...(dilation.some((step) => step !== 1) ? [`d=${pair(dilation, by)}`] : []), ...(groups === 1 ? [] : [`g=${groups}`]),
  ].join(separator(by));
}

function poolSettings({ size, stride, padding, countPadding }: PoolParams, by: Dialect): string {
  const padded = padding.some((side) => side !== 0);
  return [
    pair(size, by), ...(stride.every((step, axis) => step === size[axis]) ? [] : [`s=${pair(stride, by)}`]), ...(padded ? [`p=${paddingText(padding, by)}`] : []),
    ...(padded && countPadding === false ? ['c=0'] : []),
  ].join(separator(by));
}

/** begin:end:step of every axis, the end not included. */
function blockText(begin: Shape, step: Shape, shape: Shape, by: Writing): string {
  return shape.map((length, axis) => {
    const end = length === 0 ? begin[axis] : begin[axis] + (length - 1) * step[axis] + 1;
    return `${by.length(begin[axis])}:${by.length(end)}${step[axis] === 1 ? '' : `:${step[axis]}`}`;
  }).join(separator(by));
}
