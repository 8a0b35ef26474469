import { expect, test } from 'vitest';
import { add, array, compile, matmul, tanh, type NdArray } from 'glissade';

const megabyte = 1 << 20;

test('60,000 compiled programs made and dropped keep memory flat, without anyone disposing of anything', async () => {
  const x = array([[1, 2], [3, 4]]);
  const resident: number[] = [];
  let sum = 0;
  for (let i = 1; i <= 60_000; i++) {
    const f = compile((x: NdArray) => tanh(add(matmul(x, x as never), i)));
    sum += f(x).data[0];
    if (i % 2000 === 0) {
      resident.push(Math.round(process.memoryUsage().rss / megabyte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  process.stderr.write(`resident MiB after every 2,000 programs: ${resident.join(' ')}\n`);
  expect(sum).toBeCloseTo(60_000, 6);
  // the engine collects memories in strides, so the level is a sawtooth; a leak would make the last third thrice the first
  expect(Math.max(...resident.slice(20))).toBeLessThan(1.2 * Math.max(...resident.slice(0, 10)) + 30);
}, 300_000);
