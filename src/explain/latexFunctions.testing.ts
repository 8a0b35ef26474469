/** The functions of the notation that docs/explain.md defines, and what may stand in their brackets. Knows no grammar. */
import { array } from '../array/index.ts';
import { randomUniform } from '../ops/index.ts';
import { at, axesOf, axisOf, build, everywhere, flatIndex, full, map, permute, reduce, zip, type Names, type Value } from './latexArrays.testing.ts';

/** Every function of the notation. */
export function functions(name: string, settings: string, args: readonly Value[], names: Names): Value {
  const [x, y] = args;
  const parts = settings.split(/,(?:\\,)?/).map((part) => part.trim());
  const each: Record<string, (value: number) => number> = {
    log: Math.log, tanh: Math.tanh, sin: Math.sin, cos: Math.cos, sigma: (v) => 1 / (1 + Math.exp(-v)), relu: (v) => Math.max(v, 0), sign: Math.sign, erf, trunc: Math.trunc,
  };
  if (name in each) return map(x, each[name]);
  const axis = parts[0] === '' ? x.shape.length - 1 : axisOf(parts[0][0]);
  switch (name) {
    case 'max': return y === undefined ? reduce(x, axesOf(settings, x), (values) => Math.max(...values)) : zip(x, y, Math.max);
    case 'min': return y === undefined ? reduce(x, axesOf(settings, x), (values) => Math.min(...values)) : zip(x, y, Math.min);
    case 'argmax': return reduce(x, axesOf(settings, x), (values) => values.indexOf(Math.max(...values)));
    case 'argmin': return reduce(x, axesOf(settings, x), (values) => values.indexOf(Math.min(...values)));
    case 'softmax': {
      const exponentials = map(x, Math.exp);
      return zip(exponentials, reduce(exponentials, [axis], (values) => values.reduce((a, b) => a + b, 0)), (a, b) => a / b);
    }
    case 'reshape': return { shape: shapeOf(settings, names), data: x.data };
    case 'repeat': return zip(x, full(shapeOf(settings, names), 1), (a, b) => a * b);
    case 'flat': return { shape: [x.shape[0], x.data.length / x.shape[0]], data: x.data };
    case 'axes': return permute(x, parts.map(axisOf));
    case 'flip': return build(x.shape, ([o, c, u, v]) => at(x, [o, c, x.shape[2] - 1 - u, x.shape[3] - 1 - v]));
    case 'spread': {
      const [s, t] = pairOf(settings, 1);
      return build([x.shape[0], x.shape[1], s * (x.shape[2] - 1) + 1, t * (x.shape[3] - 1) + 1], ([n, c, i, j]) => (i % s === 0 && j % t === 0 ? at(x, [n, c, i / s, j / t]) : 0));
    }
    case 'maxpool': return pooled(x, x, settings, (places) => at(x, places[0]));
    case 'pool': return pooled(y, x, settings, (places) => at(x, places[0]));
    case 'unpool': return unpooled(x, y, settings);
    case 'avgpool': return pooled(x, x, settings, (places, size) => places.reduce((sum, place) => sum + at(x, place), 0) / size);
    case 'unavgpool': return unaveraged(x, settings.slice(0, settings.lastIndexOf(',\\,')), shapeOf(parts[parts.length - 1], names));
    case 'take': {
      const before = x.shape.slice(0, axis);
      return build([...before, ...y.shape, ...x.shape.slice(axis + 1)], (index) => at(x, [...index.slice(0, axis), at(y, index.slice(axis, axis + y.shape.length)), ...index.slice(axis + y.shape.length)]));
    }
    case 'scatter': {
      const length = lengthOf(parts[0].split('=')[1], names);
      const shape = [...x.shape.slice(0, axis), length, ...x.shape.slice(axis + y.shape.length)];
      const sums = full(shape, 0);
      const data = [...sums.data];
      everywhere(x.shape, (index) => { data[flatIndex(shape, [...index.slice(0, axis), at(y, index.slice(axis, axis + y.shape.length)), ...index.slice(axis + y.shape.length)])] += at(x, index); });
      return { shape, data };
    }
    // which numbers are drawn is the program's own matter
    case 'uniform': return drawn(x, Number(parts[0]), shapeOf(parts[1], names));
    case 'onehot': return build([...x.shape, Number(settings)], (index) => Number(at(x, index.slice(0, -1)) === index[index.length - 1]));
    case 'slice': {
      const ranges = parts.map((part) => rangeOf(part, names));
      return build(ranges.map(({ count }) => count), (index) => at(x, index.map((i, a) => ranges[a].begin + i * ranges[a].step)));
    }
    case 'pad': {
      const ranges = parts.slice(0, -1).map((part) => rangeOf(part, names));
      return build(shapeOf(parts[parts.length - 1], names), (index) => {
        const inner = index.map((i, a) => (i - ranges[a].begin) / ranges[a].step);
        return inner.every((i, a) => Number.isInteger(i) && i >= 0 && i < x.shape[a]) ? at(x, inner) : y.data[0];
      });
    }
    case 'concat': {
      const shape = x.shape.map((length, a) => (a === axis ? args.reduce((sum, arg) => sum + arg.shape[axis], 0) : length));
      return build(shape, (index) => {
        let place = index[axis];
        const from = args.find((arg) => place < arg.shape[axis] || (place -= arg.shape[axis], false))!;
        return at(from, index.with(axis, place));
      });
    }
    default: throw new Error(`no function is called ${name}`);
  }
}
function drawn({ data: key }: Value, stream: number, shape: readonly number[]): Value {
  const { data } = randomUniform(array(Int32Array.from(key), [2]), [...shape], { stream, dtype: 'float64' });
  return { shape, data: Array.from(data) };
}

interface Slide {
  readonly stride: readonly [number, number];
  readonly padding: readonly number[];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

export function convolve(x: Value, k: Value, { stride, padding, dilation, groups }: Slide): Value {
  const [n, c, h, w] = x.shape;
  const [o, perGroup, kh, kw] = k.shape;
  if (c !== perGroup * groups) throw new Error(`[${x.shape}] cannot be convolved with [${k.shape}]`);
  const oh = Math.floor((h + padding[0] + padding[2] - dilation[0] * (kh - 1) - 1) / stride[0]) + 1;
  const ow = Math.floor((w + padding[1] + padding[3] - dilation[1] * (kw - 1) - 1) / stride[1]) + 1;
  return build([n, o, oh, ow], ([image, out, i, j]) => {
    const first = Math.floor(out / (o / groups)) * perGroup;
    let sum = 0;
    everywhere([perGroup, kh, kw], ([ch, u, v]) => {
      const row = i * stride[0] + u * dilation[0] - padding[0];
      const column = j * stride[1] + v * dilation[1] - padding[3];
      if (row >= 0 && row < h && column >= 0 && column < w) sum += at(x, [image, first + ch, row, column]) * at(k, [out, ch, u, v]);
    });
    return sum;
  });
}

function windowOf(settings: string): { size: readonly [number, number]; stride: readonly [number, number]; padding: readonly number[]; counts: boolean } {
  const { '': size, s, p, c } = keyed(settings);
  return { size: pairOf(size, 1), stride: s === undefined ? pairOf(size, 1) : pairOf(s, 1), padding: sidesOf(p), counts: c !== '0' };
}

/** For each place of the window: the places of x under it, the greatest first. */
function eachWindow(x: Value, settings: string, visit: (index: readonly number[], places: readonly (readonly number[])[], size: number) => void): readonly number[] {
  const { size, stride, padding, counts } = windowOf(settings);
  const [n, c, h, w] = x.shape;
  const shape = [n, c, Math.floor((h + padding[0] + padding[2] - size[0]) / stride[0]) + 1, Math.floor((w + padding[1] + padding[3] - size[1]) / stride[1]) + 1];
  everywhere(shape, (index) => {
    const places: number[][] = [];
    everywhere(size, ([u, v]) => {
      const [row, column] = [index[2] * stride[0] + u - padding[0], index[3] * stride[1] + v - padding[3]];
      if (row >= 0 && row < h && column >= 0 && column < w) places.push([index[0], index[1], row, column]);
    });
    visit(index, places.toSorted((a, b) => at(x, b) - at(x, a)), counts ? size[0] * size[1] : places.length);
  });
  return shape;
}

function pooled(x: Value, _: Value, settings: string, f: (places: readonly (readonly number[])[], size: number) => number): Value {
  const data: number[] = [];
  const shape = eachWindow(x, settings, (__, places, size) => data.push(f(places, size)));
  return { shape, data };
}

function unpooled(g: Value, x: Value, settings: string): Value {
  const data = [...full(x.shape, 0).data];
  eachWindow(x, settings, (index, [place]) => { data[flatIndex(x.shape, place)] += at(g, index); });
  return { shape: x.shape, data };
}

function unaveraged(g: Value, settings: string, shape: readonly number[]): Value {
  const data = [...full(shape, 0).data];
  eachWindow(full(shape, 0), settings, (index, places, size) => { for (const place of places) data[flatIndex(shape, place)] += at(g, index) / size; });
  return { shape, data };
}

/** 's=2,p=(1,0,2,1)' as a record; what has no key is under ''. */
export function keyed(settings: string): Record<string, string> {
  const parts = settings.split(/,(?:\\,)?(?![^(]*\))/).map((part) => part.trim()).filter((part) => part !== '');
  return Object.fromEntries(parts.map((part) => (part.includes('=') ? part.split('=') as [string, string] : ['', part])));
}

export function pairOf(text: string | undefined, usual: number): [number, number] {
  const numbers = text === undefined || text === '' ? [usual] : text.split('\\times').map(Number);
  return [numbers[0], numbers[numbers.length - 1]];
}

export function sidesOf(text: string | undefined): number[] {
  if (text === undefined) return [0, 0, 0, 0];
  const numbers = text.replaceAll(/[()]/g, '').split(/,(?:\\,)?/).map(Number);
  return numbers.length === 1 ? Array.from({ length: 4 }, () => numbers[0]) : numbers;
}

function rangeOf(text: string, names: Names): { begin: number; step: number; count: number } {
  const [begin, end, step = 1] = text.split(':').map((part) => lengthOf(part, names));
  return { begin, step, count: Math.ceil((end - begin) / step) };
}

/** '3', 'm', '2m', 'mm' or 'm+1'. */
function lengthOf(text: string, names: Names): number {
  const [, count, symbols, rest] = /^\s*(\d*)(m*)([+-]\d+)?\s*$/.exec(text)!;
  return [...symbols].reduce((length) => length * names.get('m')!.data[0], Number(count || 1)) + Number(rest ?? 0);
}

export function shapeOf(text: string, names: Names): number[] {
  return text.trim() === '' ? [] : text.split('\\times').map((part) => lengthOf(part, names));
}

/** By its series, and where that is slow by the continued fraction of its complement. */
function erf(x: number): number {
  if (Math.abs(x) < 3) {
    let [sum, term] = [x, x];
    for (let n = 1; n < 120; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (Math.abs(x) + fraction);
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
}
