import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { hostMachine } from './host.ts';
import { gemm } from './gemm.testing.ts';
import { Machine } from './machine.ts';
import { Pool } from './pool.ts';
import { runShared, setThreads, threadCount, threadLimit, threadsReady } from './threads.ts';

interface Letter {
  readonly kind: string;
  readonly memory?: WebAssembly.Memory;
}

afterEach(() => {
  setThreads(Infinity);
  vi.restoreAllMocks();
});

const wide = (machine: Machine) => ({ ...machine.writeTable([]), widest: 64 });

test('as many threads are used as there are, unless fewer are wished', () => {
  expect(threadCount()).toBe(threadLimit());
  setThreads(1);
  expect(threadCount()).toBe(1);
  setThreads(1000);
  expect(threadCount()).toBe(threadLimit());
});

test('with one thread no worker is called, whatever a call asks for; with two, one is', () => {
  const run = vi.spyOn(Pool.prototype, 'run');
  const machine = new Machine();
  setThreads(1);
  runShared(machine, wide(machine), 64, 8);
  expect(run).not.toHaveBeenCalled();
  setThreads(2);
  runShared(machine, wide(machine), 64, 8);
  expect(run.mock.calls.map(([, , helpers]) => helpers)).toEqual(threadLimit() > 1 ? [1] : []);
});

test('workers start when they are wanted, and every one meets every machine', async () => {
  if (threadLimit() === 1) return;
  const send = vi.spyOn(Worker.prototype, 'postMessage');
  const pool = new Pool(3);
  const [first, second] = [new Machine(), new Machine()];
  const idle = async (machine: Machine, workers: number): Promise<number> => {
    while (pool.ready(machine, workers) < workers) await new Promise((resolve) => setTimeout(resolve, 1));
    return pool.ready(machine, 0);
  };
  expect(await idle(first, 1)).toBe(1);
  expect(await idle(second, 3)).toBe(3);
  // the two late ones met the first machine with their second
  await idle(first, 3);
  const attached = send.mock.calls.map(([letter]) => letter as Letter).filter(({ kind }) => kind === 'attach');
  expect(attached.map(({ memory }) => [first, second].findIndex((machine) => machine.memory === memory)).sort()).toEqual([0, 0, 0, 1, 1, 1]);
});

test('the result has the same bits with any number of threads', async () => {
  await threadsReady(hostMachine());
  const n = 300;
  const a = { data: Float32Array.from({ length: n * n }, (_, i) => ((i * 37) % 101) / 101 - 0.5), row: n, column: 1 };
  const product = (): Float32Array => gemm({ m: n, n, k: n, a, b: a });
  const all = product();
  setThreads(1);
  expect(product()).toEqual(all);
});

test.each([0, -1, 1.5, Number.NaN, '2' as never])('%s threads are refused', (threads) => {
  expect(() => setThreads(threads)).toThrow(`setThreads: threads must be a whole number ≥ 1, or Infinity for all there are; it is ${threads}`);
});
