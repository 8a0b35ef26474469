/** The images a network was trained on: how many of which class in which part, and what is done to their pixels. */
import { formatCount, formatFixed, formatNumber, formatPercent } from '../../plot/index.ts';
import type { ImageClassification } from '../../select/index.ts';
import { html } from '../markup.ts';
import { facts, table, type Section } from '../pieces.ts';

export function imageData({ source, shape: [channels, height, width], classes, rows, parts, model, testPredictions, baselineTest }: ImageClassification): Section {
  const { normalization } = model;
  const numbers = (values: readonly number[]): string => values.map((value) => formatNumber(value, 3)).join(', ');
  const inTest = (label: unknown): number => testPredictions.actual.filter((one) => one === label).length;
  return {
    id: 'data',
    title: 'Data',
    body: html`
<p><span class="name">${source}</span>: ${formatCount(rows.total, 'image')} of ${formatCount(classes.length, 'class', 'classes')}, each ${height} × ${width} pixels, ${channels === 1 ? 'grey' : 'in colour'}.</p>
${facts([
    ['To train', formatCount(rows.train, 'image')],
    ['To judge epochs by', `${formatCount(rows.validation, 'image')}, ${parts.validation === 'own' ? 'the data set’s own validation part' : 'held out at random, with the same mix of classes'}`],
    ['To test', `${formatCount(rows.test, 'image')}, ${parts.test === 'own' ? 'the data set’s own test part' : 'held out at random, with the same mix of classes'}`],
    ...(normalization === undefined ? [] : [['Pixels', `0 is black, 1 is white; then less ${numbers(normalization.mean)}, divided by ${numbers(normalization.std)}${channels === 1 ? '' : ' (red, green, blue)'}: mean and standard deviation of the training images`] as const]),
    ['Most frequent class', `right for ${formatPercent(baselineTest.accuracy, 3)} of the test if always named`],
  ])}
${table('Classes', [{ name: 'class' }, { name: 'images', number: true }, { name: 'share', number: true }, { name: 'in the test', number: true }], classes.map(({ label, rows: count }) => [
    String(label), formatFixed(count, 0), formatPercent(count / rows.total, 3), formatFixed(inTest(label), 0),
  ]))}`,
  };
}
