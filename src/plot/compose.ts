/** Puts a plot together: margins that fit the text, axes, marks, labels. Knows no data. */
import * as Plot from '@observablehq/plot';
import { positionOn, type Axis, type Tick } from './axis.ts';
import { type DrawnDocument, DrawnElement } from './document.ts';
import { labelMarks, labelWidth, type EndLabel } from './endLabels.ts';
import type { PlotOptions } from './input.ts';
import type { Layout } from './layout.ts';
import { drawLegend, legendHeight, type LegendItem } from './legend.ts';
import { shorten, textWidth, wrap } from './text.ts';
import { colors, fontSize } from './theme.ts';
import { everyFew, nameBeside, shifts, ticksAcross } from './ticks.ts';

/** What a plot wants drawn. */
export interface Figure {
  readonly options: PlotOptions;
  /** The title for screen readers when the user gives none: 'Predicted against actual values'. */
  readonly name: string;
  /** What can be seen, in a sentence or two, for those who cannot see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Drawn over the grid, in this order. */
  readonly marks: readonly Plot.Markish[];
  /** Names at the right ends of lines. */
  readonly endLabels?: readonly EndLabel[];
  /** An upright line at a value of x, with its name. */
  readonly marker?: { readonly x: number; readonly label: string };
  /** Stands below the plot: what a reader must know to read it right. */
  readonly caption?: string;
  /** Rows of names instead of numbers on the vertical axis: their height each, in pixels. */
  readonly rowHeight?: number;
  /** Columns of names instead of numbers on the horizontal axis: upright where they would meet. */
  readonly columns?: { readonly upright: boolean };
  /** Names of colours, above the plot. */
  readonly legend?: readonly LegendItem[];
  /** Height of the plot between its axes. Default half the width, within bounds. */
  readonly innerHeight?: number;
}

const lineHeight = 1.3;
/** Bold letters are wider by this factor. */
const boldness = 1.1;

/** The part of the width that names beside a plot take at most. */
const mostBeside = 0.42;

/** The pixels that names on the vertical axis take, within a picture of this width. */
export function nameMargin(names: readonly string[], width: number): number {
  const lines = names.flatMap((name) => name.split('\n'));
  return Math.ceil(Math.max(16, ...lines.map((line) => textWidth(shorten(line, width * mostBeside, fontSize.tick), fontSize.tick))) + 12);
}

/** Names standing upright below the plot are cut to this. */
const longestUpright = 110;

/** Draws the figure without its words for screen readers, and says how high it is and where its axes begin. */
export function compose(document: DrawnDocument, figure: Figure, leastLeft = 0): { svg: DrawnElement; height: number; left: number } {
  const { options, x, y } = figure;
  const width = options.width ?? 640;
  const title = options.title === undefined ? [] : wrap(options.title, (width - 8) / boldness, fontSize.title);
  const caption = figure.caption === undefined ? [] : wrap(figure.caption, width - 8, fontSize.tick);
  const xTitle = wrap(x.label, width - 8, fontSize.label);
  const yTitle = wrap(y.label, width - 8, fontSize.label);
  const titleHeight = title.length * fontSize.title * lineHeight + (title.length > 0 ? 8 : 0);
  const yTitleHeight = yTitle.length * fontSize.label * lineHeight + (yTitle.length > 0 ? 4 : 0);
  const legend = figure.legend ?? [];
  const legendTop = titleHeight;
  const yTitleTop = titleHeight + legendHeight(legend, width);
  const top = yTitleTop + yTitleHeight + ((figure.marker?.label ?? '') === '' ? 10 : 26);
  const upright = figure.columns?.upright === true
    ? x.ticks(0).map(({ value, text }) => ({ value, text: shorten(text, longestUpright, fontSize.tick) }))
    : undefined;
  const xTitleTop = upright === undefined ? 26 : 16 + Math.ceil(Math.max(...upright.map(({ text }) => textWidth(text, fontSize.tick))));
  const captionTop = xTitleTop + xTitle.length * fontSize.label * lineHeight + 8;
  const bottom = captionTop + caption.length * fontSize.tick * lineHeight;
  const rows = Math.round(y.domain[1] - y.domain[0]);
  const inner = figure.innerHeight ?? (figure.rowHeight === undefined ? Math.min(330, Math.max(210, width * 0.5)) : figure.rowHeight * rows);
  const height = Math.round(options.height ?? top + inner + bottom);

  const yTicks = y.ticks(figure.rowHeight === undefined ? Math.max(2, Math.floor((height - top - bottom) / 44)) : rows)
    .map(({ value, text }) => ({ value, text: nameBeside(text, width * mostBeside, figure.rowHeight ?? 0) }));
  const leastRight = Math.ceil(Math.max(16, labelWidth(figure.endLabels ?? [], width * 0.38)));
  const margins = { left: Math.max(leastLeft, nameMargin(yTicks.map(({ text }) => text), width)), right: leastRight };
  const { ticks: spread, left, right } = figure.columns === undefined ? ticksAcross(x, width, margins.left, margins.right) : { ticks: x.ticks(0), ...margins };
  const layout: Layout = { width, height, left, right, top, bottom };
  const cell = (width - left - right) / spread.length;
  const xTicks = figure.columns === undefined ? spread : spread.map(({ value, text }) => ({ value, text: shorten(text, cell - 4, fontSize.tick) }));
  const xFill = figure.columns === undefined ? colors.soft : colors.ink;

  const svg = Plot.plot({
    document: document as unknown as Document,
    className: 'glissade-plot', width, height, marginLeft: left, marginRight: right, marginTop: top, marginBottom: bottom,
    x: { type: x.type, domain: [...x.domain], reverse: x.reverse, axis: null },
    y: { type: y.type, domain: [...y.domain], reverse: y.reverse, axis: null },
    marks: [
      ...(figure.rowHeight === undefined ? [Plot.gridY(yTicks.map(({ value }) => value), { stroke: colors.grid, strokeOpacity: 1 })] : []),
      ...(figure.columns === undefined ? [Plot.gridX(xTicks.map(({ value }) => value), { stroke: colors.grid, strokeOpacity: 1 })] : []),
      ...(figure.marker === undefined ? [] : [Plot.ruleX([figure.marker.x], { stroke: colors.soft, strokeDasharray: '4 3' })]),
      ...figure.marks,
      upright === undefined
        ? Plot.text(xTicks, { x: 'value', text: 'text', frameAnchor: 'bottom', lineAnchor: 'top', dy: 9, fill: xFill, fontSize: fontSize.tick })
        : Plot.text(everyFew(upright, cell), { x: 'value', text: 'text', frameAnchor: 'bottom', rotate: -90, textAnchor: 'end', dy: 8, fill: xFill, fontSize: fontSize.tick }),
      ...together(yTicks, shifts(y, yTicks, height - top - bottom)).map(({ ticks, dy }) => Plot.text(ticks, { y: 'value', text: 'text', frameAnchor: 'left', textAnchor: 'end', dx: -8, dy, fill: figure.rowHeight === undefined ? colors.soft : colors.ink, fontSize: fontSize.tick })),
      ...labelMarks(figure.endLabels ?? [], y, layout),
      ...(figure.marker === undefined ? [] : [markerLabel(figure.marker, x, layout)]),
    ],
  }) as unknown as DrawnElement;

  svg.children.find(({ tagName }) => tagName === 'style')?.remove();
  const text = (lines: readonly string[], at: number, size: number, fill: string, attributes: Readonly<Record<string, string | number>> = {}): void => {
    lines.forEach((line, i) => {
      const element = new DrawnElement(document, 'text');
      element.textContent = line;
      const place = { x: 4, 'text-anchor': 'start', y: at + size + i * size * lineHeight, 'font-size': size, fill, ...attributes };
      for (const [name, value] of Object.entries(place)) element.setAttribute(name, value);
      svg.appendChild(element);
    });
  };
  text(title, 0, fontSize.title, colors.ink, { 'font-weight': 600 });
  if (legend.length > 0) svg.appendChild(drawLegend(document, legend, width, legendTop));
  text(yTitle, yTitleTop, fontSize.label, colors.ink);
  const middle = left + (width - left - right) / 2;
  const roomy = Math.max(...xTitle.map((line) => textWidth(line, fontSize.label)), 0) / 2 <= Math.min(middle, width - middle);
  text(xTitle, height - bottom + xTitleTop, fontSize.label, colors.ink, { x: roomy ? middle : width / 2, 'text-anchor': 'middle' });
  text(caption, height - bottom + captionTop, fontSize.tick, colors.soft);
  return { svg, height, left };
}

/** The ticks that move alike, by how much. */
function together(ticks: readonly Tick[], moves: readonly number[]): { readonly ticks: readonly Tick[]; readonly dy: number }[] {
  return [...new Set(moves)].map((dy) => ({ dy, ticks: ticks.filter((_, i) => moves[i] === dy) }));
}

/** The marker's name above its line, moved inwards where it would leave the picture. */
function markerLabel(marker: { readonly x: number; readonly label: string }, x: Axis, layout: Layout): Plot.Markish {
  const at = layout.left + positionOn(x, marker.x) * (layout.width - layout.left - layout.right);
  const text = shorten(marker.label, layout.width - 8, fontSize.tick);
  const half = textWidth(text, fontSize.tick) / 2;
  const dx = Math.round(Math.max(4 + half - at, Math.min(0, layout.width - 4 - half - at)));
  return Plot.text([marker.x], { x: (value: number) => value, text: () => text, frameAnchor: 'top', dx, dy: -10, lineAnchor: 'bottom', fill: colors.ink, fontSize: fontSize.tick });
}
