import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array, sizeOf, type NdArray } from '../array/index.ts';
import { grad } from '../autodiff/index.ts';
import { add, concat, exp, matmul, neg, reshape, sum, tanh } from '../ops/index.ts';
import { record, trace, Var, type Equation, type Program } from '../program/index.ts';
import { stepsOf } from './parts.ts';
import { plan, type Step } from './plan.ts';
import { mlpLoss, mlpWeights, normal, randomProgram } from './programs.testing.ts';
import type { Operand } from './rules.ts';
import { simplify } from './simplify.ts';

/** Every equation by itself, with bytes of its own, and no result in the place of an operand. */
function separate({ equations }: Program, workBytes: (equation: Equation) => number = () => 0): readonly Step[] {
  return equations.map((equation) => ({
    equations: [equation], operands: [...new Set(equation.inputs)], results: [equation.output], workBytes: workBytes(equation), reusable: [],
  }));
}

/**
 * Goes through the steps, noting for every 4 bytes which array wrote there last, and that whoever reads finds what
 * its operand wrote. Knows nothing of lifetimes.
 */
function expectIntact(program: Program, steps: readonly Step[] = separate(program), carried = 0): void {
  const { place, work, bytes } = plan(program, steps, carried);
  const owner: unknown[] = Array.from({ length: bytes / 4 });
  const source = new Map<Operand, Operand>();
  const registers = new Set<Operand>();
  const words = (operand: Operand): [number, number] => [place(operand)! / 4, sizeOf(operand.shape) * (operand.dtype === 'float64' ? 2 : 1)];
  const write = (operand: Operand): void => {
    const [at, length] = words(operand);
    if (at % 4 !== 0 || at + length > owner.length) throw new Error(`${at}, ${length} is not within the memory, at a multiple of 16 bytes`);
    owner.fill(operand, at, at + length);
  };
  const expectRead = (operand: Operand): void => {
    if (registers.has(operand)) return;
    const [at, length] = words(operand);
    const expected = source.get(operand) ?? operand;
    if (owner.slice(at, at + length).some((found) => found !== expected)) throw new Error(`an operand was overwritten before its use in ${String(program)}`);
  };
  const constants = program.equations.flatMap(({ inputs }) => inputs.filter((input) => !(input instanceof Var)));
  for (const operand of [...constants, ...program.inputs.filter((input) => place(input) !== undefined)]) write(operand);
  steps.forEach(({ equations, results, workBytes, reusable }, line) => {
    for (const { op, inputs, output } of equations) {
      for (const input of inputs) expectRead(input);
      if (op.name === 'reshape') {
        if (place(output) !== place(inputs[0])) throw new Error('a reshape must lie where its operand lies');
        source.set(output, source.get(inputs[0]) ?? inputs[0]);
      } else if (!results.includes(output)) {
        if (place(output) !== undefined) throw new Error('what only a chain needs must have no place');
        registers.add(output);
      } else {
        // while an equation runs, its result and its own bytes are written and its operands are still read
        const inPlace = inputs.filter((input) => place(input) === place(output) && reusable.some(([result, operand]) => result === output && operand === input));
        write(output);
        owner.fill(equations, work[line] / 4, (work[line] + workBytes) / 4);
        for (const input of inputs) if (!inPlace.includes(input)) expectRead(input);
        expectRead(output);
      }
    }
    for (const result of results) expectRead(result);
  });
  for (const output of program.outputs) if (program.equations.some((equation) => equation.output === output)) expectRead(output);
  for (const constant of constants) expectRead(constant); // they are there for the next run
}

test('no array is overwritten while it is needed, in random programs, simplified or not, with and without bytes of their own', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (seed, length, simple) => {
    const program = simple ? simplify(randomProgram(seed, length)) : randomProgram(seed, length);
    expectIntact(program);
    expectIntact(program, separate(program, ({ inputs }) => 4 * inputs.length + 32 * (inputs[0].shape[0] ?? 0)));
    expectIntact(program, stepsOf(program));
    for (let carried = 1; carried <= program.inputs.length; carried++) expectIntact(program, stepsOf(program), carried);
  }), { numRuns: 150, seed: 3 });
});

test('nothing is overwritten in the gradients of a network, of arrays of several types and of none', () => {
  expectIntact(trace(grad(mlpLoss), ...mlpWeights));
  expectIntact(record(([x, i]) => [add(x, i), concat([i, i], 0), sum(x)], [{ shape: [5], dtype: 'float32' }, { shape: [5], dtype: 'int32' }]));
  expectIntact(record(([x]) => [exp(neg(x)), sum(x)], [{ shape: [0, 3], dtype: 'float64' }]));
});

test('a chain of any length needs two places', () => {
  const chain = trace((x: NdArray) => {
    let y = x;
    for (let i = 0; i < 50; i++) y = tanh(y);
    return y;
  }, normal([100, 10]));
  expect(plan(chain, separate(chain))).toMatchObject({ bytes: 2 * 8000, separateBytes: 51 * 8000 });
  expect(plan(chain, stepsOf(chain)).bytes).toBe(8000); // and one, computed block by block in place
});

test('a reshape needs no place, of an input, a constant, or what was reshaped before', () => {
  const x = normal([4, 4]);
  const program = record(([x]) => [reshape(reshape(exp(x), [16]), [2, 8]), reshape(x, [16]), reshape(array([1, 2]), [2, 1])], [x]);
  expectIntact(program);
  expect(plan(program, separate(program)).bytes).toBe(128 + 128 + 16);
});

test('an input that nothing uses has no place, and neither has one that is an output as it is', () => {
  const program = record(([x, y]) => [exp(x), y], [normal([2]), normal([2]), normal([2])]);
  const { place, bytes } = plan(program, separate(program));
  expect(program.inputs.map(place)).toEqual([expect.any(Number), undefined, undefined]);
  expect(bytes).toBe(32);
});

test('the space of an input is free after its last use', () => {
  const program = trace((x: NdArray, w: NdArray) => exp(exp(matmul(x, w))), normal([100, 100], 1), normal([100, 100], 2));
  expect(plan(program, separate(program)).bytes).toBe(3 * 80_000);
});

test('the gradient of the prototype’s network needs 8,102 floats instead of 27,640, and 9,958 without chains (the prototype: 11,485 of 39,792)', () => {
  const program = simplify(trace(grad(mlpLoss), ...mlpWeights));
  const { bytes, separateBytes } = plan(program, separate(program));
  expect([bytes / 8, separateBytes / 8]).toEqual([9958, 27640]);
  expect(plan(program, stepsOf(program)).bytes / 8).toBe(8102);
  expectIntact(program, stepsOf(program));
});
