/** Arrays of plain numbers with a shape, as far as formulas need them. Knows no formula. */
export interface Value {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export type Names = ReadonlyMap<string, Value>;

export function scalar(value: number): Value {
  return { shape: [], data: [value] };
}

export function full(shape: readonly number[], value: number): Value {
  return { shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value) };
}

export function map({ shape, data }: Value, f: (x: number) => number): Value {
  return { shape, data: data.map(f) };
}

export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((place, length, axis) => place * length + index[axis], 0);
}

export function at(x: Value, index: readonly number[]): number {
  return x.data[flatIndex(x.shape, index)];
}

export function everywhere(shape: readonly number[], visit: (index: readonly number[]) => void): void {
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

export function build(shape: readonly number[], f: (index: readonly number[]) => number): Value {
  const data: number[] = [];
  everywhere(shape, (index) => data.push(f(index)));
  return { shape, data };
}

/** One axis beside four are channels. */
function beside(x: Value, rank: number): Value {
  if (x.shape.length === 1 && rank === 4) return { shape: [1, x.shape[0], 1, 1], data: x.data };
  return { shape: [...Array.from({ length: rank - x.shape.length }, () => 1), ...x.shape], data: x.data };
}

export function zip(a: Value, b: Value, f: (a: number, b: number) => number): Value {
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [beside(a, rank), beside(b, rank)];
  const shape = left.shape.map((length, axis) => {
    if (length !== right.shape[axis] && length !== 1 && right.shape[axis] !== 1) throw new Error(`[${a.shape}] and [${b.shape}] do not fit`);
    return length === 1 ? right.shape[axis] : length;
  });
  const pick = (x: Value, index: readonly number[]): number => at(x, index.map((i, axis) => (x.shape[axis] === 1 ? 0 : i)));
  return build(shape, (index) => f(pick(left, index), pick(right, index)));
}

export function zip3(condition: Value, a: Value, b: Value): Value {
  const shape = zip(zip(condition, a, () => 0), b, () => 0);
  const spread = (x: Value): Value => zip(shape, x, (_, value) => value);
  const [c, yes, no] = [spread(condition), spread(a), spread(b)];
  return { shape: shape.shape, data: c.data.map((holds, i) => (holds !== 0 ? yes.data[i] : no.data[i])) };
}

export function matmul(a: Value, b: Value): Value {
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

/** Axes are named i, j, k, l … in their order. */
export function axisOf(letter: string): number {
  return 'ijklpqrstuvw'.indexOf(letter);
}

export function axesOf(settings: string, x: Value): number[] {
  return settings === '' ? [...x.shape.keys()] : settings.split(/,(?:\\,)?/).map((letter) => axisOf(letter.trim()));
}

/** The axes stay, with length 1; all of them together leave a single number. */
export function reduce(x: Value, axes: readonly number[], f: (values: number[]) => number): Value {
  const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const values = build(shape, (index) => {
    const found: number[] = [];
    everywhere(axes.map((axis) => x.shape[axis]), (inner) => found.push(at(x, index.map((i, axis) => (axes.includes(axis) ? inner[axes.indexOf(axis)] : i)))));
    return f(found);
  });
  return axes.length === x.shape.length ? scalar(values.data[0]) : values;
}

export function permute(x: Value, axes: readonly number[]): Value {
  return build(axes.map((axis) => x.shape[axis]), (index) => {
    const from: number[] = [];
    axes.forEach((axis, i) => { from[axis] = index[i]; });
    return at(x, from);
  });
}

/** The first two axes exchanged; the first, or the second, in groups that stay where they are. */
export function exchangeFirst(x: Value, firstInGroups: number, secondInGroups: number): Value {
  const [a, b, ...rest] = x.shape;
  const ga = firstInGroups, gb = secondInGroups;
  if (gb > 1) return build([b / gb, gb * a, ...rest], ([i, j, ...more]) => at(x, [j % a, Math.floor(j / a) * (b / gb) + i, ...more]));
  return build([ga * b, a / ga, ...rest], ([i, j, ...more]) => at(x, [Math.floor(i / b) * (a / ga) + j, i % b, ...more]));
}
