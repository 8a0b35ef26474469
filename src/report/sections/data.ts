/** The table the model was made from: its columns, what is missing, what was left out. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import { describeSample, type Comparison } from '../../select/index.ts';
import type { ColumnSummary } from '../../table/index.ts';
import { html, type Markup } from '../markup.ts';
import { cellText } from '../names.ts';
import { table, type Section } from '../pieces.ts';

export function data({ rows, sample, summary, dropped, target, source }: Comparison): Section {
  const leftOut = rows.targetMissing > 0 ? html` ${formatCount(rows.targetMissing, 'further row')} without <span class="name">${target}</span> ${rows.targetMissing === 1 ? 'was' : 'were'} left out.` : undefined;
  return {
    id: 'data',
    title: 'Data',
    body: html`
<p><span class="name">${source}</span>: ${formatCount(rows.total, 'row')} with a target, ${formatFixed(rows.train, 0)} to train and to choose a model, ${formatFixed(rows.test, 0)} held out for the final figure.${leftOut}</p>
${sample && html`<p>${describeSample(sample)} What follows about columns is of the rows compared.</p>`}
${columnTables({ summary, dropped, target })}`,
  };
}

/** Numbers, categories, and what was left out. */
export function columnTables({ summary, dropped, target }: Pick<Comparison, 'summary' | 'dropped'> & { readonly target?: string }): Markup {
  const numbers = ordered(summary, target).filter(({ type }) => type !== 'categorical');
  const categories = summary.filter(({ type }) => type === 'categorical');
  return html`${numbers.length === 0 ? undefined : table('Columns of the table', [
    { name: 'column' }, { name: 'type' }, { name: 'missing', number: true }, { name: 'mean', number: true }, { name: 'standard deviation', number: true },
    { name: 'smallest', number: true }, { name: 'median', number: true }, { name: 'largest', number: true },
  ], numbers.map((column) => {
    const number = (value: number | undefined): string => cellText(column.type, value);
    const isBoolean = column.type === 'boolean';
    return [
      nameOf(column, target), column.type, missingOf(column),
      isBoolean && column.mean !== undefined ? `${formatPercent(column.mean)} true` : number(column.mean),
      isBoolean ? '' : column.type === 'date' ? `${formatNumber(column.standardDeviation ?? NaN)} days` : number(column.standardDeviation),
      isBoolean ? '' : number(column.min), isBoolean ? '' : number(column.median), isBoolean ? '' : number(column.max),
    ];
  }))}
${categories.length === 0 ? undefined : html`<h3>Columns of categories</h3>${table('Columns of categories', [{ name: 'column' }, { name: 'missing', number: true }, { name: 'categories', number: true }, { name: 'most frequent' }],
    categories.map((column) => [
      nameOf(column, target), missingOf(column), formatFixed(column.distinct, 0),
      (column.top ?? []).map(({ value, count }) => `${value} (${formatFixed(count, 0)})`).join(', ') + (column.distinct > (column.top?.length ?? 0) ? ', …' : ''),
    ]))}`}
${dropped.length === 0 ? undefined : html`<h3>Columns left out</h3>${table('Columns left out', [{ name: 'column' }, { name: 'why' }], dropped.map(({ column, reason }) => [column, reason]))}`}`;
}

/** The target first: it is what all is about. */
function ordered(summary: readonly ColumnSummary[], target: string | undefined): readonly ColumnSummary[] {
  return [...summary.filter(({ name }) => name === target), ...summary.filter(({ name }) => name !== target)];
}

function nameOf({ name }: ColumnSummary, target: string | undefined): string {
  return name === target ? `${name} (target)` : name;
}

function missingOf({ missing, count }: ColumnSummary): string {
  return missing === 0 ? '0' : `${formatFixed(missing, 0)} (${formatPercent(missing / (missing + count), 2)})`;
}
