import { expect, test } from 'vitest';
import { array, compile, setThreads } from 'glissade';

test('calling a compiled program with nothing in it costs less than 2 µs on one thread', () => {
  setThreads(1);
  const nothing = compile((x) => x);
  const x = array([1, 2, 3]);
  const microseconds = Array.from({ length: 20 }, () => {
    const start = performance.now();
    for (let i = 0; i < 20_000; i++) nothing(x);
    return (performance.now() - start) / 20;
  });
  process.stderr.write(`an empty call: ${Math.min(...microseconds).toFixed(2)} µs\n`);
  expect(Math.min(...microseconds)).toBeLessThan(2);
});
