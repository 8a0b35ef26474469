/** The loop of learning: predict, measure the cost, differentiate, update; and again. */
import { describe } from '../array/index.ts';
import { arrowHead, drawDiagram, element } from './diagram.ts';
import type { DrawnDocument, DrawnElement } from './document.ts';
import { checkOptions, type PlotOptions } from './input.ts';
import { shorten } from './text.ts';
import { colors, fontSize } from './theme.ts';

/** The formula in each box. */
export interface LearningLoop {
  /** Default 'W, b'. */
  readonly parameters?: string;
  /** Default 'ŷ = f(x; W, b)'. */
  readonly prediction?: string;
  /** Default 'C(y, ŷ)'. */
  readonly cost?: string;
  /** Default '∂C/∂W, ∂C/∂b'. */
  readonly gradient?: string;
  /** Default 'W ← W − α · ∂C/∂W'. */
  readonly update?: string;
}

const usual: Required<LearningLoop> = { parameters: 'W, b', prediction: 'ŷ = f(x; W, b)', cost: 'C(y, ŷ)', gradient: '∂C/∂W, ∂C/∂b', update: 'W ← W − α · ∂C/∂W' };
const boxTall = 58;

/**
 * How a model learns, as a loop: its parameters and the data give a prediction (forward propagation), the cost says how wrong it is,
 * the derivatives of the cost (backward propagation) say where to move the parameters.
 * @param loop  formulas instead of the general ones   @param options  defaults: width 640
 * @returns one self-contained SVG
 * @throws TypeError for a formula that is no text
 */
export function learningDiagram(loop: LearningLoop = {}, options: PlotOptions = {}): string {
  const caller = 'learningDiagram';
  checkOptions(caller, options);
  if (typeof loop !== 'object' || loop === null) throw new TypeError(`${caller}: loop must be an object of formulas; it is ${describe(loop)}`);
  for (const [name, formula] of Object.entries(loop as Record<string, unknown>)) {
    if (!Object.hasOwn(usual, name)) throw new TypeError(`${caller}: formulas must be among ${Object.keys(usual).join(', ')}; ${describe(name)} is not`);
    if (formula !== undefined && typeof formula !== 'string') throw new TypeError(`${caller}: ${name} must be a text; it is ${describe(formula)}`);
  }
  const { parameters, prediction, cost, gradient, update } = { ...usual, ...Object.fromEntries(Object.entries(loop).filter(([, formula]) => formula !== undefined)) } as Required<LearningLoop>;
  return drawDiagram({
    options,
    name: 'The loop of learning',
    description: `Forward: the parameters ${parameters} and the data give the prediction ${prediction}; compared with the truth it gives the cost ${cost}. Backward: the derivatives ${gradient} give the update ${update}, and the loop begins again.`,
    caption: 'Blue: forward propagation. Orange: backward propagation. The loop turns until the cost falls no more.',
    content: (document, width, top) => {
      const boxes = [
        { name: 'Parameters', formula: parameters, column: 0, row: 1, color: colors.ink },
        { name: 'Prediction', formula: prediction, column: 1, row: 0, color: colors.blue },
        { name: 'Cost', formula: cost, column: 2, row: 1, color: colors.blue },
        { name: 'Gradient', formula: gradient, column: 1, row: 2, color: colors.orange },
      ];
      return drawLoop(document, boxes, update, width, top + 4);
    },
  });
}

interface Box {
  readonly name: string;
  readonly formula: string;
  readonly column: number;
  readonly row: number;
  readonly color: string;
}

/** Four boxes on a diamond and the arrows around, or, where there is little room, one below the other. */
function drawLoop(document: DrawnDocument, boxes: readonly Box[], update: string, width: number, top: number): { elements: DrawnElement[]; end: number } {
  const isNarrow = width < 520;
  const pen = penOf(document, width);
  const wide = isNarrow ? Math.min(220, width - 110) : Math.min(190, (width - 24) / 3.4);
  const at = boxes.map(({ column, row }, i): Corner => (isNarrow
    ? [48, top + i * (boxTall + 34)]
    : [6 + (column * (width - 12 - wide)) / 2, top + 60 + row * (boxTall + 38)]));
  boxes.forEach((box, i) => pen.box(box, at[i], wide));
  if (isNarrow) column(pen, at, wide, update);
  else diamond(pen, at, wide, update);
  return { elements: pen.elements, end: at[3][1] + boxTall + (isNarrow ? 22 : 0) };
}

type Corner = readonly [x: number, y: number];
type Pen = ReturnType<typeof penOf>;

function penOf(document: DrawnDocument, width: number) {
  const elements: DrawnElement[] = [];
  return {
    elements,
    box: ({ name, formula, color }: Box, [x, y]: Corner, wide: number): void => {
      elements.push(
        element(document, 'rect', { x, y, width: wide, height: boxTall, rx: 8, fill: color, 'fill-opacity': 0.07, stroke: color, 'stroke-width': 1.5 }),
        element(document, 'text', { x: x + wide / 2, y: y + 23, 'font-size': fontSize.label, 'font-weight': 600, 'text-anchor': 'middle', fill: color }, name),
        element(document, 'text', { x: x + wide / 2, y: y + 43, 'font-size': fontSize.label, 'text-anchor': 'middle', fill: colors.ink }, shorten(formula, wide - 10, fontSize.label)),
      );
    },
    text: (words: string, [x, y]: Corner, fill: string, room = width): void => {
      elements.push(element(document, 'text', { x, y, 'font-size': fontSize.tick, 'text-anchor': 'middle', fill }, shorten(words, room, fontSize.tick)));
    },
    /** A path and the point it ends at, along (dx, dy). */
    arrow: (path: string, [x, y]: Corner, [dx, dy]: Corner, color: string): void => {
      elements.push(
        element(document, 'path', { d: `${path}L${x - 7 * dx},${y - 7 * dy}`, fill: 'none', stroke: color, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
        element(document, 'path', { d: arrowHead(x - dx, y - dy, dx, dy), fill: color }),
      );
    },
  };
}

const half = boxTall / 2;

function diamond({ text, arrow }: Pen, [parameters, prediction, cost, gradient]: readonly Corner[], wide: number, update: string): void {
  const [leftX, middle, rightX] = [parameters[0] + wide / 2, prediction[0] + wide / 2, cost[0] + wide / 2];
  const [above, below] = [prediction[1] + half, gradient[1] + half];
  text('data: x', [middle, prediction[1] - 46], colors.ink);
  arrow(`M${middle},${prediction[1] - 40}`, [middle, prediction[1]], [0, 1], colors.blue);
  text('data: y', [cost[0] - 46, cost[1] + half + 4], colors.ink);
  arrow(`M${cost[0] - 20},${cost[1] + half}`, [cost[0], cost[1] + half], [1, 0], colors.blue);
  arrow(`M${leftX},${parameters[1]}V${above}`, [prediction[0], above], [1, 0], colors.blue);
  arrow(`M${prediction[0] + wide},${above}H${rightX}`, [rightX, cost[1]], [0, 1], colors.blue);
  arrow(`M${rightX},${cost[1] + boxTall}V${below}`, [gradient[0] + wide, below], [-1, 0], colors.orange);
  arrow(`M${gradient[0]},${below}H${leftX}`, [leftX, parameters[1] + boxTall], [0, -1], colors.orange);
  text('forward', [(leftX + prediction[0]) / 2, above - 8], colors.blue);
  text('compare', [(rightX + prediction[0] + wide) / 2, above - 8], colors.blue);
  text('backward', [(rightX + gradient[0] + wide) / 2, below + 18], colors.orange);
  text(update, [Math.max(gradient[0] / 2, (leftX + gradient[0]) / 2), below + 18], colors.orange, gradient[0] - 4);
}

function column({ text, arrow }: Pen, at: readonly Corner[], wide: number, update: string): void {
  const [left, right] = [at[0][0], at[0][0] + wide];
  const middle = (left + right) / 2;
  for (const [i, color] of [[0, colors.blue], [1, colors.blue], [2, colors.orange]] as const) arrow(`M${middle},${at[i][1] + boxTall}`, [middle, at[i + 1][1]], [0, 1], color);
  for (const [name, i] of [['x', 1], ['y', 2]] as const) {
    text(name, [12, at[i][1] + half + 4], colors.ink);
    arrow(`M22,${at[i][1] + half}`, [left, at[i][1] + half], [1, 0], colors.blue);
  }
  const out = right + 26;
  arrow(`M${right},${at[3][1] + half}H${out}V${at[0][1] + half}`, [right, at[0][1] + half], [-1, 0], colors.orange);
  text(update, [middle, at[3][1] + boxTall + 18], colors.orange);
}
