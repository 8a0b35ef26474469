import { expect, test } from 'vitest';
import { array, type NdArray } from '../array/index.ts';
import { add, matmul, mul, sum, tanh } from '../ops/index.ts';
import { check, inline, isTracing, print, prune, record, trace, Var, type Op } from './index.ts';

const x = array([[1, 2], [3, 4]]);
const w = array([[1], [-1]]);

test('a traced function prints like a derivation, with the names of its parameters', () => {
  const program = trace((x, w) => sum(tanh(mul(matmul(x, w), 0.5))), x, w);
  expect(String(program)).toBe([
    'program (x:[2, 2], w:[2, 1]) float64',
    '  a:[2, 1] = matmul(x, w)',
    '  b:[2, 1] = mul(a, 0.5)',
    '  c:[2, 1] = tanh(b)',
    '  d:[] = sum(c; axes 0, 1)',
    '  return d',
  ].join('\n'));
  check(program);
});

test('records and lists name their arrays; names that are taken or unknown become letters', () => {
  const layer = { w, b: array([0]) };
  expect(String(trace(({ w, b }: typeof layer) => add(matmul(x, w), b), layer)).split('\n')).toEqual([
    'program (w:[2, 1], b:[1]) float64', '  a:[2, 1] = matmul(constant[2, 2], w)', '  c:[2, 1] = add(a, b)', '  return c',
  ]);
  expect(String(trace((layers: readonly (typeof layer)[]) => layers[1].b, [layer, layer])).split('\n')[0]).toBe('program (layers0w:[2, 1], layers0b:[1], layers1w:[2, 1], layers1b:[1]) float64');
  expect(String(trace((first: typeof layer, second: typeof layer) => add(first.b, second.b), layer, layer)).split('\n')[0]).toBe('program (w:[2, 1], b:[1], a:[2, 1], c:[1]) float64');
  expect(String(trace((...all: readonly NdArray[]) => all[0], x)).split('\n')[0]).toBe('program (a:[2, 2]) float64');
});

test('after z come aa, ab and so on', () => {
  const program = trace((p) => Array.from({ length: 30 }).reduce<NdArray>((sum) => add(sum, 1), p), x);
  expect(String(program).split('\n').at(-1)).toBe('  return ae');
});

test('number types are printed where they differ from the first', () => {
  const single = array([1, 2], { dtype: 'float32' });
  expect(String(trace((s) => mul(s, 2), single))).toContain('program (s:[2]) float32\n  a:[2] = mul(s, 2)');
  expect(String(trace((s, x) => add(s, x), single, array([1, 2])))).toContain('program (s:[2], x:[2] float64) float32\n  a:[2] float64 = cast(s; float64)');
});

test('every equation knows the line where the user wrote it', () => {
  const here = Number(/trace\.test\.ts:(\d+)/.exec(new Error('here').stack!)![1]);
  const program = trace((x) => {
    const y = tanh(x);
    return sum(y);
  }, x);
  expect(print(program, { places: true }).split('\n').slice(1, 3).map((line) => line.split('//')[1].trim())).toEqual([`trace.test.ts:${here + 2}`, `trace.test.ts:${here + 3}`]);
});

test('an error of shape arises while tracing, and its stack begins at the line of the user', () => {
  const row: NdArray = array([[1, 2, 3]]); // of unknown rank, else the compiler refuses it
  const wrong = (): unknown => trace((x) => matmul(x, row), x);
  expect(wrong).toThrow('matmul: inner sizes must be equal; a [2,2] has 2, b [1,3] has 1');
  const error = caught(wrong);
  expect(error.stack!.split('\n')[1]).toMatch(/trace\.test\.ts/);
  expect(caught(() => matmul(x, row)).stack!.split('\n')[1]).toMatch(/trace\.test\.ts/);
});

test('values are not there while tracing, and say so', () => {
  expect(() => trace((x) => x.data[0], x)).toThrow('data: values must be read outside the function that is being traced; this array is a [2, 2] without values yet');
  expect(() => trace((x) => x.toNested(), x)).toThrow('toNested: values must be read outside the function that is being traced; this array is a [2, 2] without values yet');
});

test('an array without values is neither compared nor added to by JavaScript', () => {
  const message = 'an array must be compared and computed with by operations, such as where(greater(x, 0), …), inside a function that is being traced; this one is a [2, 2] without values yet';
  for (const f of [(x: never) => (x > 0 ? x : tanh(x)), (x: never) => x + 1, (x: never) => tanh(Math.max(x, 0) as never)]) expect(() => trace(f as unknown as (x: NdArray) => NdArray, x)).toThrow(message);
  trace((x) => {
    expect(String(x)).toBe('a [2, 2] without values yet');
    return x;
  }, x);
});

test('a traced value kept beyond its function is refused', () => {
  let kept: NdArray | undefined;
  trace((x) => (kept = tanh(x)), x);
  expect(() => add(kept!, 1)).toThrow('add: a value made while a function was traced must stay inside that function; a [2, 2] was kept after it ended, return it instead');
});

test('tracing ends with the function, also when that throws', () => {
  expect(() => trace(() => { throw new Error('mine'); }, x)).toThrow('mine');
  expect(isTracing()).toBe(false);
  expect(add(x, 1).data[0]).toBe(2);
});

test('an error of the user keeps its own stack', () => {
  const mine = new Error('mine');
  const before = mine.stack;
  expect(caught(() => trace(() => { throw mine; }, x)).stack).toBe(before);
});

test('a program runs on other arrays, and is copied into the program being traced', () => {
  const square = trace((v) => mul(v, v), x);
  expect(inline(square, [array([[5, 6], [7, 8]])])[0].data).toEqual(Float64Array.of(25, 36, 49, 64));
  const nested = trace((v) => inline(square, inline(square, [v]))[0], x);
  expect(nested.equations.map(({ op }) => op.name)).toEqual(['mul', 'mul']);
  check(nested);
});

test('a program refuses arrays it was not traced for', () => {
  const square = trace((v) => mul(v, v), x);
  expect(() => inline(square, [])).toThrow('inline: a program must get an array for each of its inputs; it has 1, 0 were given');
  expect(() => inline(square, [w])).toThrow('inline: input 0 must be float64 [2, 2], as traced; it is float64 [2, 1]');
});

test('an error while a program runs says where the equation was written', () => {
  const picky: Op = { name: 'picky', shape: ([s]) => s, dtype: ([d]) => d, reference: () => { throw new RangeError('picky: no'); }, vjp: () => null };
  const v = new Var([2, 2], 'float64', { open: true });
  const program = { inputs: [v], equations: [{ op: picky, params: {}, inputs: [v], output: new Var([2, 2], 'float64', { open: true }), place: '/home/me/model.ts:12:5' }], outputs: [v] };
  expect(() => inline(program, [x])).toThrow('picky: no (written at model.ts:12)');
});

test('variables of an enclosing function pass through', () => {
  const outer = trace((a) => {
    const inner = record(([b]) => [mul(a, b)], [{ shape: [2, 2], dtype: 'float64' }]);
    expect(String(inner)).toContain('mul(outer[2, 2], a)');
    return inline(inner, [x])[0];
  }, x);
  check(outer);
  expect(inline(outer, [x])[0].data).toEqual(Float64Array.of(1, 4, 9, 16));
});

test('prune keeps what leads to an output, in order', () => {
  const program = trace((v) => {
    tanh(v);
    const y = mul(v, 2);
    add(y, y);
    return sum(y);
  }, x);
  const pruned = prune(program);
  expect(pruned.equations.map(({ op }) => op.name)).toEqual(['mul', 'sum']);
  check(pruned);
});

test('check notices what is wrong with a program', () => {
  const program = trace((v) => sum(tanh(v)), x);
  const [first, second] = program.equations;
  expect(() => check({ ...program, equations: [second, first] })).toThrow('bug in check: an operand must be defined above its use; one of equation 0, sum is not');
  expect(() => check({ ...program, equations: [first, first, second] })).toThrow('bug in check: a variable must be defined once; equation 1, tanh defines one again');
  expect(() => check({ ...program, equations: [first] })).toThrow('bug in check: an operand must be defined above its use; one of the outputs is not');
  const wrong = { ...first, output: new Var([3], 'float32', { open: false }) };
  expect(() => check({ ...program, equations: [wrong] })).toThrow('bug in check: equation 0, tanh must give float64 [2, 2]; its variable is float32 [3]');
});

test('what is no function or no structure of arrays is refused', () => {
  expect(() => trace(3 as unknown as () => void)).toThrow('trace: f must be a function of arrays; it is number');
  expect(() => trace((n: number) => n, 3)).toThrow('trace: only arrays, and records or lists of arrays, may be passed; n is 3, make it an array or let the function close over it');
  expect(() => trace((p: { w: Float64Array }) => p, { w: Float64Array.of(1) })).toThrow('trace: only arrays, and records or lists of arrays, may be passed; p.w is Float64Array(1), make it an array with array(values, shape)');
  expect(() => trace((x) => Promise.resolve(x), x)).toThrow('trace: only arrays, and records or lists of arrays, may be passed; the result of f is a Promise');
  const loop: unknown[] = [x];
  loop.push(loop);
  expect(() => trace((p: unknown) => p, loop)).toThrow('trace: records and lists must not contain themselves; p[1] does');
});

function caught(f: () => unknown): Error {
  try {
    f();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
