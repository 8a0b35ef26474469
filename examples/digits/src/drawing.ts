/** The paper to draw on: strokes become 64 numbers, these are asked about, and the answer is shown. Knows no network. */
import { element } from './elements.ts';
import { blocksOf } from './ink.ts';
import { inkColor, onThemeChange, paint } from './picture.ts';

type Point = readonly [x: number, y: number];

/** Width of the pen, and of the paper, in the canvas' own units. */
const [pen, side] = [20, 280];
/** The points at which ink is looked at, along a side. */
const points = 56;

export interface Drawing {
  /** Asks again, after the network has learnt more. */
  ask(): void;
  answer(probabilities: ArrayLike<number> | undefined): void;
}

export function drawing(ask: (blocks: Float32Array) => void): Drawing {
  const paper = element('paper', HTMLCanvasElement);
  const seen = element('seen', HTMLCanvasElement);
  const context = paper.getContext('2d')!;
  const small = new OffscreenCanvas(points, points).getContext('2d', { willReadFrequently: true })!;
  const strokes: Point[][] = [];
  let pointer: number | undefined;

  const redraw = (): void => {
    context.clearRect(0, 0, side, side);
    strokesOn(context, strokes, 1, inkColor());
    paint(seen, blocks() ?? [], inkColor());
  };
  const blocks = (): Float32Array | undefined => {
    small.clearRect(0, 0, points, points);
    strokesOn(small, strokes, points / side, 'black');
    const { data } = small.getImageData(0, 0, points, points);
    return blocksOf({ ink: Float32Array.from({ length: points ** 2 }, (_, at) => data[4 * at + 3] / 255), width: points, height: points });
  };
  const askNow = (): void => {
    const found = blocks();
    if (found !== undefined) ask(found);
  };
  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = paper.getBoundingClientRect();
    return [(clientX - left) * side / width, (clientY - top) * side / height];
  };

  paper.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || pointer !== undefined) return;
    pointer = event.pointerId;
    paper.setPointerCapture(pointer);
    strokes.push([pointOf(event)]);
    redraw();
  });
  paper.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length > 0 ? between : [event]) strokes.at(-1)!.push(pointOf(one));
    redraw();
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    paper.addEventListener(end, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      redraw();
      askNow();
    });
  }
  element('clear', HTMLButtonElement).addEventListener('click', () => {
    strokes.length = 0;
    redraw();
    answer(undefined);
  });
  onThemeChange(redraw);

  const bars = Array.from({ length: 10 }, () => {
    const bar = document.createElement('li');
    bar.append(document.createElement('span'), document.createElement('output'));
    return bar;
  });
  element('probabilities', HTMLOListElement).append(...bars);
  const words = element('answer', HTMLElement);
  const answer = (probabilities: ArrayLike<number> | undefined): void => {
    const given = probabilities === undefined ? undefined : Array.from(probabilities);
    const best = given?.indexOf(Math.max(...given));
    bars.forEach((bar, digit) => {
      const share = given?.[digit] ?? 0;
      bar.classList.toggle('best', digit === best);
      bar.style.setProperty('--share', String(share));
      bar.querySelector('output')!.textContent = given === undefined ? '' : percent(share);
    });
    if (given === undefined || best === undefined) words.textContent = strokes.length === 0 ? 'Draw, and it answers.' : 'Train first, then it answers.';
    else words.replaceChildren(given[best] < 0.6 ? 'Perhaps a ' : 'This is a ', Object.assign(document.createElement('strong'), { textContent: String(best) }));
  };
  answer(undefined);
  return { ask: askNow, answer };
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : share < 1 && share > 0.99 ? '> 99 %' : `${Math.round(100 * share)} %`;
}

function strokesOn(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, strokes: readonly Point[][], scale: number, color: string): void {
  context.save();
  context.scale(scale, scale);
  Object.assign(context, { lineWidth: pen, lineCap: 'round', lineJoin: 'round', strokeStyle: color });
  for (const [first, ...rest] of strokes) {
    context.beginPath();
    context.moveTo(...first);
    if (rest.length === 0) context.lineTo(first[0] + 0.01, first[1]);
    for (const point of rest) context.lineTo(...point);
    context.stroke();
  }
  context.restore();
}
