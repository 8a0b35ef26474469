/**
 * Reads the LaTeX of derivations and computes what it says, by the notation that docs/explain.md defines: it knows no
 * expression, operation or program of glissade. Arrays are plain numbers with a shape.
 */
export interface Value {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export type Names = ReadonlyMap<string, Value>;

/** What a formula is worth, given what its names stand for. @throws Error where it cannot be read */
export function evaluateLatex(source: string, names: Names): Value {
  const reader = new Reader(source, names);
  const value = reader.sum();
  reader.end();
  return value;
}

const letters = 'ijklpqrstuvw';

class Reader {
  readonly source: string;
  readonly names: Names;
  readonly sorted: readonly string[];
  at = 0;

  constructor(source: string, names: Names) {
    this.source = source;
    this.names = names;
    this.sorted = [...names.keys()].sort((a, b) => b.length - a.length);
  }

  end(): void {
    this.space();
    if (this.at < this.source.length) throw this.wrong('the end');
  }

  wrong(wanted: string): Error {
    return new Error(`${wanted} must come at ${this.at} of ${this.source}, there is ${this.source.slice(this.at, this.at + 20)}`);
  }

  space(): void {
    for (;;) {
      if (this.source[this.at] === ' ') this.at++;
      else if (this.source.startsWith('\\,', this.at)) this.at += 2;
      else return;
    }
  }

  sees(token: string): boolean {
    this.space();
    if (!this.source.startsWith(token, this.at)) return false;
    // a command ends where its letters end
    return !/^\\[a-z]+$/i.test(token) || !/[a-z]/i.test(this.source[this.at + token.length] ?? ' ');
  }

  take(token: string): boolean {
    if (!this.sees(token)) return false;
    this.at += token.length;
    return true;
  }

  need(token: string): void {
    if (!this.take(token)) throw this.wrong(token);
  }

  braced<T>(read: () => T): T {
    this.need('{');
    const value = read();
    this.need('}');
    return value;
  }

  /** The text between braces that match. */
  raw(): string {
    this.need('{');
    const start = this.at;
    for (let depth = 1; depth > 0; this.at++) {
      if (this.at >= this.source.length) throw this.wrong('}');
      if (this.source[this.at] === '{') depth++;
      else if (this.source[this.at] === '}') depth--;
    }
    return this.source.slice(start, this.at - 1);
  }

  settings(): string {
    return this.take('_') ? this.raw() : '';
  }

  sum(): Value {
    let value = this.take('-') ? map(this.product(), (x) => -x) : this.product();
    for (;;) {
      if (this.take('+')) value = zip(value, this.product(), (a, b) => a + b);
      else if (this.take('-')) value = zip(value, this.product(), (a, b) => a - b);
      else return value;
    }
  }

  product(): Value {
    let value = this.convolution();
    while (this.take('\\odot')) value = zip(value, this.convolution(), (a, b) => a * b);
    return value;
  }

  convolution(): Value {
    const x = this.tight();
    if (!this.take('\\ast')) return x;
    const settings = keyed(this.settings());
    return convolve(x, this.tight(), { stride: pairOf(settings.s, 1), padding: sidesOf(settings.p), dilation: pairOf(settings.d, 1), groups: Number(settings.g ?? 1) });
  }

  /** One thing directly behind another: a single number times an array, or the product of matrices. */
  tight(): Value {
    let value = this.prefix();
    for (;;) {
      this.take('\\cdot');
      if (!this.startsAtom()) return value;
      const next = this.prefix();
      value = value.shape.length === 0 || next.shape.length === 0 ? zip(value, next, (a, b) => a * b) : matmul(value, next);
    }
  }

  startsAtom(): boolean {
    this.space();
    const rest = this.source.slice(this.at);
    return rest !== '' && !/^([}+\-=,&<>\])]|\\(right|odot|ast|neq|leq|geq|end|text)(?![a-z])|\\\\)/.test(rest);
  }

  prefix(): Value {
    if (!this.take('\\sum')) return this.postfix();
    const axes = this.settings();
    const x = this.postfix();
    return reduce(x, axesOf(axes, x), (values) => values.reduce((total, value) => total + value, 0));
  }

  postfix(): Value {
    let value = this.atom();
    while (this.take('^')) {
      const start = this.at;
      const inside = this.raw();
      const exchange = /^(\d*) ?\\leftrightarrow ?(\d*)$/.exec(inside);
      const fraction = /^(-?\d+)\/(\d+)$/.exec(inside);
      if (inside === '\\top') value = permute(value, [...value.shape.keys()].slice(0, -2).concat(value.shape.length - 1, value.shape.length - 2));
      else if (exchange !== null) value = exchangeFirst(value, Number(exchange[1] || 1), Number(exchange[2] || 1));
      else if (fraction !== null) value = map(value, (x) => x ** (Number(fraction[1]) / Number(fraction[2])));
      else {
        this.at = start;
        const exponent = this.braced(() => this.sum());
        value = zip(value, exponent, (a, b) => a ** b);
      }
    }
    return value;
  }

  atom(): Value {
    this.space();
    for (const name of this.sorted) {
      if (this.sees(name) && !(name.length === 1 && /^_\{\d/.test(this.source.slice(this.at + 1)))) {
        this.at += name.length;
        return this.names.get(name)!;
      }
    }
    const number = /^\d+(\.\d+)?/.exec(this.source.slice(this.at));
    if (number !== null) {
      this.at += number[0].length;
      return scalar(Number(number[0]));
    }
    if (this.take('e')) return scalar(Math.E);
    if (this.take('\\pi')) return scalar(Math.PI);
    if (this.take('\\infty')) return scalar(Infinity);
    if (this.take('\\left(')) {
      const value = this.sum();
      this.need('\\right)');
      return value;
    }
    if (this.take('\\left|')) {
      const value = this.sum();
      this.need('\\right|');
      return map(value, Math.abs);
    }
    if (this.take('\\left[')) {
      const value = this.relation();
      this.need('\\right]');
      return value;
    }
    if (this.take('\\frac')) {
      const above = this.braced(() => this.sum());
      return zip(above, this.braced(() => this.sum()), (a, b) => a / b);
    }
    if (this.take('\\sqrt')) return map(this.braced(() => this.sum()), Math.sqrt);
    if (this.take('\\mathbf{1}')) return full(shapeOf(this.settings(), this.names), 1);
    if (this.take('\\begin{cases}')) return this.cases();
    for (const name of ['log', 'tanh', 'sin', 'cos', 'max', 'min', 'sigma']) if (this.take(`\\${name}`)) return this.called(name);
    if (this.take('\\operatorname')) return this.called(this.raw());
    throw this.wrong('a name, a number or a function');
  }

  relation(): Value {
    const a = this.sum();
    const relations: Record<string, (a: number, b: number) => boolean> = {
      '=': (a, b) => a === b, '\\neq': (a, b) => a !== b, '<': (a, b) => a < b, '\\leq': (a, b) => a <= b, '>': (a, b) => a > b, '\\geq': (a, b) => a >= b,
    };
    const sign = Object.keys(relations).find((each) => this.take(each));
    if (sign === undefined) throw this.wrong('a relation');
    return zip(a, this.sum(), (x, y) => Number(relations[sign](x, y)));
  }

  cases(): Value {
    const a = this.sum();
    this.need('&');
    this.need('\\text{if }');
    const condition = this.atom();
    this.need('\\\\');
    const b = this.sum();
    this.need('&');
    this.need('\\text{else}');
    this.need('\\end{cases}');
    return zip3(condition, a, b);
  }

  called(name: string): Value {
    const settings = this.settings();
    this.need('\\left(');
    const args: Value[] = [];
    if (!this.sees('\\right)')) do args.push(this.sum()); while (this.take(','));
    this.need('\\right)');
    return functions(name, settings, args, this.names);
  }
}

/** Every function of the notation. */
function functions(name: string, settings: string, args: readonly Value[], names: Names): Value {
  const [x, y] = args;
  const parts = settings.split(/,(?:\\,)?/).map((part) => part.trim());
  const each: Record<string, (value: number) => number> = {
    log: Math.log, tanh: Math.tanh, sin: Math.sin, cos: Math.cos, sigma: (v) => 1 / (1 + Math.exp(-v)), relu: (v) => Math.max(v, 0), sign: Math.sign, erf, trunc: Math.trunc,
  };
  if (name in each) return map(x, each[name]);
  const axis = parts[0] === '' ? x.shape.length - 1 : letters.indexOf(parts[0][0]);
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
    case 'axes': return permute(x, parts.map((letter) => letters.indexOf(letter)));
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

export function scalar(value: number): Value {
  return { shape: [], data: [value] };
}

function full(shape: readonly number[], value: number): Value {
  return { shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value) };
}

function map({ shape, data }: Value, f: (x: number) => number): Value {
  return { shape, data: data.map(f) };
}

function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((place, length, axis) => place * length + index[axis], 0);
}

function at(x: Value, index: readonly number[]): number {
  return x.data[flatIndex(x.shape, index)];
}

function everywhere(shape: readonly number[], visit: (index: readonly number[]) => void): void {
  const total = shape.reduce((a, b) => a * b, 1);
  for (let k = 0; k < total; k++) {
    const index: number[] = [];
    let rest = k;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    visit(index);
  }
}

function build(shape: readonly number[], f: (index: readonly number[]) => number): Value {
  const data: number[] = [];
  everywhere(shape, (index) => data.push(f(index)));
  return { shape, data };
}

/** One axis beside four are channels. */
function beside(x: Value, rank: number): Value {
  if (x.shape.length === 1 && rank === 4) return { shape: [1, x.shape[0], 1, 1], data: x.data };
  return { shape: [...Array.from({ length: rank - x.shape.length }, () => 1), ...x.shape], data: x.data };
}

function zip(a: Value, b: Value, f: (a: number, b: number) => number): Value {
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [beside(a, rank), beside(b, rank)];
  const shape = left.shape.map((length, axis) => {
    if (length !== right.shape[axis] && length !== 1 && right.shape[axis] !== 1) throw new Error(`[${a.shape}] and [${b.shape}] do not fit`);
    return length === 1 ? right.shape[axis] : length;
  });
  const pick = (x: Value, index: readonly number[]): number => at(x, index.map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));
  return build(shape, (index) => f(pick(left, index), pick(right, index)));
}

function zip3(condition: Value, a: Value, b: Value): Value {
  const shape = zip(zip(condition, a, () => 0), b, () => 0);
  const spread = (x: Value): Value => zip(shape, x, (_, value) => value);
  const [c, yes, no] = [spread(condition), spread(a), spread(b)];
  return { shape: shape.shape, data: c.data.map((holds, i) => (holds !== 0 ? yes.data[i] : no.data[i])) };
}

function matmul(a: Value, b: Value): Value {
  const [n, k] = a.shape.slice(-2);
  const [k2, m] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || k !== k2) throw new Error(`[${a.shape}] times [${b.shape}] is no product of matrices`);
  const batch = zip(full(a.shape.slice(0, -2), 0), full(b.shape.slice(0, -2), 0), () => 0).shape;
  const place = (x: Value, index: readonly number[]): number[] => {
    const own = x.shape.slice(0, -2);
    return own.map((length, axis) => (length === 1 ? 0 : index[axis + batch.length - own.length]));
  };
  return build([...batch, n, m], (index) => {
    const [i, j] = index.slice(-2);
    let sum = 0;
    for (let l = 0; l < k; l++) sum += at(a, [...place(a, index), i, l]) * at(b, [...place(b, index), l, j]);
    return sum;
  });
}

function axesOf(settings: string, x: Value): number[] {
  return settings === '' ? [...x.shape.keys()] : settings.split(/,(?:\\,)?/).map((letter) => letters.indexOf(letter.trim()));
}

/** The axes stay, with length 1; all of them together leave a single number. */
function reduce(x: Value, axes: readonly number[], f: (values: number[]) => number): Value {
  const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const values = build(shape, (index) => {
    const found: number[] = [];
    everywhere(axes.map((axis) => x.shape[axis]), (inner) => found.push(at(x, index.map((i, axis) => (axes.includes(axis) ? inner[axes.indexOf(axis)] : i)))));
    return f(found);
  });
  return axes.length === x.shape.length ? scalar(values.data[0]) : values;
}

function permute(x: Value, axes: readonly number[]): Value {
  return build(axes.map((axis) => x.shape[axis]), (index) => {
    const from: number[] = [];
    axes.forEach((axis, i) => { from[axis] = index[i]; });
    return at(x, from);
  });
}

/** The first two axes exchanged; the first, or the second, in groups that stay where they are. */
function exchangeFirst(x: Value, firstInGroups: number, secondInGroups: number): Value {
  const [a, b, ...rest] = x.shape;
  const ga = firstInGroups, gb = secondInGroups;
  if (gb > 1) return build([b / gb, gb * a, ...rest], ([i, j, ...more]) => at(x, [j % a, Math.floor(j / a) * (b / gb) + i, ...more]));
  return build([ga * b, a / ga, ...rest], ([i, j, ...more]) => at(x, [Math.floor(i / b) * (a / ga) + j, i % b, ...more]));
}

interface Slide {
  readonly stride: readonly [number, number];
  readonly padding: readonly number[];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

function convolve(x: Value, k: Value, { stride, padding, dilation, groups }: Slide): Value {
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
function keyed(settings: string): Record<string, string> {
  const parts = settings.split(/,(?:\\,)?(?![^(]*\))/).map((part) => part.trim()).filter((part) => part !== '');
  return Object.fromEntries(parts.map((part) => (part.includes('=') ? part.split('=') as [string, string] : ['', part])));
}

function pairOf(text: string | undefined, usual: number): [number, number] {
  const numbers = text === undefined || text === '' ? [usual] : text.split('\\times').map(Number);
  return [numbers[0], numbers[numbers.length - 1]];
}

function sidesOf(text: string | undefined): number[] {
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

function shapeOf(text: string, names: Names): number[] {
  return text.trim() === '1' ? [1] : text.split('\\times').map((part) => lengthOf(part, names));
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
