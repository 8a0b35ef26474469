/** What shapes in types cost the compiler, in instantiations: a count that does not depend on the machine. */
import { expect, test } from 'vitest';
import { compile, preamble } from './compiler.testing.ts';

/** Convolutions in a row, all of different channels and sizes, so that no result can be used twice. */
function convolutions(count: number): string {
  const layers = Array.from({ length: count }, (_, i) =>
    `const x${i + 1} = o.relu(o.conv2d(x${i}, zeros(${8 + i}, ${i === 0 ? 3 : 7 + i}, 3, 3), { padding: ${i % 2}, stride: ${i % 40 === 39 ? 2 : 1} }));`);
  return `const x0 = zeros(8, 3, 1000, 1000);\n${layers.join('\n')}\nexport const y = x${count};`;
}

function denseLayers(count: number): string {
  const layers = Array.from({ length: count }, (_, i) => `const x${i + 1} = o.add(o.matmul(x${i}, zeros(${100 + i}, ${101 + i})), zeros(${101 + i}));`);
  return `const x0 = zeros(8, 100);\n${layers.join('\n')}\nexport const y = x${count};`;
}

/** Instantiations beyond those of a program that imports the operations and calls none. */
async function cost(program: string): Promise<{ readonly instantiations: number; readonly shown: string }> {
  const [empty, full] = await Promise.all([compile(preamble), compile(`${preamble}\n${program}`)]);
  expect(full.errors).toEqual([]);
  return { instantiations: full.instantiations - empty.instantiations, shown: /y: (.*);/.exec(full.declarations)?.[1] ?? '' };
}

test('a model of 20 convolutions costs less than 18,000 instantiations', async () => {
  const { instantiations, shown } = await cost(convolutions(20));
  expect(shown).toBe('NdArray<[8, 27, 980, 980]>');
  expect(instantiations).toBeGreaterThan(5000);
  expect(instantiations).toBeLessThan(18_000);
});

test('the cost grows with the length of the model, not faster', async () => {
  const [fifty, hundred] = await Promise.all([cost(convolutions(50)), cost(convolutions(100))]);
  expect(hundred.instantiations / fifty.instantiations).toBeLessThan(2.2);
  expect(hundred.instantiations).toBeLessThan(80_000);
});

test('a hundred dense layers with bias cost less than 60,000 instantiations', async () => {
  const { instantiations, shown } = await cost(denseLayers(100));
  expect(shown).toBe('NdArray<[8, 200]>');
  expect(instantiations).toBeLessThan(60_000);
});

test('ten possible lengths in each of six axes do not multiply', async () => {
  const { instantiations, shown } = await cost(`declare const s: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
const big = zeros(s, s, s, s, s, s); o.add(big, big); o.conv2d(zeros(s, s, 32, 32), zeros(8, s, s, s), { padding: s, stride: s }); o.transpose(big);
export const y = o.reshape(big, [-1]);`);
  expect(shown).toBe('NdArray<[number]>');
  expect(instantiations).toBeLessThan(20_000);
});
