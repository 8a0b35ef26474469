/** The report of a comparison: one HTML file that needs no network and runs no script. Knows no file system. */
import type { Comparison } from '../select/index.ts';
import { html, raw } from './markup.ts';
import { data } from './sections/data.ts';
import { effects } from './sections/effects.ts';
import { learning } from './sections/learning.ts';
import { making } from './sections/making.ts';
import { models } from './sections/models.ts';
import { path } from './sections/path.ts';
import { predictions, residuals } from './sections/predictions.ts';
import { contents, summary } from './sections/summary.ts';
import { use } from './sections/use.ts';
import { style } from './style.ts';

export interface ReportOptions {
  /** Where the model was written, as the reader will load it: 'houses.glissade'. */
  readonly modelFile: string;
  /** The version of Glissade. */
  readonly version: string;
  /** When it was made, as it should stand there. Default: not said, so that equal input gives an equal report. */
  readonly generated?: string;
  /** The command that makes it again. Default: `npx glissade train` with table, target, folds and seed. */
  readonly command?: string;
}

/**
 * A self-contained report about a comparison: summary and doubts, data, models compared, the chosen model, predictions,
 * residuals, coefficient path, learning curve with its verdict, how to load the model, how it was made.
 * Readable on a phone, in the dark and on paper; names from the table are escaped.
 * @returns HTML, deterministic for equal input
 * @throws TypeError when modelFile or version is not a string
 */
export function htmlReport(comparison: Comparison, options: ReportOptions): string {
  for (const name of ['modelFile', 'version'] as const) {
    const text: unknown = options[name];
    if (typeof text !== 'string') throw new TypeError(`htmlReport: ${name} must be a string; it is ${text === null ? 'null' : typeof text}`);
  }
  const sections = [
    summary(comparison), data(comparison), models(comparison), effects(comparison), predictions(comparison), residuals(comparison),
    ...(comparison.path === undefined ? [] : [path(comparison.path, comparison.target)]),
    learning(comparison), use(comparison, options.modelFile), making(comparison, options),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Glissade ${options.version}">
<title>${comparison.target}, predicted from ${comparison.source}</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<p class="kicker">Regression report${options.generated === undefined ? '' : ` · ${options.generated}`} · ${comparison.source}</p>
<h1>Predicting ${comparison.target}</h1>
${contents(sections)}
</header>
<main>
${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>${body}
</section>
`)}</main>
<footer><p>Made with Glissade ${options.version}. This file is complete: it loads nothing and sends nothing.</p></footer>
</body>
</html>
`.text;
}
