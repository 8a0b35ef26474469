/** A figure, or several below each other, as one self-contained SVG with words for screen readers. Knows no data. */
import { compose, type Figure } from './compose.ts';
import { DrawnDocument, DrawnElement } from './document.ts';
import { style } from './theme.ts';

export { nameMargin, type Figure } from './compose.ts';

/** The figure as one self-contained SVG string. */
export function draw(figure: Figure): string {
  const document = new DrawnDocument();
  const { svg } = compose(document, figure);
  return complete(document, svg, figure);
}

/** Figures of one width below each other as one picture; title, name and caption are those of the first and the last. */
export function drawStack(figures: readonly Figure[]): string {
  const document = new DrawnDocument();
  const outer = new DrawnElement(document, 'svg');
  let height = 0;
  const width = figures[0].options.width ?? 640;
  // one below the other, axes begin at the same place
  const left = Math.max(...figures.map((figure) => compose(document, figure).left));
  for (const figure of figures) {
    const { svg, height: own } = compose(document, figure, left);
    svg.setAttribute('y', height);
    svg.removeAttribute('class');
    outer.appendChild(svg);
    height += own;
  }
  for (const [name, value] of Object.entries({ class: 'glissade-plot', width, height, viewBox: `0 0 ${width} ${height}`, 'font-size': 10, 'font-family': 'system-ui, sans-serif', 'text-anchor': 'middle' })) outer.setAttribute(name, value);
  return complete(document, outer, figures[0]);
}

/** The picture with its words for screen readers and its style, as text. */
export function complete(document: DrawnDocument, svg: DrawnElement, { options, name, description, caption }: Pick<Figure, 'options' | 'name' | 'description' | 'caption'>): string {
  const first = svg.children[0] ?? null;
  svg.insertBefore(wordsIn(document, 'title', options.title ?? name), first);
  svg.insertBefore(wordsIn(document, 'desc', [description, caption].filter((text) => text !== undefined).join(' ')), first);
  svg.insertBefore(wordsIn(document, 'style', style), first);
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', options.title ?? name);
  return svg.toString();
}

function wordsIn(document: DrawnDocument, element: string, text: string): DrawnElement {
  const made = new DrawnElement(document, element);
  made.textContent = text;
  return made;
}
