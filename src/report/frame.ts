/** The outermost part of a page, of reports and of the guide: one HTML file that needs no network and runs no script. */
import { html, raw, type Markup } from './markup.ts';
import { style } from './style.ts';

export interface Frame {
  /** Of the window. */
  readonly title: string;
  /** 'Glissade 1.2.3' */
  readonly generator: string;
  /** Rules of the style for this page only. */
  readonly more?: string;
  readonly header: Markup;
  readonly main: Markup;
  readonly footer: Markup;
}

export function frame({ title, generator, more = '', header, main, footer }: Frame): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator}">
<title>${title}</title>
<style>${raw(style + more)}</style>
</head>
<body>
<header>
${unbroken(header)}
</header>
<main>
${unbroken(main)}</main>
<footer><p>${unbroken(footer)}</p></footer>
</body>
</html>
`.text;
}

/** A number keeps its per cent, or its power of ten, on its line; code, pictures and formulas stay as they are. */
function unbroken({ text }: Markup): Markup {
  const spaces = String.raw`(?<=\d) (?=%)|(?<=\d) (?=× 10[⁻⁰¹²³⁴-⁹])|(?<=\d ×) (?=10[⁻⁰¹²³⁴-⁹])`;
  return raw(text.replaceAll(new RegExp(String.raw`<(pre|svg|math)\b[^]*?</\1>|${spaces}`, 'g'), (found) => (found === ' ' ? '\u00a0' : found)));
}
