/** Digits that were held out, and what each is taken for: a sheet of some, and all that are mistaken. */
import { element } from './elements.ts';
import { inkColor, onThemeChange, paint } from './picture.ts';

const rows = 6;
/** More mistakes than these are counted only. */
const most = 20;

export interface HeldOut {
  show(predictions: readonly number[] | undefined): void;
}

export function heldOutDigits(pixels: Float32Array, truth: readonly number[]): HeldOut {
  const tiles = new Map<number, Tile>();
  const tile = (at: number, wordy = false): Tile => new Tile(pixels.subarray(at * 64, at * 64 + 64), truth[at], wordy);
  const columns = Array.from({ length: 10 }, (_, digit) => truth.flatMap((is, at) => (is === digit ? [at] : [])).slice(0, rows));
  for (let row = 0; row < rows; row++) for (const column of columns) if (column[row] !== undefined) tiles.set(column[row], tile(column[row]));
  element('grid', HTMLElement).replaceChildren(...[...tiles.values()].map(({ figure }) => figure));

  let mistaken: Tile[] = [];
  const repaint = (): void => { for (const one of [...tiles.values(), ...mistaken]) one.paint(); };
  onThemeChange(repaint);
  repaint();
  const [title, list, score] = [element('mistakes-title', HTMLElement), element('mistakes', HTMLElement), element('score', HTMLElement)];
  const legend = score.textContent;
  return {
    show: (predictions) => {
      for (const [at, one] of tiles) one.take(predictions?.[at]);
      const wrong = predictions === undefined ? [] : truth.flatMap((is, at) => (predictions[at] === is ? [] : [at]));
      score.textContent = predictions === undefined ? legend : `${truth.length - wrong.length} of ${truth.length} are read rightly. ${legend}`;
      title.hidden = predictions === undefined;
      title.textContent = wrong.length === 0 ? 'None of them is mistaken.' : `Mistaken: ${wrong.length}${wrong.length > most ? `, ${most} of them` : ''}`;
      mistaken = wrong.slice(0, most).map((at) => tile(at, true));
      list.replaceChildren(...mistaken.map((one, i) => {
        one.take(predictions![wrong[i]]);
        one.paint();
        return one.figure;
      }));
    },
  };
}

/** A picture and, below it, what it is taken for. */
class Tile {
  readonly figure: HTMLElement = document.createElement('figure');
  readonly #canvas: HTMLCanvasElement = document.createElement('canvas');
  readonly #caption: HTMLElement = document.createElement('figcaption');
  readonly #blocks: Float32Array;
  readonly #truth: number;
  readonly #wordy: boolean;

  constructor(blocks: Float32Array, truth: number, wordy: boolean) {
    this.#blocks = blocks;
    this.#truth = truth;
    this.#wordy = wordy;
    [this.#canvas.width, this.#canvas.height] = [8, 8];
    this.figure.append(this.#canvas, this.#caption);
    this.take(undefined);
  }

  paint(): void {
    paint(this.#canvas, this.#blocks, inkColor());
  }

  take(prediction: number | undefined): void {
    const wrong = prediction !== undefined && prediction !== this.#truth;
    this.figure.className = wrong ? 'wrong' : prediction === undefined ? 'unknown' : 'right';
    this.#caption.textContent = prediction === undefined ? '?' : this.#wordy ? `${this.#truth}, read as ${prediction}` : String(prediction);
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', `a ${this.#truth}${prediction === undefined ? '' : wrong ? `, taken for a ${prediction}` : ', read rightly'}`);
  }
}
