import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argReduceWork, reduceWork } from '../kernels/index.ts';
import type { ReductionName } from '../kernels/index.ts';
import { hostMachine } from './host.ts';
import { random } from './random.testing.ts';
import { reduceElements } from './reduce.testing.ts';
import { threadLimit, threadsReady } from './threads.ts';
import { runWork, testMachine } from './work.testing.ts';

type Numbers = Float32Array | Float64Array;

/** In float64, one after the other. */
const plain: Record<ReductionName, (values: readonly number[]) => number> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  max: (values) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  min: (values) => values.reduce((a, b) => Math.min(a, b), Infinity),
};
const names = Object.keys(plain) as ReductionName[];

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
}

/** What each element of the result is made of, in order. */
function gathered(x: ArrayLike<number>, shape: readonly number[], strides: readonly number[], axes: readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  const visit = (axis: number, offset: number, key: readonly number[]): void => {
    if (axis === shape.length) {
      const group = groups.get(key.join()) ?? [];
      groups.set(key.join(), group);
      group.push(x[offset]);
      return;
    }
    for (let i = 0; i < shape[axis]; i++) visit(axis + 1, offset + i * strides[axis], axes.includes(axis) ? key : [...key, i]);
  };
  visit(0, 0, []);
  return [...groups.values()];
}

describe.each([['float32', Float32Array, 2 ** -24], ['float64', Float64Array, 2 ** -53]] as const)('%s', (dtype, Type, unit) => {
  const typed = (values: readonly number[]): Numbers => Type.from(values);

  /** max and min exactly; a sum within the documented bound, here beside the bound of the plain sum in float64. */
  function check(name: ReductionName, actual: Numbers, groups: readonly (readonly number[])[]): void {
    expect(actual.length).toBe(groups.length);
    groups.forEach((values, i) => {
      const wanted = plain[name](values);
      const n = values.length;
      const magnitude = values.reduce((a, b) => a + Math.abs(b), 0);
      const bound = name === 'sum' ? ((19 + Math.ceil(Math.log2(Math.max(1, Math.ceil(n / 128))))) * unit + n * 2 ** -53) * magnitude : 0;
      expect(actual[i] === wanted ? 0 : Math.abs(actual[i] - wanted)).toBeLessThanOrEqual(bound);
    });
  }

  const lengths = [...Array.from({ length: 34 }, (_, n) => n), 127, 128, 129, 255, 256, 257, 385, 1000];

  test.each(names)('%s of 0 to 33 and more elements, alone, along rows and down columns, agrees with the plain loop', (name) => {
    for (const n of lengths) {
      for (const [shape, axes] of [[[n], [0]], [[3, n], [1]], [[n, 3], [0]], [[n, 41], [0]], [[2, n, 5], [1]]] as const) {
        const x = typed(random(shape.reduce<number>((a, b) => a * b, 1), n + 1));
        const empty = n === 0 ? Array.from({ length: shape.reduce<number>((size, one, axis) => ((axes as readonly number[]).includes(axis) ? size : size * one), 1) }, () => []) : undefined;
        const strides = rowMajor(shape);
        check(name, reduceElements<Numbers>(name, shape, axes, { data: x, strides }), empty ?? gathered(x, shape, strides, axes));
      }
    }
  });

  test.each(names)('%s along any axes of any strides agrees with the plain loop', (name) => {
    const axis = fc.record({ length: fc.integer({ min: 1, max: 6 }), stride: fc.integer({ min: 0, max: 4 }), reduced: fc.boolean() });
    fc.assert(fc.property(fc.array(axis, { maxLength: 6 }), fc.boolean(), (all, contiguous) => {
      const shape = all.map(({ length }) => length);
      const strides = contiguous ? rowMajor(shape) : all.map(({ stride }) => stride);
      const axes = all.flatMap(({ reduced }, i) => (reduced ? [i] : []));
      const x = typed(random(6 ** 6, 3));
      check(name, reduceElements<Numbers>(name, shape, axes, { data: x, strides }), gathered(x, shape, strides, axes));
    }), { numRuns: 60 });
  });

  test('a sum has the same bits wherever its elements lie and whatever lies beside it', () => {
    for (const n of [1, 7, 8, 19, 128, 130, 700]) {
      for (const columns of [1, 3, 4, 37]) {
        const across = typed(random(n * columns, 9));
        const down = typed(gathered(across, [columns, n], [n, 1], [0]).flat());
        const sums = reduceElements('sum', [columns, n], [1], { data: across, strides: [n, 1] });
        expect(reduceElements('sum', [n, columns], [0], { data: down, strides: [columns, 1] })).toEqual(sums);
        expect(reduceElements('sum', [n], [0], { data: across.slice(0, n), strides: [1] })[0]).toBe(sums[0]);
        // along two axes that do not join: each half padded by one
        if (n % 2 !== 0) continue;
        const apart = typed([...across.slice(0, n / 2), NaN, ...across.slice(n / 2, n)]);
        expect(reduceElements('sum', [2, n / 2], [0, 1], { data: apart, strides: [n / 2 + 1, 1] })[0]).toBe(sums[0]);
      }
    }
  });

  test('operands may start at any element, and nothing is written beside the result', () => {
    const machine = hostMachine();
    const bytes = Type.BYTES_PER_ELEMENT;
    const view = (address: number, length: number): Numbers => (dtype === 'float32' ? machine.float32(address, length) : machine.float64(address, length));
    for (let n = 1; n < 34; n++) {
      for (let offset = 1; offset < 4; offset++) {
        for (const [shape, axes, strides, length] of [[[5, n], [1], [n, 1], 5], [[n, 37], [0], [37, 1], 37]] as const) {
          machine.scope(() => {
            const size = shape[0] * shape[1];
            const [x, y] = [machine.allocate((size + 4) * bytes), machine.allocate((length + 8) * bytes)];
            const values = typed(random(size, n));
            view(x + offset * bytes, size).set(values);
            view(y, length + 8).fill(7);
            const work = reduceWork('sum', dtype, shape, axes, { address: x + offset * bytes, strides }, y + offset * bytes);
            const table = machine.writeTable(work.calls);
            machine.run(table, machine.allocate(work.scratchBytes));
            const result = view(y, length + 8);
            check('sum', result.slice(offset, offset + length), gathered(values, shape, strides, axes));
            expect([...result.slice(0, offset), ...result.slice(offset + length)]).toEqual(Array.from({ length: 8 }, () => 7));
          });
        }
      }
    }
  });

  test('maximum and minimum are NaN when one element is NaN, wherever it stands; infinities and negative zeros count', () => {
    for (let at = 0; at < 20; at++) {
      const x = typed(random(20, at + 1));
      x[at] = NaN;
      for (const name of names) {
        expect(reduceElements(name, [20], [0], { data: x, strides: [1] })[0]).toBeNaN();
        expect(reduceElements(name, [4, 5], [0], { data: x, strides: [5, 1] })[at % 5]).toBeNaN();
      }
    }
    const special = { data: typed([-0, -Infinity, -0]), strides: [1] };
    expect([...reduceElements('max', [3], [0], special)]).toEqual([-0]);
    expect([...reduceElements('min', [3], [0], special)]).toEqual([-Infinity]);
    expect([...reduceElements('sum', [1], [0], special)]).toEqual([0]);
  });

  test('a long sum is off by a few units only, where adding one by one is off by thousands', () => {
    const n = 1_000_000;
    const x = new Type(n).fill(0.1);
    const wanted = n * x[0];
    const y = reduceElements<Numbers>('sum', [n], [0], { data: x, strides: [1] });
    expect(Math.abs(y[0] - wanted)).toBeLessThanOrEqual(4 * unit * wanted);
    const oneByOne = new Type(1);
    for (let i = 0; i < n; i++) oneByOne[0] += x[i];
    expect(Math.abs(oneByOne[0] - wanted)).toBeGreaterThan(10_000 * unit * wanted);
  });

  test('several threads give the same bits as one', async () => {
    await threadsReady(hostMachine());
    const x = typed(random(300_000, 4));
    for (const [shape, axes] of [[[300, 1000], [0]], [[300, 1000], [1]], [[100, 3, 1000], [0, 2]], [[300_000], [0]]] as const) {
      const operand = { data: x, strides: rowMajor(shape) };
      expect(reduceElements<Numbers>('sum', shape, axes, operand, threadLimit())).toEqual(reduceElements<Numbers>('sum', shape, axes, operand, 1));
    }
  });
});

describe.each([['float32', Float32Array], ['float64', Float64Array], ['int32', Int32Array]] as const)('the place of an extreme, %s', (dtype, Type) => {
  /** The first greatest or least, or the first NaN. */
  const placeOf = (name: 'max' | 'min', values: readonly number[]): number => values.reduce((best, value, i) => {
    const wins = name === 'max' ? value > values[best] : value < values[best];
    return wins || (Number.isNaN(value) && !Number.isNaN(values[best])) ? i : best;
  }, 0);
  /** Few different numbers, so that many are equal; NaN among them where there is one. */
  const numbers = (length: number, seed: number): Float32Array | Float64Array | Int32Array =>
    Type.from(random(length, seed).map((value) => (value > 0.98 ? NaN : value > 0.94 ? -0 : value < -0.95 ? -Infinity : Math.round(4 * value))));

  test.each(['max', 'min'] as const)('%s: the first of equals and the first NaN win, for lengths 1 to 33 and odd offsets, along rows and down columns', (name) => {
    for (let n = 1; n < 34; n++) {
      for (const [shape, axes, count] of [[[n], [0], 1], [[3, n], [1], 3], [[n, 3], [0], 3], [[n, 70], [0], 70], [[2, n, 5], [1], 10], [[n, 2, 3], [0, 2], 2]] as const) {
        const x = numbers(shape.reduce<number>((a, b) => a * b, 1), n);
        const strides = rowMajor(shape);
        const found = runWork([x], new Int32Array(count), ([address], y) => argReduceWork(name, dtype, shape, axes, { address, strides }, y), { offset: n % 4 });
        expect(found).toEqual(Int32Array.from(gathered(x, shape, strides, axes), (values) => placeOf(name, values)));
      }
    }
  });

  test('any axes of any strides, by one thread and several', async () => {
    await threadsReady(testMachine);
    const axis = fc.record({ length: fc.integer({ min: 1, max: 6 }), stride: fc.integer({ min: 0, max: 4 }), reduced: fc.boolean() });
    const x = numbers(6 ** 6, 3);
    fc.assert(fc.property(fc.array(axis, { maxLength: 6 }), fc.constantFrom('max', 'min'), fc.boolean(), (all, name, contiguous) => {
      const shape = all.map(({ length }) => length);
      const strides = contiguous ? rowMajor(shape) : all.map(({ stride }) => stride);
      const axes = all.flatMap(({ reduced }, i) => (reduced ? [i] : []));
      const groups = gathered(x, shape, strides, axes);
      const found = runWork([x], new Int32Array(groups.length), ([address], y) => argReduceWork(name, dtype, shape, axes, { address, strides }, y), { threads: threadLimit() });
      expect(found).toEqual(Int32Array.from(groups, (values) => placeOf(name, values)));
    }), { numRuns: 60, seed: 8 });
    for (const [shape, axes] of [[[300, 700], [0]], [[300, 700], [1]], [[210_000], [0]]] as const) {
      const long = numbers(210_000, 4);
      const run = (threads: number): Int32Array => runWork([long], new Int32Array(210_000 / axes.reduce<number>((n, axis) => n * shape[axis]!, 1)), ([address], y) => argReduceWork('max', dtype, shape, axes, { address, strides: rowMajor(shape) }, y), { threads });
      expect(run(threadLimit())).toEqual(run(1));
    }
  });
});

test('more than six axes of a kind that cannot be joined are refused', () => {
  const shape = Array.from({ length: 7 }, () => 2);
  const strides = shape.map(() => 9);
  expect(() => reduceWork('sum', 'float32', shape, [], { address: 0, strides }, 0)).toThrow(
    'reduceWork: at most 6 kept axes must remain after neighbours are joined; of [0, 1, 2, 3, 4, 5, 6] in [2, 2, 2, 2, 2, 2, 2] 7 remain, reduce some of them first',
  );
  expect(() => reduceWork('sum', 'float32', shape, [0, 1, 2, 3, 4, 5, 6], { address: 0, strides }, 0)).toThrow('at most 6 reduced axes must remain');
});
