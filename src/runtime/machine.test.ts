import { expect, test } from 'vitest';
import { Machine } from './machine.ts';
import { instantiate, moduleBytes } from './module.ts';
import { runShared, threadLimit, threadsReady } from './threads.ts';

test('what a scope allocates is free again after it, also when it throws', () => {
  const machine = new Machine();
  const before = machine.allocate(10);
  const inside = machine.scope(() => machine.allocate(1000));
  expect(() => machine.scope(() => {
    machine.allocate(1000);
    throw new Error('out');
  })).toThrow('out');
  expect(inside - before).toBe(64);
  expect(machine.allocate(1)).toBe(inside);
});

test('the memory grows, keeps what it holds, and every address is a multiple of 64', () => {
  const machine = new Machine();
  const address = machine.allocate(24);
  machine.float64(address, 3).set([1, 2, 3]);
  const big = machine.allocate(3_000_001);
  machine.float32(big, 750_000).fill(7);
  expect([...machine.float64(address, 3)]).toEqual([1, 2, 3]);
  expect([address % 64, big % 64, machine.allocate(1) % 64]).toEqual([0, 0, 0]);
});

test('more than 4 GiB are refused, and the machine still works', () => {
  const machine = new Machine();
  expect(() => machine.allocate(2 ** 33)).toThrow(
    'memory: arrays in use at one time must fit into 4 GiB; 8589934592 bytes more are needed beside 65536; use smaller batches',
  );
  expect(machine.allocate(8)).toBe(65536);
});

test('the same code runs on a memory that is not shared', () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536 });
  const kernels = instantiate(new WebAssembly.Module(moduleBytes(false)), memory);
  kernels.roofF32(1, 1024);
  expect(() => kernels.run(65536, 0, 65536)).not.toThrow();
});

test('an empty table runs in less than 2 µs', () => {
  const machine = new Machine();
  const table = machine.writeTable([]);
  const scratch = machine.allocate(64);
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const start = performance.now();
    for (let i = 0; i < 1000; i++) machine.run(table, scratch);
    times.push(performance.now() - start);
  }
  expect(Math.min(...times)).toBeLessThan(2);
});

test('every machine gets the workers, one after the other, and a new one does not wait for them', async () => {
  for (let i = 0; i < 5; i++) {
    const machine = new Machine();
    const table = machine.writeTable([]);
    runShared(machine, { ...table, widest: 8 }, 64);
    await threadsReady(machine);
    expect(() => runShared(machine, { ...table, widest: 8 }, 64)).not.toThrow();
  }
});

test('more threads than there are cannot be waited for', async () => {
  await expect(threadsReady(new Machine(), threadLimit() + 1)).rejects.toThrow(
    `threadsReady: threads must be at most threadLimit(), here ${threadLimit()}; it is ${threadLimit() + 1}`,
  );
});
