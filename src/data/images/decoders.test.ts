/** Threads that decode: when they are started, whom they are given to, and what happens when they fail. The real ones are in test/slow/decodeThreads.test.ts. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Decoders, type DecodeTask, type DecodeThread } from './decoders.ts';
import { ImageProblem } from './header.ts';

class FakeThread extends EventEmitter {
  readonly tasks: DecodeTask[] = [];
  refs = 0;
  ended = false;
  postMessage(task: DecodeTask): void { this.tasks.push(task); }
  ref(): void { this.refs = 1; }
  unref(): void { this.refs = 0; }
  terminate(): void { this.ended = true; }
  answer(place: number, value: number): void { this.emit('message', { id: this.tasks[place].id, samples: Uint8Array.of(value) }); }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fakes(count: number): { readonly decoders: Decoders; readonly threads: FakeThread[] } {
  const threads: FakeThread[] = [];
  const start = (): DecodeThread => {
    threads.push(new FakeThread());
    return threads[threads.length - 1] as unknown as DecodeThread;
  };
  return { decoders: new Decoders(start, count), threads };
}

const rule = { shape: [1, 1, 1], white: 255 } as const;
const bytes = Uint8Array.of(1);

test('threads are worth it when images take long, and many of them did', () => {
  const { decoders } = fakes(2);
  const after = (count: number, each: number): boolean => {
    for (let i = 0; i < count; i++) decoders.took(each);
    return decoders.worthwhile;
  };
  expect([after(9, 20), after(1, 20), after(2000, 0.1)]).toEqual([false, true, false]);
  expect(new Decoders(undefined, 2).worthwhile).toBe(false);
  const none = new Decoders(undefined, 2);
  none.took(1e6);
  expect(none.worthwhile).toBe(false);
});

test('work goes to the thread with the least of it, and the process may end when all is done', async () => {
  const { decoders, threads } = fakes(2);
  const found = [1, 2, 3].map(() => decoders.decode(bytes, rule));
  expect(threads.map(({ tasks, refs }) => [tasks.length, refs])).toEqual([[2, 1], [1, 1]]);
  threads[1].answer(0, 20);
  threads[0].answer(1, 30);
  threads[0].answer(0, 10);
  expect(await Promise.all(found)).toEqual([10, 20, 30].map((value) => Uint8Array.of(value)));
  expect(threads.map(({ refs }) => refs)).toEqual([0, 0]);
});

test('threads end when there is nothing to do, and come back', async () => {
  const { decoders, threads } = fakes(1);
  const first = decoders.decode(bytes, rule);
  threads[0].answer(0, 1);
  await first;
  vi.advanceTimersByTime(1000);
  const second = decoders.decode(bytes, rule);
  vi.advanceTimersByTime(5000);
  expect([threads.length, threads[0].ended]).toEqual([1, false]);
  threads[0].answer(1, 2);
  await second;
  vi.advanceTimersByTime(5000);
  expect(threads[0].ended).toBe(true);
  void decoders.decode(bytes, rule);
  expect(threads).toHaveLength(2);
});

test('a broken image is the problem that it is on the calling thread', async () => {
  const { decoders, threads } = fakes(1);
  const [broken, other] = [decoders.decode(bytes, rule), decoders.decode(bytes, rule)];
  threads[0].emit('message', { id: threads[0].tasks[0].id, message: 'a PNG file must be whole', isProblem: true });
  threads[0].emit('message', { id: threads[0].tasks[1].id, message: 'out of memory', isProblem: false });
  await expect(broken).rejects.toEqual(new ImageProblem('a PNG file must be whole'));
  await expect(other).rejects.toEqual(new Error('out of memory'));
});

test('where threads do not start, or die, the caller decodes by itself, and is not told to try again', async () => {
  const { decoders, threads } = fakes(2);
  decoders.took(1e6);
  const found = [decoders.decode(bytes, rule), decoders.decode(bytes, rule)];
  expect(decoders.worthwhile).toBe(true);
  threads[1].emit('error', new Error('Cannot find module decodeWorker.js'));
  expect(await Promise.all(found)).toEqual([undefined, undefined]);
  expect([decoders.worthwhile, threads.map(({ ended }) => ended)]).toEqual([false, [true, true]]);
  expect(await decoders.decode(bytes, rule)).toBeUndefined();
  const refused = new Decoders(() => { throw new Error('no threads here'); }, 2);
  expect(await refused.decode(bytes, rule)).toBeUndefined();
});
