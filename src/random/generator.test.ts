import { expect, test } from 'vitest';
import { generator, generatorFrom } from './generator.ts';

test('the same seed and stream give the same numbers; another seed or stream gives others', () => {
  const draw = (seed: number, stream: string): number[] => Array.from({ length: 4 }, generator(seed, stream).bits);
  expect(draw(1, 'split')).toEqual(draw(1, 'split'));
  expect(draw(1, 'split')).not.toEqual(draw(2, 'split'));
  expect(draw(1, 'split')).not.toEqual(draw(1, 'search'));
  expect(draw(1, 'split')).not.toEqual(draw(1 + 2 ** 32, 'split'));
});

test('the numbers never change between versions', () => {
  const { bits, uniform, normal, permutation } = generator(0, 'frozen');
  expect({ bits: bits(), uniform: uniform(), normal: normal(), permutation: [...permutation(8)] }).toMatchInlineSnapshot(`
    {
      "bits": 3620725321,
      "normal": -0.3739847871090812,
      "permutation": [
        5,
        6,
        7,
        0,
        3,
        2,
        4,
        1,
      ],
      "uniform": 0.39971464202672036,
    }
  `);
});

test('uniform, below and normal have the right moments', () => {
  const random = generator(7, 'moments');
  const n = 100_000;
  let uniform = 0;
  let normal = 0;
  let normalSquare = 0;
  const counts = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    uniform += random.uniform();
    const z = random.normal();
    normal += z;
    normalSquare += z * z;
    counts[random.below(6)]++;
  }
  expect(uniform / n).toBeCloseTo(0.5, 2);
  expect(Math.abs(normal / n)).toBeLessThan(0.015);
  expect(normalSquare / n).toBeCloseTo(1, 1);
  for (const count of counts) expect(Math.abs(count - n / 6)).toBeLessThan(500);
});

test('a number that would make others likelier is drawn again', () => {
  const n = 3_000_000_000; // 2³² − n is less: three draws in ten are drawn again
  const [one, two] = [generator(4, 'below'), generator(4, 'below')];
  for (let i = 0; i < 100; i++) {
    let drawn = two.bits();
    while (drawn >= n) drawn = two.bits();
    expect(one.below(n)).toBe(drawn);
  }
  expect(generator(1).below(1)).toBe(0);
  expect(generator(1, 'x').below(4294967296)).toBe(generator(1, 'x').bits());
});

test('permutation holds every index once', () => {
  expect([...generator(3, 'p').permutation(50)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('a generator made from the state of another goes on where that one was', () => {
  const one = generator(5, 'state');
  one.permutation(7);
  const two = generatorFrom(one.state());
  expect(two.state()).toEqual(one.state());
  expect([two.normal(), [...two.permutation(9)], two.bits()]).toEqual([one.normal(), [...one.permutation(9)], one.bits()]);
  expect(() => generatorFrom([1, 2, 3])).toThrow('generatorFrom: a state must be four whole numbers, not all 0; it is [1, 2, 3]');
  expect(() => generatorFrom([0, 0, 0, 2 ** 32])).toThrow('not all 0; it is [0, 0, 0, 4294967296]');
});

test('a seed that is not an integer is refused', () => {
  expect(() => generator(0.5, 's')).toThrow('generator: seed must be an integer; it is 0.5');
});
