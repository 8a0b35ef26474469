/** A derivation as one HTML file, its formulas typeset as MathML by KaTeX: no network, no script, no font to load. */
import type { Derivation } from '../explain/index.ts';
import { html, raw, type Markup } from './markup.ts';
import { page } from './page.ts';
import { table, type Section } from './pieces.ts';
import { mathFonts } from './style.ts';

export interface DerivationPageOptions {
  /** What the derivation is of, above the title: 'houses.glissade'. Default: nothing more than the title. */
  readonly source?: string;
  /** The version of Glissade. */
  readonly version?: string;
}

/** As much of KaTeX as is used: it is loaded when a page is made, so that reports do not carry it. */
interface Katex {
  renderToString(latex: string, options: { readonly output: 'mathml'; readonly displayMode: boolean; readonly throwOnError: boolean; readonly strict: (code: string) => 'error' | 'ignore' }): string;
}

/**
 * The derivation as a page to read and to keep: symbols, then every section, formulas set as in a book.
 * @returns HTML, deterministic for equal input
 * @example
 * ```ts
 * import { linearRegression } from 'glissade';
 * import { derive } from 'glissade/explain';
 * import { derivationPage } from 'glissade/report';
 * const page = await derivationPage(derive(await linearRegression().fit(X, y)), { source: 'a plane' });
 * page.includes('<math'); // true
 * ```
 */
export async function derivationPage(derivation: Derivation, { source, version }: DerivationPageOptions = {}): Promise<string> {
  const { default: katex } = (await import('katex' as string)) as { readonly default: Katex };
  const math = (latex: string, displayMode: boolean): Markup => raw(katex.renderToString(latex, { output: 'mathml', displayMode, throwOnError: true, strict }));
  const hasValues = derivation.symbolBlocks.some(({ value }) => value !== '');
  const symbols = derivation.symbolBlocks.map(({ name, shape, value, meaning }) => [
    math(name, false), shape === '' ? '' : math(shape, false), meaning, ...(hasValues ? [value === '' ? '' : math(value, false)] : []),
  ]);
  const sections = derivation.sectionBlocks.map(({ title, blocks }, i): Section => ({
    id: `part-${i + 1}`, title,
    body: html`${blocks.map((block) => {
      if (block.kind === 'note') return html`<p>${block.text}</p>`;
      if (block.kind === 'formulas') return html`<div class="scroll formulas" role="region" aria-label="${title}" tabindex="0">${math(block.latex, true)}</div>`;
      return table(title, block.header.map((name, column) => ({ name, number: column > 0 })), block.rows);
    })}`,
  }));
  return page({
    title: derivation.title, heading: derivation.title, kind: 'Derivation', source: source ?? 'forward and backward propagation', version, more: `${formulaStyle}#symbols td:nth-child(3){min-width:11rem}`,
    sections: [{
      id: 'symbols', title: 'Symbols',
      body: html`${derivation.intro.map((sentence) => html`<p>${sentence}</p>`)}${symbols.length === 0 ? undefined : table('Symbols', ['symbol', 'shape', 'meaning', ...(hasValues ? ['value'] : [])].map((name) => ({ name })), symbols)}`,
    }, ...sections],
  });
}

/** A sign of a name that KaTeX has no measures for is set by the browser. */
const strict = (code: string): 'error' | 'ignore' => (code === 'unknownSymbol' ? 'ignore' : 'error');

/** Columns as aligned has them, which browsers do not read from MathML: right of the name, left of the sign, and shapes. What is wide scrolls. */
export const formulaStyle: string = `math{font-family:${mathFonts};font-size:1.05em}annotation{display:none}`
  + '.formulas{margin:1rem 0 1.5rem}.formulas>.katex>math{display:block math;width:max-content;margin:0}'
  + '.formulas math>semantics>mtable>mtr>mtd{padding:.3em 0;text-align:left}.formulas math>semantics>mtable>mtr>mtd:first-child{text-align:right}'
  + '.formulas math>semantics>mtable>mtr>mtd:nth-child(4){padding-left:2em}'
  + '@media screen and (max-width:44rem){.formulas math{font-size:.975em}.formulas math>semantics>mtable>mtr>mtd:nth-child(4){padding-left:1em}}';
