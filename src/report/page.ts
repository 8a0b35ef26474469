/** The page around the sections of any report: one HTML file that needs no network and runs no script. */
import { html, raw } from './markup.ts';
import type { Section } from './pieces.ts';
import { contents } from './sections/summary.ts';
import { style } from './style.ts';

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
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${made}">
<title>${title}</title>
<style>${raw(style + more)}</style>
</head>
<body>
<header>
<p class="kicker">${kind}${generated === undefined ? '' : ` · ${generated}`} · ${source}</p>
<h1>${heading}</h1>
${contents(sections)}
</header>
<main>
${sections.map(({ id, title: name, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${name}</h2>${body}
</section>
`)}</main>
<footer><p>Made with ${made}. This file is complete: it loads nothing and sends nothing.</p></footer>
</body>
</html>
`.text;
}
