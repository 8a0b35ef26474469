/** Trains beside the page, so that the page stays quick; and says which digit a drawing is, also while it trains. Knows no element of the page. */
import { diagnose, threadCount } from 'glissade';
import type { CheckpointStore } from 'glissade/nn';
import { readDigits } from './digits.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { begin, epochs, network, type Training } from './training.ts';

type Network = Awaited<Training['model']>;

const digits = fetch(new URL('../../../datasets/digits.csv', import.meta.url)).then(async (response) => {
  if (!response.ok) throw new Error(`the digits could not be fetched: ${response.status} ${response.statusText}`);
  return readDigits(await response.text());
});

let model: Network | undefined;
let stop: AbortController | undefined;
/** A stopped training goes on from here, to the bits of one that was never stopped. */
let kept: Uint8Array | undefined;
const store: CheckpointStore = {
  read: async () => kept,
  write: async (bytes) => { kept = bytes.slice(); },
};

function say(message: FromWorker): void {
  postMessage(message);
}

async function train(seed: number, anew: boolean): Promise<void> {
  const { training, heldOut } = await digits;
  const controller = stop = new AbortController();
  if (anew) [kept, model] = [undefined, undefined];
  let [epoch, spoken] = [1, 0];
  const run = begin(training, heldOut, seed, {
    signal: controller.signal,
    checkpoint: { to: store },
    onProgress: ({ done, total = done }) => {
      if (performance.now() - spoken < 50) return; // as often as a screen shows it
      spoken = performance.now();
      say({ kind: 'progress', epoch, done, total, threads: threadCount() });
    },
  });
  try {
    for await (const seen of run) {
      epoch = seen.epoch + 1;
      // epochs of before come at once when a training goes on
      model = run.current();
      if (model.bestEpoch > seen.epoch) continue;
      say({ kind: 'epoch', history: model.history, predictions: await model.predict(heldOut.x), threads: threadCount() });
    }
    model = await run.model;
    say({ kind: 'done', bestEpoch: model.bestEpoch, predictions: await model.predict(heldOut.x), reason: diagnose(model).reason });
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    say({ kind: 'stopped' });
  }
}

async function read(blocks: Float32Array): Promise<void> {
  const found = await model?.predictProbability({ data: blocks, shape: [1, 1, 8, 8] });
  say({ kind: 'read', probabilities: found && Float64Array.from(found.data) });
}

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === 'train') await train(message.seed, message.anew);
  else if (message.kind === 'stop') stop?.abort();
  else await read(message.blocks);
}

const failed = (error: unknown): void => say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => void answer(data).catch(failed));
digits.then(({ training, heldOut }) => say({
  kind: 'ready', pixels: heldOut.x.data, truth: heldOut.y, trainingCount: training.y.length, epochs, summary: String(network),
})).catch(failed);
