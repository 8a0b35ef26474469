/** Types and run time give the same shapes and the same messages: random operands, one compilation. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  broadcastShapes, broadcastToShape, concatShape, conv2dOutputShape, expandDimsShape, flattenShape, gatherShape, matmulShape, oneHotShape, padShape,
  poolOutputShape, reduceShape, reshapeShape, sliceShape, squeezeShape, stackShape, transposeShape,
} from '../shape/index.ts';
import type { Axes, Padding, Shape } from '../shape/index.ts';
import { compile } from './compiler.testing.ts';

interface Case {
  readonly type: string;
  readonly run: () => readonly number[];
}

const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const length = fc.oneof(int(1, 9), int(10, 99), int(100, 70_000));
const shape = (min: number, max: number, of: fc.Arbitrary<number> = length): fc.Arbitrary<number[]> => fc.array(of, { minLength: min, maxLength: max });
const small = int(1, 3);
const size = <T extends number>(one: fc.Arbitrary<T>): fc.Arbitrary<T | [T, T]> => fc.oneof(one, fc.tuple(one, one));
const padding: fc.Arbitrary<Padding> = fc.oneof(
  fc.constantFrom<Padding>('same', 'valid'), size(int(-1, 4)), fc.tuple(int(0, 3), int(0, 3), int(0, 3), int(0, 3)),
);
const axis = int(-4, 3);
const axes: fc.Arbitrary<Axes> = fc.oneof(axis, fc.array(axis, { maxLength: 3 }), fc.constant<Axes>('all'));
const text = (value: unknown): string => JSON.stringify(value).replaceAll('"', "'").replaceAll('[', 'readonly [').replace(/^readonly (?=\[\d*\]$)/, '');
const tuple = (value: readonly unknown[]): string => JSON.stringify(value);
const pick = <T>(of: fc.Arbitrary<T>, make: (value: T) => Case): fc.Arbitrary<Case> => of.map(make);

/** A pair of shapes that mostly go together. */
const related = fc.tuple(shape(0, 4, small), shape(0, 4, small)).map(([a, b]) => [a, b.map((n, i) => (n === 3 ? n : (a[a.length - b.length + i] ?? n)))] as const);

const rules: Readonly<Record<string, { readonly count: number; readonly cases: fc.Arbitrary<Case> }>> = {
  broadcast: { count: 80, cases: pick(related, ([a, b]) => ({ type: `BroadcastRule<'add', ${tuple(a)}, ${tuple(b)}>`, run: () => broadcastShapes('add', a, b) })) },
  broadcastTo: { count: 40, cases: pick(related, ([a, b]) => ({ type: `BroadcastToRule<${tuple(a)}, ${tuple(b)}>`, run: () => broadcastToShape('broadcastTo', a, b) })) },
  matmul: { count: 80, cases: pick(related, ([a, b]) => ({ type: `MatMulRule<${tuple(a)}, ${tuple(b)}>`, run: () => matmulShape(a, b) })) },
  conv2d: {
    count: 250,
    cases: pick(
      fc.tuple(int(1, 9), fc.oneof(int(1, 12), int(30, 5000)), fc.oneof(int(1, 12), int(30, 99_000)), int(1, 4), int(1, 7), int(1, 7), size(int(0, 12)), padding, size(int(1, 4)), int(0, 3), int(1, 9), int(0, 6), int(1, 4)),
      ([n, h, w, c, kh, kw, stride, padding, dilation, groups, o, wrong, rank]) => {
        const x = [n, c * Math.max(groups, 1), h, w].slice(wrong === 1 ? -rank : 0);
        const k = [wrong === 2 ? o : o * Math.max(groups, 1), wrong === 3 ? c + 1 : c, kh, kw].slice(wrong === 4 ? -rank : 0);
        const options = { stride, padding, dilation, groups };
        return {
          type: `Conv2dRule<${tuple(x)}, ${tuple(k)}, { stride: ${text(stride)}; padding: ${text(padding)}; dilation: ${text(dilation)}; groups: ${groups} }>`,
          run: () => conv2dOutputShape(x, k, options),
        };
      }),
  },
  pool2d: {
    count: 100,
    cases: pick(fc.tuple(int(1, 40), int(1, 4000), size(int(0, 5)), size(int(1, 12)), padding), ([h, w, window, stride, padding]) => ({
      type: `Pool2dRule<'maxPool2d', [2, 3, ${h}, ${w}], ${text(window)}, { stride: ${text(stride)}; padding: ${text(padding)} }>`,
      run: () => poolOutputShape('maxPool2d', [2, 3, h, w], window, { stride, padding }),
    })),
  },
  reshape: {
    count: 100,
    cases: pick(fc.tuple(shape(0, 4, int(0, 60)), int(0, 4), fc.array(int(-2, 9), { maxLength: 4 }), fc.boolean()), ([x, cut, other, open]) => {
      const to = open ? [...x.slice(0, cut), -1] : other;
      return { type: `ReshapeRule<${tuple(x)}, ${tuple(to)}>`, run: () => reshapeShape(x, to) };
    }),
  },
  flatten: { count: 20, cases: pick(shape(0, 4, int(1, 300)), (x) => ({ type: `FlattenRule<${tuple(x)}>`, run: () => flattenShape(x) })) },
  expandDims: { count: 40, cases: pick(fc.tuple(shape(0, 3), axis), ([x, at]) => ({ type: `ExpandDimsRule<${tuple(x)}, ${at}>`, run: () => expandDimsShape(x, at) })) },
  squeeze: { count: 60, cases: pick(fc.tuple(shape(0, 4, int(1, 2)), axes), ([x, at]) => ({ type: `SqueezeRule<${tuple(x)}, ${text(at)}>`, run: () => squeezeShape(x, at) })) },
  transpose: {
    count: 60,
    cases: pick(shape(0, 4).chain((x) => fc.tuple(fc.constant(x), fc.oneof(fc.constant('reverse' as const), fc.shuffledSubarray(x.map((_, i) => i)), fc.array(axis, { maxLength: 4 })))), ([x, order]) => ({
      type: `TransposeRule<${tuple(x)}, ${text(order)}>`, run: () => transposeShape(x, order),
    })),
  },
  reduce: {
    count: 100,
    cases: pick(fc.tuple(shape(0, 4), axes, fc.boolean()), ([x, at, keep]) => ({ type: `ReduceRule<'mean', ${tuple(x)}, ${text(at)}, ${keep}>`, run: () => reduceShape('mean', x, at, keep) })),
  },
  concat: { count: 60, cases: pick(several(), ([shapes, at]) => ({ type: `ConcatRule<[${shapes.map(tuple).join(', ')}], ${at}>`, run: () => concatShape(shapes, at) })) },
  stack: { count: 40, cases: pick(several(), ([shapes, at]) => ({ type: `StackRule<[${shapes.map(tuple).join(', ')}], ${at}>`, run: () => stackShape(shapes, at) })) },
  slice: {
    count: 120,
    cases: pick(fc.tuple(shape(0, 3, int(0, 12)), fc.array(int(-12, 6), { maxLength: 3 }), fc.array(int(-3, 12), { maxLength: 3 }), fc.array(int(0, 5), { maxLength: 3 })), ([x, begin, end, step]) => ({
      type: `SliceRule<${tuple(x)}, ${tuple(begin)}, ${tuple(end)}, ${tuple(step)}>`, run: () => sliceShape(x, begin, end, step),
    })),
  },
  pad: {
    count: 40,
    cases: pick(fc.tuple(shape(0, 3), fc.array(fc.tuple(int(-1, 40), int(0, 40)), { maxLength: 3 })), ([x, margins]) => ({ type: `PadRule<${tuple(x)}, ${tuple(margins)}>`, run: () => padShape(x, margins) })),
  },
  gather: { count: 40, cases: pick(fc.tuple(shape(0, 3), shape(0, 2), axis), ([x, indices, at]) => ({ type: `GatherRule<${tuple(x)}, ${tuple(indices)}, ${at}>`, run: () => gatherShape(x, indices, at) })) },
  oneHot: { count: 10, cases: pick(fc.tuple(shape(0, 3), int(0, 20)), ([indices, depth]) => ({ type: `OneHotRule<${tuple(indices)}, ${depth}>`, run: () => oneHotShape(indices, depth) })) },
};

/** A few shapes, most of them alike but for one axis, and an axis. */
function several(): fc.Arbitrary<[Shape[], number]> {
  return fc.tuple(shape(0, 3, small), fc.array(fc.tuple(int(0, 5), small), { maxLength: 3 }), axis).map(([first, changes, at]) => [[first, ...changes.map(([i, n]) => first.map((m, j) => (i === j ? n : m)))], at]);
}

/** What the run time says: the shape as a tuple type, or the message as a string literal. */
function answer(run: Case['run']): { readonly shape: string } | { readonly error: string } {
  try {
    return { shape: tuple(run()) };
  } catch (error) {
    return { error: JSON.stringify((error as Error).message) };
  }
}

test('for random operands the compiler and the run time agree on the shape or on the message', async () => {
  const cases = Object.entries(rules).flatMap(([, { count, cases }], i) => fc.sample(cases, { numRuns: count, seed: 20_260_101 + i })).map(({ type, run }) => ({ type, expected: answer(run) }));
  const refused = cases.filter(({ expected }) => 'error' in expected).length;
  const { errors } = await compile(`import type { ${[...new Set(cases.map(({ type }) => type.slice(0, type.indexOf('<'))))].join(', ')} } from 'array';
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
type Holds<T extends true> = T;
${cases.map(({ type, expected }) => `export type _ = Holds<Equal<${type}${'shape' in expected ? `['shape'], ${expected.shape}` : `['error'], ${expected.error}`}>>;`).map((line, i) => line.replace('_', `C${i}`)).join('\n')}
`);
  const unlike = errors.map(({ line, message }) => `${cases[line - 4]?.type ?? message}: at run time ${JSON.stringify(cases[line - 4]?.expected)}`);
  expect(unlike.slice(0, 10)).toEqual([]);
  expect(unlike).toEqual([]);
  expect(cases.length).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(300);
  expect(cases.length - refused).toBeGreaterThan(400);
});
