import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, NdArray } from '../array/index.ts';
import { valueAndGrad } from '../autodiff/index.ts';
import { add, div, gather, matmul, mean, mul, neg, reshape, sqrt, square, sub, sum } from '../ops/index.ts';
import { inline, traceFunction, type Tree } from '../program/index.ts';
import { compileStep } from './compileStep.ts';
import { expand } from './expand.ts';
import { lower } from './parts.ts';
import { normal, randomProgram } from './programs.testing.ts';
import { simplify } from './simplify.ts';

const a = array([[1, 2], [3, 4]]);
const b = array([[-5, 6], [7, 0.5]]);
const x = array([[0.5, -1], [2, 0.25]]);

/** What f gives when it is called on its own results, compiled with carried arguments and as it is. */
function expectSame<C extends Tree>(f: (carried: C, x: NdArray) => readonly [C, Tree], start: C): void {
  const step = compileStep(f, start);
  let carried = start;
  for (let call = 0; call < 4; call++) {
    const input = call === 2 ? array([[1, 1]]) : x; // in between, another program
    const [next, result] = f(carried, input);
    expect(step.run(input)).toEqual(result);
    expect(step.carried()).toEqual(next);
    carried = next;
  }
  step.restart(start);
  expect(step.carried()).toEqual(start);
  expect(step.run(x)).toEqual(f(start, x)[1]);
}

test('what is carried is what the last call gave, whatever becomes of it', () => {
  type Two = { a: NdArray; b: NdArray };
  const rows = (x: NdArray) => sum(x, 0);
  expectSame((w: NdArray, x) => [add(w, rows(x)), sum(w)], a);
  expectSame(({ a, b }: Two, x) => [{ a: b, b: a }, sum(x)], { a, b }); // exchanged
  expectSame(({ a, b }: Two, x) => [{ a, b: add(b, rows(x)) }, []], { a, b }); // unchanged
  expectSame(({ a }: Two, x) => [{ a: add(a, rows(x)), b: a }, a], { a, b }); // the old value kept, and given out
  expectSame(({ a, b }: Two, x) => { const c = add(a, mul(b, rows(x))); return [{ a: c, b: c }, { c }]; }, { a, b }); // one for two
  expectSame(({ b }: Two, x) => [{ a: reshape(neg(reshape(b, [4])), [2, 2]), b: array([[1, 2], [3, 4]]) }, rows(x)], { a, b }); // views and constants
  expectSame(({ a, b }: Two, x) => [{ a: matmul(a, b), b: matmul(b, a) }, mul(x, rows(a))], { a, b }); // no operand may be written over
  expectSame(({ a, b }: Two, x) => [{ a: sub(a, mul(b, rows(x))), b: add(mul(a, 0.5), b) }, []], { a, b }); // each needs the other's old value
  expectSame(([a, { b }]: [NdArray, { b: NdArray }], x) => [[b, { b: a }] as [NdArray, { b: NdArray }], x], [a, { b }]);
});

test('an argument is carried on where nothing else needs it, and where it is written over', () => {
  for (const give of [(w: NdArray) => sum(w), (w: NdArray, x: NdArray) => mul(neg(matmul(neg(x), w)), 2), (w: NdArray, x: NdArray) => [sub(neg(x), w), x]]) {
    const step = compileStep((w: NdArray, x: NdArray): readonly [NdArray, Tree] => [x, give(w, x)], a);
    let carried = a;
    for (const next of [x, b, x]) {
      expect(step.run(next)).toEqual(give(carried, next));
      expect(step.carried()).toEqual(next);
      carried = next;
    }
  }
});

test('random programs, carrying any of their arrays, give what they give one operation at a time', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 20 }), (seed, length) => {
    const program = randomProgram(seed, length);
    const f = (c: readonly NdArray[], y: NdArray): readonly [readonly NdArray[], Tree] => {
      const given = inline(program, [c[0], y]);
      const like = [...given, y, ...c].filter(({ shape }) => String(shape) === '3,4');
      return [c.map((_, i) => like[(seed + 7 * i) % like.length]), given];
    };
    let carried: readonly NdArray[] = [normal([3, 4], 1), normal([3, 4], 2)];
    const step = compileStep(f as (c: Tree, y: NdArray) => readonly [Tree, Tree], carried);
    for (let call = 3; call < 6; call++) {
      const [next, given] = f(carried, normal([3, 4], call));
      expect(step.run(normal([3, 4], call))).toEqual(given);
      expect(step.carried()).toEqual(next);
      carried = next;
    }
  }), { numRuns: 25, seed: 13 });
});

test('parameters and moments of a training step are written in their places', () => {
  type State = { w: NdArray; m: NdArray; v: NdArray };
  const update = ({ w, m, v }: State, x: NdArray): readonly [State, NdArray] => {
    const [value, g] = valueAndGrad((w: NdArray) => mean(square(sub(matmul(x, w), 1))))(w);
    const next = { m: add(mul(m, 0.9), mul(g, 0.1)), v: add(mul(v, 0.99), mul(square(g), 0.01)) };
    return [{ w: sub(w, div(mul(next.m, 0.1), add(sqrt(next.v), 1e-8))), ...next }, value];
  };
  const start = { w: a, m: mul(a, 0), v: mul(a, 0) };
  expectSame(update, start);
  const { program } = traceFunction('test', update as never, [start, x]);
  const simple = simplify(expand(program));
  const { plan } = lower(simple, 3);
  expect(simple.outputs.slice(0, 3).map(plan.place)).toEqual(simple.inputs.slice(0, 3).map(plan.place));
});

test('a call leaves the arrays it was given, and those it gave before, alone', () => {
  const step = compileStep((w: NdArray, x: NdArray) => [add(w, x), w] as const, a);
  const first = step.run(x);
  const carried = step.carried();
  step.run(x);
  expect([first, carried.data, a.toNested()]).toEqual([a, Float64Array.of(1.5, 1, 5, 4.25), [[1, 2], [3, 4]]]);
});

test('what is not carried in its shape is refused', () => {
  expect(() => compileStep((w: NdArray, x: NdArray) => [sum(w), x] as const, a).run(x))
    .toThrow('compileStep: f must return [carried, result], the first with the structure, shapes and types that it was given; w is float64 [2,2], and was returned as float64 []');
  expect(() => compileStep(((w: NdArray) => w) as never, a).run()).toThrow('it was given 1 arrays, and returned 0');
  expect(() => compileStep((w: NdArray) => [w, w] as const, a).restart(array([1]))).toThrow('compileStep: what is carried must keep its structure, shapes and types; restart was given others');
  expect(() => compileStep((w: NdArray, n: NdArray) => [w, n] as const, a).run(3 as unknown as NdArray)).toThrow('compileStep: arguments must be arrays with values');
  expect(() => compileStep(3 as never, a)).toThrow('compileStep: f must be a function of arrays; it is number');
});

test('after a call that threw it can be restarted', () => {
  const step = compileStep((w: NdArray, index: NdArray) => [add(w, gather(w, index)), sum(w)] as const, array([1, 2]));
  expect(() => step.run(array([5, 0], { dtype: 'int32' }))).toThrow(/^gather: indices must be from 0 to 1; number 0 of them is 5/);
  step.restart(array([1, 2]));
  step.run(array([1, 0], { dtype: 'int32' }));
  expect(step.carried()).toEqual(new NdArray(Float64Array.of(3, 3), [2]));
});
