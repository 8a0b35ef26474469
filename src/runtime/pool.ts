/** The workers that help: starts them, sends them mail, calls them to a table. Knows no kernels' meaning. */
import { workerSource } from './generated.ts';
import { kernelModule } from './module.ts';
import type { CallTable, Machine } from './machine.ts';
import { nodeThreads } from './platform.ts';
import { state, word, wordsPerWorker } from './signal.ts';
import type { Letter } from './signal.ts';

/** Puts a letter into a worker's letter box. */
type Post = (letter: Letter) => void;

/** Workers of one engine, started when they are first wanted; they live as long as it does and do not keep it alive. */
export class Pool {
  readonly #signal: SharedArrayBuffer;
  readonly #helpers: Helper[] = [];
  readonly #guests = new WeakMap<Machine, Guest>();
  #machines = 0;
  readonly #forgotten = new FinalizationRegistry<number>((machine) => {
    for (const helper of this.#helpers) helper.send({ kind: 'detach', machine });
  });

  /** @param most  the workers it may come to have */
  constructor(most: number) {
    this.#signal = new SharedArrayBuffer(4 * wordsPerWorker * most);
  }

  /** How many of at least `workers` workers could work for this machine right now. */
  ready(machine: Machine, workers: number): number {
    this.#introduce(machine, workers);
    return this.#helpers.filter((helper) => helper.isIdle()).length;
  }

  /** Runs the table on this thread and on up to `helpers` workers; `scratch(i)` is the address of thread i's own bytes. */
  run(machine: Machine, table: CallTable, helpers: number, scratch: (thread: number) => number): void {
    const number = this.#introduce(machine, helpers);
    const { calls, count, counters } = table;
    machine.int32(counters, 2 * count).fill(0);
    const called = this.#helpers
      .filter((helper) => helper.isIdle())
      .slice(0, helpers)
      .filter((helper, i) => helper.call(number, table, scratch(i + 1)));
    machine.kernels.share(calls, count, counters, scratch(0));
    for (const helper of called) helper.dismiss();
  }

  /** The machine's number, by which workers know its memory: sent to those that have not met it. Missing workers are started. */
  #introduce(machine: Machine, workers: number): number {
    let guest = this.#guests.get(machine);
    if (guest === undefined) {
      guest = { number: this.#machines++, met: 0 };
      this.#guests.set(machine, guest);
      this.#forgotten.register(machine, guest.number);
    }
    while (this.#helpers.length < workers) this.#helpers.push(new Helper(this.#signal, this.#helpers.length));
    for (; guest.met < this.#helpers.length; guest.met++) {
      this.#helpers[guest.met].send({ kind: 'attach', machine: guest.number, memory: machine.memory });
    }
    return guest.number;
  }
}

/** A machine as the pool knows it: its number, and how many workers, from the first on, have met it. */
interface Guest {
  readonly number: number;
  met: number;
}

/** One worker, seen from the host. */
class Helper {
  readonly #signal: Int32Array;
  readonly #post: Post;
  /** Letters of a worker that has not been seen at work yet: should it fail to start, its successor gets them all. */
  #unread: Letter[] | undefined = [];

  constructor(signal: SharedArrayBuffer, index: number) {
    this.#signal = new Int32Array(signal, 4 * wordsPerWorker * index, wordsPerWorker);
    this.#post = spawn((post) => this.#unread?.forEach(post));
    this.send({ kind: 'start', module: kernelModule(), signal, index });
  }

  isIdle(): boolean {
    const idle = Atomics.load(this.#signal, word.state) === state.idle;
    if (idle) this.#unread = undefined;
    return idle;
  }

  /** A sleeping worker is sent to its letter box first. */
  send(letter: Letter): void {
    this.#unread?.push(letter);
    Atomics.add(this.#signal, word.mail, 1);
    if (Atomics.compareExchange(this.#signal, word.state, state.idle, state.away) === state.idle) this.#wake();
    this.#post(letter);
  }

  call(machine: number, { calls, count, counters }: CallTable, scratch: number): boolean {
    const signal = this.#signal;
    signal[word.machine] = machine;
    signal[word.calls] = calls;
    signal[word.count] = count;
    signal[word.counters] = counters;
    signal[word.scratch] = scratch;
    if (Atomics.compareExchange(signal, word.state, state.idle, state.called) !== state.idle) return false;
    this.#wake();
    return true;
  }

  /** After the work is done: takes back a call not answered, or waits until the worker has let go of the table. */
  dismiss(): void {
    if (Atomics.compareExchange(this.#signal, word.state, state.called, state.idle) === state.called) return;
    while (Atomics.load(this.#signal, word.state) === state.running) Atomics.wait(this.#signal, word.state, state.running, 1);
  }

  #wake(): void {
    Atomics.add(this.#signal, word.turn, 1);
    Atomics.notify(this.#signal, word.turn);
  }
}

/**
 * A worker from the embedded script. Where a content-security policy forbids that in a browser, one from the file
 * beside this one; `again` is then called with the way to its letter box.
 */
function spawn(again: (post: Post) => void): Post {
  const threads = nodeThreads();
  if (threads !== undefined) {
    const worker = new threads.Worker(workerSource, { eval: true });
    worker.unref();
    return postTo(worker);
  }
  const fromFile = (): Post => postTo(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' })));
    let post = postTo(worker);
    worker.addEventListener('error', () => {
      post = fromFile();
      again(post);
    }, { once: true });
    return (letter) => post(letter);
  } catch {
    return fromFile();
  }
}

function postTo(worker: { postMessage(letter: Letter, transfer: []): void }): Post {
  return (letter) => worker.postMessage(letter, []);
}
