/** HTML that cannot be injected into: whatever is put between tags is escaped, unless it is markup itself. */
import { escapeMarkup } from '../plot/index.ts';

/** A piece of HTML, made by `html` or `raw` only. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, markup and lists of markup are not, nothing is nothing. */
export type Part = string | number | Markup | readonly Markup[] | undefined;

/** html`<p>${name}</p>`: the name is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + textOf(parts[i - 1]) + string));
}

/** Markup made elsewhere: the SVG of a plot. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(String(part));
  return part.map(({ text }) => text).join('');
}
