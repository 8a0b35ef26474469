/** The table the model was made from: its columns, what is missing, what was left out. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { Comparison } from '../../select/index.ts';
import type { ColumnSummary } from '../../table/index.ts';
import { html } from '../markup.ts';
import { cellText } from '../names.ts';
import { table, type Section } from '../pieces.ts';

export function data({ rows, summary, dropped, target, source }: Comparison): Section {
  const leftOut = rows.targetMissing > 0 ? html` ${formatCount(rows.targetMissing, 'further row')} without <span class="name">${target}</span> ${rows.targetMissing === 1 ? 'was' : 'were'} left out.` : undefined;
  return {
    id: 'data',
    title: 'Data',
    body: html`
<p><span class="name">${source}</span>: ${formatCount(rows.total, 'row')} with a target, ${formatFixed(rows.train, 0)} to train and to choose a model, ${formatFixed(rows.test, 0)} held out for the final figure.${leftOut}</p>
${table('Columns of the table', [
    { name: 'column' }, { name: 'type' }, { name: 'missing', number: true }, { name: 'mean', number: true }, { name: 'standard deviation', number: true },
    { name: 'smallest', number: true }, { name: 'median', number: true }, { name: 'largest', number: true },
  ], ordered(summary, target).filter(({ type }) => type !== 'categorical').map((column) => {
    const number = (value: number | undefined): string => cellText(column.type, value);
    const isBoolean = column.type === 'boolean';
    return [
      nameOf(column, target), column.type, missingOf(column),
      isBoolean && column.mean !== undefined ? `${formatPercent(column.mean)} true` : number(column.mean),
      isBoolean ? '' : column.type === 'date' ? `${formatNumber(column.standardDeviation ?? NaN)} days` : number(column.standardDeviation),
      isBoolean ? '' : number(column.min), isBoolean ? '' : number(column.median), isBoolean ? '' : number(column.max),
    ];
  }))}
${categories(summary)}
${dropped.length === 0 ? undefined : html`<h3>Columns left out</h3>${table('Columns left out', [{ name: 'column' }, { name: 'why' }], dropped.map(({ column, reason }) => [column, reason]))}`}`,
  };

  function categories(columns: readonly ColumnSummary[]): ReturnType<typeof html> | undefined {
    const found = columns.filter(({ type }) => type === 'categorical');
    if (found.length === 0) return undefined;
    return html`<h3>Columns of categories</h3>${table('Columns of categories', [{ name: 'column' }, { name: 'missing', number: true }, { name: 'categories', number: true }, { name: 'most frequent' }],
      found.map((column) => [
        nameOf(column, target), missingOf(column), formatFixed(column.distinct, 0),
        (column.top ?? []).map(({ value, count }) => `${value} (${formatFixed(count, 0)})`).join(', ') + (column.distinct > (column.top?.length ?? 0) ? ', …' : ''),
      ]))}`;
  }
}

/** The target first: it is what all is about. */
function ordered(summary: readonly ColumnSummary[], target: string): readonly ColumnSummary[] {
  return [...summary.filter(({ name }) => name === target), ...summary.filter(({ name }) => name !== target)];
}

function nameOf({ name }: ColumnSummary, target: string): string {
  return name === target ? `${name} (target)` : name;
}

function missingOf({ missing, count }: ColumnSummary): string {
  return missing === 0 ? '0' : `${formatFixed(missing, 0)} (${formatPercent(missing / (missing + count), 2)})`;
}
