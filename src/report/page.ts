/** The page around the sections of any report. */
import { frame } from './frame.ts';
import { html } from './markup.ts';
import type { Section } from './pieces.ts';
import { contents } from './sections/summary.ts';

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly heading: string;
  /** 'Regression report' */
  readonly kind: string;
  readonly source: string;
  /** Of Glissade, when known. */
  readonly version?: string;
  /** Rules of the style for this page only. */
  readonly more?: string;
  readonly generated?: string;
  readonly sections: readonly Section[];
}

export function page({ title, heading, kind, source, version, more = '', generated, sections }: Page): string {
  const made = version === undefined ? 'Glissade' : `Glissade ${version}`;
  return frame({
    title, more, generator: made,
    header: html`<p class="kicker">${kind}${generated === undefined ? '' : ` · ${generated}`} · ${source}</p>
<h1>${heading}</h1>
${contents(sections)}`,
    main: html`${sections.map(({ id, title: name, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${name}</h2>${body}
</section>
`)}`,
    footer: html`Made with ${made}. This file is complete: it loads nothing and sends nothing.`,
  });
}
