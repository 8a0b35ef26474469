/** A chapter of the guide as one HTML file: Markdown, formulas as MathML, pictures inside. Knows no chapter. */
import katex from 'katex';
import { Marked, Renderer } from 'marked';
import { frame } from '../dist/report/frame.js';
import { html, raw } from '../dist/report/markup.js';
import { figure } from '../dist/report/pieces.js';
import { formulaStyle } from '../dist/report/derivationPage.js';

const more = `
pre{font-size:.8125em}
body>header,main,body>footer{max-width:46rem}
.chapters{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;margin:3rem 0 0;padding-top:1rem;border-top:1px solid var(--line);font-size:.9375rem}
${formulaStyle}
main h3{font-size:1.1rem}main h4{font-size:1rem;margin:1.75rem 0 .5rem}
.derivation{background:var(--tint);padding:.25rem 1.15rem 1rem;margin:1.5rem 0;border-radius:4px}
@media screen and (max-width:44rem){.derivation{padding:.25rem .75rem 1rem}}
.derivation>.scroll:first-of-type td:nth-child(3){min-width:9rem}
`;

/** Formulas are taken before Markdown, which would read their _ and * as its own. */
const formula = (name, level, start, rule, display) => ({
  name, level,
  start: (source) => source.indexOf(start),
  tokenizer: (source) => {
    const match = rule.exec(source);
    return match === null ? undefined : { type: name, raw: match[0], text: match[1].trim() };
  },
  renderer: ({ text }) => {
    const set = katex.renderToString(text, { output: 'mathml', displayMode: display, throwOnError: true, strict: 'error' });
    return display ? `<div class="scroll formulas" role="region" aria-label="Formulas" tabindex="0">${set}</div>` : set;
  },
});

/** @param chapter  { name, title, text, picture?, narrow? }, narrow the picture for a phone   @param before, after  chapters, or undefined */
export function pageOf({ title, text, picture, narrow }, before, after) {
  const marked = new Marked({
    extensions: [formula('blockFormula', 'block', '$$', /^\$\$\n([\s\S]+?)\n\$\$(?:\n|$)/, true), formula('formula', 'inline', '$', /^\$([^$\n]+)\$/, false)],
    renderer: {
      image: ({ href, text: words }) => (picture === undefined ? `<img src="${href}" alt="${words}">` : figure((width) => (width < 400 ? narrow : picture)).text),
      // wide ones scroll, not the page
      table(token) {
        return `<div class="scroll" role="region" aria-label="Table" tabindex="0">${Renderer.prototype.table.call(this, token)}</div>`;
      },
      link({ href, tokens }) {
        const inside = this.parser.parseInline(tokens);
        // chapters link to each other; the rest of the repository is not here
        if (/^\d\d-[\w-]+\.md$/.test(href)) return `<a href="${href.replace('.md', '.html')}">${inside}</a>`;
        return /^https?:/.test(href) ? `<a href="${href}">${inside}</a>` : inside;
      },
    },
  });
  const body = marked.parse(text
    .replace('<!-- made: picture -->\n', '').replace('<!-- made: derivation -->\n', '\n<div class="derivation">\n\n').replaceAll('<!-- made: end -->', (_, at, all) => (all.lastIndexOf('<!-- made: end -->') === at ? '\n\n</div>\n' : ''))
    .replace(/^# .*\n/, ''));
  const link = (chapter, words) => (chapter === undefined ? html`<span></span>` : html`<a href="${chapter.name}.html">${words(chapter.title)}</a>`);
  return frame({
    title: `${title} · Glissade`, more, generator: 'Glissade',
    header: html`<p class="kicker"><a href="index.html">A guide to machine learning with Glissade</a></p><h1>${title}</h1>`,
    main: html`${raw(body)}<nav class="chapters" aria-label="Chapters">${link(before, (words) => `← ${words}`)}${link(after, (words) => `${words} →`)}</nav>
`,
    footer: html`Part of Glissade. This page is complete: it loads nothing.`,
  });
}
