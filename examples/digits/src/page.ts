/** The page: buttons to the worker, and what the worker says to the numbers, the curve, the sheet of digits and the drawing. */
import type { Epoch } from 'glissade/nn';
import { liveCurve } from './curve.ts';
import { drawing } from './drawing.ts';
import { element, show } from './elements.ts';
import { heldOutDigits, type HeldOut } from './heldOut.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const [start, again, seed] = [element('start', HTMLButtonElement), element('again', HTMLButtonElement), element('seed', HTMLInputElement)];
const [status, progress, verdict] = [element('status', HTMLElement), element('progress', HTMLProgressElement), element('verdict', HTMLElement)];
const curve = liveCurve();
const paper = drawing((blocks) => tell({ kind: 'read', blocks }));

let sheet: HeldOut | undefined;
let [epochs, trainingCount] = [0, 0];
let history: readonly Epoch[] = [];

function tell(message: ToWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  worker.postMessage(message);
}

type State = 'idle' | 'training' | 'stopping' | 'stopped' | 'done';
let state: State = 'idle';

function enter(next: State): void {
  state = next;
  document.documentElement.dataset.state = next;
  start.disabled = next === 'stopping';
  start.textContent = { idle: 'Start', training: 'Stop', stopping: 'Stop', stopped: 'Go on', done: 'Start again' }[next];
  again.hidden = next !== 'stopped';
  seed.disabled = next === 'training' || next === 'stopping' || next === 'stopped';
}

function train(anew: boolean): void {
  if (anew) {
    history = [];
    curve.clear();
    sheet?.show(undefined);
    verdict.textContent = '';
    progress.value = 0;
    for (const id of ['accuracy', 'loss', 'speed', 'threads']) show(id, NaN, '–');
  }
  status.textContent = 'Compiling the step …';
  enter('training');
  tell({ kind: 'train', seed: seed.valueAsNumber, anew });
}

element('controls', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  if (state === 'training') {
    enter('stopping');
    tell({ kind: 'stop' });
  } else train(state !== 'stopped');
});
again.addEventListener('click', () => train(true));

function hear(message: FromWorker): void {
  switch (message.kind) {
    case 'ready':
      ({ epochs, trainingCount } = message);
      sheet = heldOutDigits(message.pixels, message.truth);
      element('summary', HTMLElement).textContent = message.summary;
      status.textContent = `${trainingCount} digits to learn from, ${message.truth.length} held out`;
      enter('idle');
      break;
    case 'progress':
      progress.value = (message.epoch - 1 + message.done / message.total) / epochs;
      status.textContent = `Epoch ${message.epoch} of ${epochs}`;
      show('threads', message.threads, String(message.threads));
      break;
    case 'epoch': {
      ({ history } = message);
      const { epoch, seconds, validationLoss, metrics } = history.at(-1)!;
      progress.value = epoch / epochs;
      show('accuracy', metrics.accuracy, `${(100 * metrics.accuracy).toFixed(1)} %`);
      show('loss', validationLoss!, validationLoss!.toFixed(4));
      show('speed', trainingCount / seconds, Math.round(trainingCount / seconds).toLocaleString('en'));
      show('threads', message.threads, String(message.threads));
      curve.draw(history);
      sheet?.show(message.predictions);
      paper.ask();
      break;
    }
    case 'done': {
      const { metrics, validationLoss } = history[message.bestEpoch - 1];
      progress.value = 1;
      status.textContent = `Done; the network of epoch ${message.bestEpoch} is kept`;
      show('accuracy', metrics.accuracy, `${(100 * metrics.accuracy).toFixed(1)} %`);
      show('loss', validationLoss!, validationLoss!.toFixed(4));
      curve.draw(history, message.bestEpoch);
      sheet?.show(message.predictions);
      verdict.textContent = message.reason.replaceAll(' %', '\u00a0%');
      paper.ask();
      enter('done');
      break;
    }
    case 'stopped':
      status.textContent = history.length === 0 ? 'Stopped in the first epoch' : `Stopped after epoch ${history.length} of ${epochs}`;
      enter('stopped');
      break;
    case 'read':
      paper.answer(message.probabilities);
      break;
    case 'failed':
      status.textContent = message.message;
      document.documentElement.dataset.state = 'failed';
      break;
  }
}

worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
worker.addEventListener('error', ({ message }) => hear({ kind: 'failed', message: message || 'the worker could not start' }));
