/** What sections are made of: figures for wide and narrow screens, tables that scroll, code. Knows no model. */
import type { Diagnosis } from '../evaluate/index.ts';
import { formatCount } from '../plot/index.ts';
import { html, raw, type Markup, type Part } from './markup.ts';

/** One part of the report, with the anchor that the contents link to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** Pixels: the text column of a screen, and that of a phone. */
const widths = { wide: 680, narrow: 335 } as const;

/** A plot drawn twice, so that its letters are readable on a phone; the style shows one of them. */
export function figure(draw: (width: number) => string): Markup {
  return html`<figure><div class="wide">${raw(draw(widths.wide))}</div><div class="narrow">${raw(draw(widths.narrow))}</div></figure>`;
}

export interface Column {
  readonly name: string;
  /** Numbers stand right, so that their digits align. */
  readonly number?: boolean;
}

/** Rows beyond this many fold away; beyond the second number they are left out, and counted. */
const shownRows = 40;
const mostRows = 400;

/** @param name  for screen readers, as the table can be scrolled by keyboard   @param marked  row to stand out */
export function table(name: string, columns: readonly Column[], rows: readonly (readonly Part[])[], marked: number = -1): Markup {
  const rowOf = (cells: readonly Part[], i: number): Markup => {
    const [first, ...rest] = cells;
    return html`<tr${i === marked ? raw(' class="marked"') : undefined}><th scope="row"${numeric(columns[0])}>${first}</th>${rest.map((cell, j) => html`<td${numeric(columns[j + 1])}>${cell}</td>`)}</tr>`;
  };
  const head = html`<thead><tr>${columns.map((column) => html`<th scope="col"${numeric(column)}>${column.name}</th>`)}</tr></thead>`;
  const grid = (part: readonly (readonly Part[])[], from: number): Markup =>
    html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>${head}<tbody>${part.map((cells, i) => rowOf(cells, from + i))}</tbody></table></div>`;
  if (rows.length <= shownRows) return grid(rows, 0);
  const folded = rows.slice(shownRows, mostRows);
  const left = rows.length - shownRows - folded.length;
  return html`${grid(rows.slice(0, shownRows), 0)}<details><summary>${formatCount(folded.length, 'more row')}</summary>${grid(folded, shownRows)}</details>${left > 0 ? html`<p class="note">${formatCount(left, 'further row')} not shown.</p>` : undefined}`;
}

export function list(items: readonly Part[]): Markup {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** @param name  for screen readers, as long lines can be scrolled by keyboard */
export function code(name: string, text: string): Markup {
  return html`<pre tabindex="0" role="region" aria-label="${name}"><code>${text}</code></pre>`;
}

/** Large figures: name, value, and what it means. */
export function tiles(entries: readonly (readonly [name: string, value: string, note: string])[]): Markup {
  return html`<dl class="tiles">${entries.map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`)}</dl>`;
}

/** A verdict with its reason. @param further  what follows in the same paragraph */
export function verdict({ verdict, reason }: Diagnosis, further?: Markup): Markup {
  return html`<div class="verdict"><p><strong>Verdict: ${verdict}.</strong> ${reason}${further === undefined ? '' : ' '}${further}</p></div>`;
}

/** Names and their values, one under the other. */
export function facts(entries: readonly (readonly [string, Part])[]): Markup {
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function numeric(column: Column): Markup | undefined {
  return column.number === true ? raw(' class="number"') : undefined;
}
