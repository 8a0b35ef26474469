import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapChainWork, mapWork, wholeElementwise } from '../kernels/index.ts';
import type { ElementwiseName, KernelWork } from '../kernels/index.ts';
import { cos, erf, exp, expm1, gelu, log, log1p, pow, sigmoid, sin, softplus, tanh } from '../numeric/index.ts';
import { generator } from '../random/index.ts';
import { mapElements } from './elementwise.testing.ts';
import { copyIn, hostMachine } from './host.ts';
import { random } from './random.testing.ts';
import { runShared, threadsReady } from './threads.ts';
import { runWork as runOnArrays } from './work.testing.ts';

type Numbers = Float32Array | Float64Array;

const read = (path: string): Record<string, number[][]> => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, number[][]>;
const sources = ['../numeric/__fixtures__/elementary.json', '__fixtures__/exponential.json', '../numeric/__fixtures__/adversarial.json'].map(read);
/** Points all over, and the hard ones. */
const fixture = (name: string): number[][] => sources.flatMap((source) => source[name] ?? []);

/** Exact in any precision: the operation itself, rounded once. */
const exact: Partial<Record<ElementwiseName, (a: number, b: number, c: number) => number>> = {
  neg: (a) => -a, abs: Math.abs, sign: Math.sign, sqrt: Math.sqrt, square: (a) => a * a, relu: (a) => (a > 0 || Number.isNaN(a) ? a : 0),
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b), minimum: (a, b) => Math.min(a, b),
  equal: (a, b) => Number(a === b), notEqual: (a, b) => Number(a !== b), less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b), greater: (a, b) => Number(a > b), greaterEqual: (a, b) => Number(a >= b),
  where: (a, b, c) => (c === 0 ? b : a),
};

const functions: Partial<Record<ElementwiseName, (...args: number[]) => number>> = { cos, erf, exp, expm1, gelu, log, log1p, pow, sigmoid, sin, softplus, tanh };

const special = [0, -0, 1, -1, 0.5, -0.5, 2, 3, -2, -3, Infinity, -Infinity, NaN];

function runWork({ calls, scratchBytes }: KernelWork): void {
  runShared(hostMachine(), hostMachine().writeTable(calls), scratchBytes);
}

function ulp(x: number, bits: number): number {
  let unit = 2 ** (bits === 53 ? -1074 : -149);
  while (unit * 2 ** bits <= Math.abs(x)) unit *= 2;
  return unit;
}

function errorInFloat32(value: number, wanted: number): number {
  return Object.is(value, Math.fround(wanted)) ? 0 : Math.abs(value - wanted) / ulp(wanted, 24);
}

describe.each([['float32', Float32Array], ['float64', Float64Array]] as const)('%s', (dtype, Type) => {
  /** In units in the last place; 0 only for the same bits, infinite for a wrong limit or sign. */
  const errorOf = (value: number, wanted: number): number =>
    (Object.is(value, wanted) ? 0 : value === wanted || !Number.isFinite(wanted) ? Infinity : Math.abs(value - wanted) / ulp(wanted, dtype === 'float64' ? 53 : 24));
  const typed = (length: number, of: (i: number) => number): Numbers => Type.from(Array.from({ length }, (_, i) => of(i)));
  const flat = (name: ElementwiseName, ...operands: readonly (readonly number[])[]): Numbers => {
    const [a, ...others] = operands.map((one) => ({ data: Type.from(one), strides: [1] }));
    return mapElements<Numbers>(name, [operands[0].length], [a, ...others]);
  };

  test.each(Object.keys(exact) as ElementwiseName[])('%s is exact, for lengths 0 to 33 and special numbers', (name) => {
    const pairs = special.flatMap((a) => special.map((b) => [a, b]));
    const columns = [0, 1].map((i) => pairs.map((pair) => pair[i]));
    for (const [a, b, c] of [[...columns, columns[0].toReversed()], ...Array.from({ length: 34 }, (_, n) => [random(n, 1), random(n, 2), random(n, 3)])]) {
      const [x, y, z] = [a, b, c].map((one) => Type.from(one));
      expect(flat(name, a, b, c)).toEqual(typed(x.length, (i) => exact[name]!(x[i], y[i], z[i])));
    }
  });

  // the bounds in float64 are what searches of 60,000 points like these have found, rounded up
  test.each<[ElementwiseName, number, number]>([
    ['exp', 0.9, 0.87], ['log', 0.8, 0.76], ['sigmoid', 1.75, 1.78], ['tanh', 1.2, 1.31], ['softplus', 1.4, 0.51], ['expm1', 1.1, 0.51],
    ['log1p', 0.8, 0.51], ['sin', 0.75, 0.51], ['cos', 0.7, 0.51], ['pow', 0.51, 0.51], ['erf', 0.75, 0.51], ['gelu', 2.6, 0.51],
  ])('%s agrees with high-precision values to %d ulp in float64, to %d ulp in float32', (name, bound, boundInFloat32) => {
    const rows = fixture(name);
    const inputs = rows[0].slice(0, -2).map((_, i) => rows.map((row) => Type.from([row[i]])[0]));
    const y = flat(name, ...inputs);
    // in float32 the true value is that at the rounded argument, by the float64 functions, whose own tests bound them
    const errors = rows.map((row, i) => (dtype === 'float64'
      ? Math.abs((y[i] - row.at(-2)!) / ulp(row.at(-2)!, 53) - row.at(-1)!)
      : errorInFloat32(y[i], functions[name]!(...inputs.map((one) => one[i])))));
    expect(errors.length).toBeGreaterThan(50);
    expect(Math.max(...errors)).toBeLessThan(dtype === 'float64' ? bound : boundInFloat32);
  });

  test('the functions take their limits', () => {
    const limits = [0, -0, Infinity, -Infinity, NaN, 1000, -1000];
    const wanted = {
      exp: [1, 1, Infinity, 0, NaN, Infinity, 0],
      log: [-Infinity, -Infinity, Infinity, NaN, NaN, Type.of(Math.log(1000))[0], NaN],
      sigmoid: [0.5, 0.5, 1, 0, NaN, 1, 0],
      tanh: [0, -0, 1, -1, NaN, 1, -1],
      softplus: [Type.of(Math.LN2)[0], Type.of(Math.LN2)[0], Infinity, 0, NaN, 1000, 0],
      expm1: [0, -0, Infinity, -1, NaN, Infinity, -1],
      sin: [0, -0, NaN, NaN, NaN],
      cos: [1, 1, NaN, NaN, NaN],
      erf: [0, -0, 1, -1, NaN, 1, -1],
      gelu: [0, -0, Infinity, -0, NaN, 1000, -0],
    };
    for (const [name, values] of Object.entries(wanted)) {
      expect([name, ...flat(name as ElementwiseName, limits.slice(0, values.length))]).toEqual([name, ...values]);
    }
    const pairs = special.flatMap((a) => special.map((b) => [a, b]));
    const y = flat('pow', pairs.map(([a]) => a), pairs.map(([, b]) => b));
    pairs.forEach(([a, b], i) => {
      const wanted = Type.of(pow(a, b))[0];
      expect([a, b, errorOf(y[i], wanted) <= 1 ? wanted : y[i]]).toEqual([a, b, wanted]);
    });
  });

  test('an element has the same bits wherever it stands', () => {
    const x = random(19, 7).map((value) => 20 * value);
    for (const name of ['exp', 'tanh', 'sigmoid', 'sin', 'gelu'] as const) {
      const all = flat(name, x);
      for (let i = 0; i < x.length; i++) expect(flat(name, x.slice(i, i + 1))[0]).toBe(all[i]);
    }
  });

  test('operands are read by any strides: broadcast, transposed, reversed in rank, up to six axes', () => {
    const axis = fc.integer({ min: 1, max: 5 });
    fc.assert(fc.property(fc.array(axis, { minLength: 0, maxLength: 6 }), fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (shape, stream) => {
      const operands = [1, 2].map((seed) => ({ data: Type.from(random(4096, seed)) as Numbers, strides: shape.map(() => stream.next().value) }));
      const actual = mapElements('sub', shape, [operands[0], operands[1]]);
      const wanted = typed(actual.length, (i) => {
        const index = shape.map((length, k) => Math.floor(i / shape.slice(k + 1).reduce((a, b) => a * b, 1)) % length);
        const [a, b] = operands.map(({ data, strides }) => data[index.reduce((sum, at, k) => sum + at * strides[k], 0)]);
        return a - b;
      });
      expect(actual).toEqual(wanted);
    }), { numRuns: 200 });
  });

  test('long arrays are cut and put together, by several threads the same', async () => {
    const x = random(100_003, 5);
    const row = random(7, 6);
    const [a, b] = [Type.from(x), Type.from(row)];
    await threadsReady(hostMachine());
    expect(flat('square', x)).toEqual(typed(a.length, (i) => a[i] * a[i]));
    const sum = mapElements<Numbers>('add', [20_000, 5], [{ data: Type.from(x), strides: [5, 1] }, { data: Type.from(row), strides: [0, 1] }]);
    expect(Buffer.from(sum.buffer).equals(Buffer.from(typed(100_000, (i) => a[i] + b[i % 5]).buffer))).toBe(true);
  });
});

test.each<[ElementwiseName, number]>([['exp', 0.87], ['log', 0.76], ['sigmoid', 1.78], ['tanh', 1.31]])('%s in float32 is within %d ulp of its float64, for numbers of every size', (name, bound) => {
  const x = new Float32Array(Int32Array.from({ length: 1 << 13 }, (_, i) => i * 524287).buffer);
  const [single, double] = [x, Float64Array.from(x)].map((data) => mapElements<Numbers>(name, [x.length], [{ data, strides: [1] }]));
  const errors = Array.from(single, (y, i) => (Object.is(y, Math.fround(double[i])) ? 0 : Math.abs(y - double[i]) / ulp(double[i], 24)));
  const worst = Math.max(...errors);
  expect(worst).toBeLessThan(bound);
  expect(worst).toBeGreaterThan(0.5); // they are not the same functions
});

test('several functions in turn, by registers and into several results, give the bits of one call each', () => {
  const [rows, columns] = [37, 53];
  const inner = fc.integer({ min: 1, max: 3 });
  fc.assert(fc.property(fc.array(inner, { minLength: 1, maxLength: 3 }), fc.constantFrom<'float32' | 'float64'>('float32', 'float64'), fc.integer({ min: 0, max: 1000 }), (more, dtype, seed) => {
    const shape = [rows, ...more, columns];
    const size = shape.reduce((a, b) => a * b, 1);
    const Type = dtype === 'float32' ? Float32Array : Float64Array;
    const order = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const machine = hostMachine();
    machine.scope(() => {
      const put = (data: Numbers): number => copyIn(machine, data);
      const a = { address: put(Type.from(random(size, seed))), strides: order };
      const row = { address: put(Type.from(random(columns, seed + 1))), strides: shape.map((_, axis) => (axis === shape.length - 1 ? 1 : 0)) };
      const one = { address: put(Type.of(0.75)), strides: shape.map(() => 0) };
      const [y, z] = [machine.allocate(size * 8), machine.allocate(size * 8)];
      // y = tanh(a · row), z = where(y − one > 0, y, one)
      runWork(mapChainWork(dtype, shape, { operands: [a, row, one], results: [y, z], registers: 2, steps: [
        { name: 'mul', to: 5, from: [0, 1] }, { name: 'tanh', to: 3, from: [5] }, { name: 'sub', to: 5, from: [3, 2] },
        { name: 'greater', to: 6, from: [5, 5] }, { name: 'where', to: 4, from: [3, 2, 6] },
      ] }));
      const results = [y, z].map((address) => machine[dtype](address, size).slice());
      const step = (name: ElementwiseName, ...operands: readonly { address: number; strides: readonly number[] }[]): { address: number; strides: readonly number[] } => {
        const address = machine.allocate(size * 8);
        runWork(mapWork(name, dtype, shape, operands, address));
        return { address, strides: order };
      };
      const tanh = step('tanh', step('mul', a, row));
      const less = step('sub', tanh, one);
      const chosen = step('where', tanh, one, step('greater', less, less));
      expect(results).toEqual([tanh, chosen].map(({ address }) => machine[dtype](address, size).slice()));
    });
  }), { numRuns: 20 });
});

test('more than six axes that cannot be joined are refused for several functions in turn', () => {
  const shape = [2, 2, 2, 2, 2, 2, 2];
  expect(() => mapChainWork('float32', shape, { operands: [{ address: 0, strides: [9, 9, 9, 9, 9, 9, 9] }], results: [0], registers: 0, steps: [] })).toThrow(
    'mapChainWork: a shape must have at most 6 axes that cannot be joined; [2, 2, 2, 2, 2, 2, 2] keeps 7',
  );
});

/** Doubles of every size and sign, and some near 1. */
function doublesOfEverySize(length: number): Float64Array {
  const { uniform } = generator(5, 'doubles');
  return Float64Array.from({ length }, (_, i) => (uniform() - 0.5) * (i % 2 === 0 ? 2 ** Math.floor(uniform() * 2000 - 1000) : 2 ** (i % 12)));
}

test('exp, log, sigmoid, sin, cos, erf and gelu have in float64 the bits of numeric/; expm1, log1p, tanh, softplus and pow are within 2 ulp of it', () => {
  const [x, z] = [doublesOfEverySize(20_000), doublesOfEverySize(20_001).slice(1).map((value) => Math.abs(value))];
  const steps = (name: ElementwiseName): number => {
    const y = mapElements(name, [x.length], [{ data: name === 'pow' ? z : x, strides: [1] }, { data: x, strides: [1] }]);
    return Math.max(...Array.from(y, (value, i) => {
      const wanted = functions[name]!(name === 'pow' ? z[i] : x[i], x[i]);
      return Object.is(value, wanted) ? 0 : Math.abs(value - wanted) / ulp(wanted, 53);
    }));
  };
  for (const name of ['exp', 'log', 'sigmoid', 'sin', 'cos', 'erf', 'gelu'] as const) expect([name, steps(name)]).toEqual([name, 0]);
  for (const name of ['expm1', 'log1p', 'tanh', 'softplus', 'pow'] as const) expect([name, steps(name) <= 2]).toEqual([name, true]);
});

test.each([...wholeElementwise])('%s of int32 is exact, wrapping around at 2³¹, for lengths 0 to 33', (name) => {
  const whole: Partial<Record<ElementwiseName, (a: number, b: number, c: number) => number>> = { mul: Math.imul, square: (a) => Math.imul(a, a) };
  const ends = [0, 1, -1, 2, 7, -46341, 65536, 123456789, 2147483647, -2147483648];
  const pairs = ends.flatMap((a) => ends.map((b) => [a, b]));
  const columns = [pairs.map(([a]) => a), pairs.map(([, b]) => b), pairs.map(([a]) => a % 2)];
  const large = (n: number, seed: number): number[] => random(n, seed).map((value) => Math.round(value * 2 ** 32));
  for (const numbers of [columns, ...Array.from({ length: 34 }, (_, n) => [large(n, 1), large(n, 2), random(n, 3).map(Math.round)])]) {
    const [x, y, z] = numbers.map((one) => Int32Array.from(one));
    const found = runOnArrays([x, y, z], new Int32Array(x.length), (at, out) => mapWork(name, 'int32', [x.length], at.map((address) => ({ address, strides: [1] })), out), { offset: x.length % 4 });
    expect(found).toEqual(x.map((a, i) => (whole[name] ?? exact[name]!)(a, y[i], z[i])));
  }
});

test('of more than six axes that cannot be joined, the first are taken in turn for a single function', () => {
  const shape = [2, 2, 2, 3, 2, 1, 2, 2, 2];
  const strides = shape.map((_, axis) => 3 ** (8 - axis));
  const data = Float32Array.from(random(3 ** 9, 1));
  const at = Array.from({ length: 384 }, (_, i) => shape.reduceRight(([rest, offset], length, axis) => [Math.floor(rest / length), offset + (rest % length) * strides[axis]], [i, 0])[1]);
  expect(mapElements('neg', shape, [{ data, strides }])).toEqual(Float32Array.from(at, (one) => -data[one]));
});
