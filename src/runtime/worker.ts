/** What a thread of the pool does: reads its mail, then sleeps until it is called to work on a table. */
import { nodeThreads } from './platform.ts';
import { state, word, wordsPerWorker } from './signal.ts';
import type { Letter } from './signal.ts';

interface Share {
  share(calls: number, count: number, counters: number, scratch: number): void;
}

const machines = new Map<number, Share>();
let module: WebAssembly.Module;
let signal: Int32Array;
let read = 0;

function open(letter: Letter): void {
  if (letter.kind === 'start') {
    module = letter.module;
    signal = new Int32Array(letter.signal, 4 * wordsPerWorker * letter.index, wordsPerWorker);
  } else if (letter.kind === 'attach') {
    machines.set(letter.machine, new WebAssembly.Instance(module, { env: { memory: letter.memory } }).exports as unknown as Share);
  } else {
    machines.delete(letter.machine);
  }
  read += 1;
  serve();
}

/** Works until there is mail. */
function serve(): void {
  let seen = Atomics.load(signal, word.turn);
  if (Atomics.load(signal, word.mail) !== read) return;
  Atomics.store(signal, word.state, state.idle);
  // mail that came in between: the host may have looked before this thread said that it is idle
  if (Atomics.load(signal, word.mail) !== read && Atomics.compareExchange(signal, word.state, state.idle, state.away) === state.idle) return;
  for (;;) {
    Atomics.wait(signal, word.turn, seen);
    seen = Atomics.load(signal, word.turn);
    if (Atomics.load(signal, word.state) === state.away) return;
    if (Atomics.compareExchange(signal, word.state, state.called, state.running) !== state.called) continue;
    machines.get(signal[word.machine])?.share(signal[word.calls], signal[word.count], signal[word.counters], signal[word.scratch]);
    Atomics.store(signal, word.state, state.idle);
    Atomics.notify(signal, word.state);
  }
}

const port = nodeThreads()?.parentPort;
if (port) port.on('message', open);
else globalThis.onmessage = (event: MessageEvent<Letter>): void => open(event.data);
