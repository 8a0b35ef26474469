/**
 * Decoding in threads, where it takes long: photographs need 20 ms each, digits less than a message to another thread. Knows threads by what
 * they can be told, and nothing of files.
 */
import { ImageProblem } from './header.ts';
import type { SampleRule } from './samples.ts';

export interface DecodeTask {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly rule: SampleRule;
}

export type DecodeAnswer =
  | { readonly id: number; readonly samples: Uint8Array | Uint16Array }
  | { readonly id: number; readonly message: string; readonly isProblem: boolean };

/** What is needed of a worker of node:worker_threads. */
export interface DecodeThread {
  on(event: 'message', listener: (answer: DecodeAnswer) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  postMessage(task: DecodeTask, transfer: readonly never[]): void;
  ref(): void;
  unref(): void;
  terminate(): unknown;
}

type Samples = Uint8Array | Uint16Array;

interface Waiting {
  readonly resolve: (samples: Samples | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Running {
  readonly thread: DecodeThread;
  readonly waiting: Map<number, Waiting>;
}

/** Milliseconds of decoding on the calling thread, and for each image, from which on threads are started. */
const [worthAll, worthEach] = [200, 1.5];
const idleMilliseconds = 2000;

/** Threads are started when decoding was slow for a while, and ended when there was nothing to do for a while; they do not keep the process alive. */
export class Decoders {
  readonly #start: () => DecodeThread;
  readonly #count: number;
  #threads: Running[] = [];
  #spent = 0;
  #images = 0;
  #failed = false;
  #ids = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** @param start  undefined where there can be no threads   @param count  of threads */
  constructor(start: (() => DecodeThread) | undefined, count: number) {
    this.#start = start ?? ((): never => { throw new Error('bug in Decoders: there are no threads'); });
    this.#failed = start === undefined;
    this.#count = count;
  }

  /** How long an image took on the calling thread. */
  took(milliseconds: number): void {
    this.#spent += milliseconds;
    this.#images += 1;
  }

  get worthwhile(): boolean {
    return !this.#failed && this.#spent >= worthAll && this.#spent >= worthEach * this.#images;
  }

  /**
   * The samples of a file; undefined when the threads turn out not to work, and the caller has to decode by itself.
   * @throws ImageProblem for a broken file
   */
  decode(bytes: Uint8Array, rule: SampleRule): Promise<Samples | undefined> {
    clearTimeout(this.#idle);
    const running = this.#next();
    if (running === undefined) return Promise.resolve(undefined);
    const { thread, waiting } = running;
    const id = this.#ids++;
    if (waiting.size === 0) thread.ref();
    const answer = new Promise<Samples | undefined>((resolve, reject) => waiting.set(id, { resolve, reject }));
    thread.postMessage({ id, bytes, rule }, []);
    return answer;
  }

  /** The thread with the least to do, or one more while there may be. */
  #next(): Running | undefined {
    if (this.#failed) return undefined;
    const least = this.#threads.reduce<Running | undefined>((best, one) => (best === undefined || one.waiting.size < best.waiting.size ? one : best), undefined);
    if (least !== undefined && (least.waiting.size === 0 || this.#threads.length === this.#count)) return least;
    try {
      return this.#add();
    } catch {
      this.#fail();
      return undefined;
    }
  }

  #add(): Running {
    const running: Running = { thread: this.#start(), waiting: new Map() };
    running.thread.unref();
    running.thread.on('message', (answer) => this.#answered(running, answer));
    running.thread.on('error', () => this.#fail());
    this.#threads.push(running);
    return running;
  }

  #answered({ thread, waiting }: Running, answer: DecodeAnswer): void {
    const { resolve, reject } = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (waiting.size === 0) thread.unref();
    if ('samples' in answer) resolve(answer.samples);
    else reject(answer.isProblem ? new ImageProblem(answer.message) : new Error(answer.message));
    if (this.#threads.some((one) => one.waiting.size > 0)) return;
    this.#idle = setTimeout(() => this.#end(), idleMilliseconds);
    this.#idle.unref();
  }

  /** Where a bundler left the threads' file out, for example. */
  #fail(): void {
    this.#failed = true;
    this.#end();
  }

  #end(): void {
    const threads = this.#threads;
    this.#threads = [];
    for (const { thread, waiting } of threads) {
      for (const { resolve } of waiting.values()) resolve(undefined);
      waiting.clear();
      void thread.terminate();
    }
  }
}
